"""A text that lacks something, or has it in the wrong form, is refused with its line."""

import pytest

from training import texts
from training.modules import parsing

QUESTION = """
== Question: Who drives?
( ) The mentor
> No.
(x) The mentee
> Yes.
( ) Nobody
> Then it stands still.
"""
MODULE = f"""title: Roles
summary: Who does what.

# A heading

A paragraph
=> module:goals About goals

== Exercise: Try it
Write it down.

== Scenario: A quiet month
Nobody writes.

== Ending: She waits
It ends.

== Ending: She writes
It goes on.
{QUESTION * 3}"""
GUIDE = """title: Open
summary: The first hour.

Begin.

== Agenda: Ninety minutes
- 20 min: Stories
- 70 min: The rest

== Prompts: To ask
- Why now?
"""


def test_a_module_is_read_into_its_parts():
    module = parsing.module(MODULE)

    assert (module.title, module.summary, module.video) == ("Roles", "Who does what.", "")
    assert [block.kind for block in module.body.blocks] == ["heading", "paragraph", "link"]
    assert module.body.blocks[-1].target == "module"
    assert [ending.title for ending in module.endings] == ["She waits", "She writes"]
    assert [question.right for question in module.questions] == [1, 1, 1]


def test_a_guide_adds_its_minutes_up():
    assert parsing.guide(GUIDE).agenda_minutes == 90


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("title: Roles\n", "", "title"),
        ("summary: Who does what.\n", "summary:\n", "summary"),
        ("== Exercise: Try it", "== Homework: Try it", "Line 9"),
        ("== Exercise: Try it\nWrite it down.\n", "", "Exercise"),
        ("== Ending: She waits\nIt ends.\n", "", "two endings"),
        (QUESTION, "", "three questions"),
        ("(x) The mentee", "( ) The mentee", "right"),
        ("( ) Nobody", "(x) Nobody", "right"),
        ("> Then it stands still.", "", "explained"),
        ("( ) Nobody\n> Then it stands still.", "", "three or four"),
        ("> No.", "No.", "Write ( )"),
        ("=> module:goals About goals", "=> javascript:alert(1) here", "Line 7"),
        ("summary: Who does what.", "summary: x\nvideo: http://a.example", "https"),
        ("title: Roles", f"title: {'R' * 121}", "120"),
        ("Write it down.", "", "no text"),
    ],
)
def test_a_mistake_is_said(before, after, said):
    assert before in MODULE
    with pytest.raises(parsing.Mistake, match=said.replace("(", r"\(").replace(")", r"\)")):
        parsing.module(MODULE.replace(before, after))


@pytest.mark.parametrize("source", ["", "\n\n", "==", "title: a\nsummary: b", "<script>" * 5000])
def test_what_is_no_text_at_all_is_refused(source):
    with pytest.raises(parsing.Mistake):
        parsing.module(source)


def test_an_agenda_needs_minutes():
    with pytest.raises(parsing.Mistake, match="Line 7"):
        parsing.guide(GUIDE.replace("- 20 min: Stories", "- Stories"))


def test_nothing_that_is_typed_becomes_a_link_by_itself():
    (block,) = texts.blocks('=> https://a.example/"><b> words')

    assert block.kind == "paragraph"
