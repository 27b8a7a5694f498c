"""Every text that the product ships is complete, and says nothing twice."""

import re
from collections import Counter

import pytest

from training import texts
from training.modules import parsing

MODULES = sorted(texts.FOLDER.glob("ment*/*.txt"))
GUIDES = sorted(texts.FOLDER.glob("guides/ment*/*.txt"))
BRIEFINGS = sorted(texts.FOLDER.glob("*.txt"))
CODES = {"boundaries", "endings", "feedback", "first-meeting", "goals", "roles"}
NAMES = [str(path.relative_to(texts.FOLDER)) for path in MODULES]
LINE_MARK = re.compile(r"^(-|=>\s\S+|>|\([ x]\)|==\s*\w+:|\w+:|- \d+ min:)\s*", re.MULTILINE)


def sentences(source):
    """Sentences of a text, headings left out, as plain words in lower case without marks."""
    plain = LINE_MARK.sub("", re.sub(r"^#.*$", "", source, flags=re.MULTILINE))
    for line in plain.splitlines():
        for sentence in re.split(r"(?<=[.!?…])[”\"]?\s+", line):
            words = re.findall(r"[\w’]+", sentence.lower())
            if words:
                yield " ".join(words)


@pytest.mark.parametrize("side", ["mentees", "mentors"])
def test_each_side_has_its_six_modules(side):
    assert {path.stem for path in MODULES if path.parent.name == side} == CODES


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_a_module_is_complete_and_of_a_length_that_is_read(path):
    source = path.read_text(encoding="utf-8")
    module = parsing.module(source)
    told = [module.body, module.exercise, module.scenario, *module.endings]

    assert sum(texts.words(part.body) for part in told) >= 600
    assert module.words <= 1200
    assert 3 <= module.minutes <= 7
    assert len(module.endings) == 2
    assert len(module.questions) == 3
    for question in module.questions:
        assert len(question.choices) in (3, 4)
        assert all(choice.why for choice in question.choices)
        assert len({choice.text for choice in question.choices}) == len(question.choices)


@pytest.mark.parametrize("path", [*MODULES, *GUIDES, *BRIEFINGS], ids=lambda path: path.stem)
def test_a_text_has_no_markup_and_its_links_lead_somewhere(path):
    source = path.read_text(encoding="utf-8")
    known = {"module": CODES, "guide": {guide.stem for guide in GUIDES}}

    assert not re.search(r"<[a-zA-Z/!]|&\w+;|\]\(", source)
    for block in texts.blocks(source):
        if block.kind == "link" and block.target:
            assert block.address in known[block.target]


@pytest.mark.parametrize("side", ["mentees", "mentors"])
def test_each_stage_has_a_guide_for_each_side(side):
    found = {path.stem for path in GUIDES if path.parent.name == side}

    assert found == {"open", "agree", "work", "mid-year", "close"}


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_guide_has_an_agenda_of_a_meeting_and_prompts(path):
    guide = parsing.guide(path.read_text(encoding="utf-8"))

    assert 60 <= guide.agenda_minutes <= 120
    assert len(guide.prompts.blocks[0].items) >= 3


def test_observers_have_a_page_of_their_own():
    assert 200 <= texts.words(texts.shipped("observers")) <= 400


def test_the_right_choice_does_not_always_stand_at_the_same_place():
    places = Counter(
        question.right
        for path in MODULES
        for question in parsing.module(path.read_text(encoding="utf-8")).questions
    )

    assert min(places[place] for place in range(3)) >= 6


def test_no_sentence_stands_twice_in_all_texts():
    seen = Counter()
    for path in [*MODULES, *GUIDES, *BRIEFINGS]:
        seen.update(sentences(path.read_text(encoding="utf-8")))

    assert [sentence for sentence, times in seen.items() if times > 1] == []
