"""What the reader of a module shows: one part at a time, and what was chosen and answered."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from training.modules import parsing
from training.roles import Reached, TextKind

LABELS = {
    Reached.READING: _("To read"),
    Reached.EXERCISE: _("Exercise"),
    Reached.SCENARIO: _("A story"),
    Reached.QUESTIONS: _("Questions"),
}
GO_ON = {
    Reached.EXERCISE: _("Go on to the exercise"),
    Reached.SCENARIO: _("Go on to the story"),
    Reached.QUESTIONS: _("Go on to the questions"),
}
PARTS = tuple(LABELS)
EXAMPLE = gettext_noop(
    """title: What this module is called
summary: What one knows after it, in one sentence.

# A heading

A paragraph. Leave a line empty before the next one.

- A line of a list
- Another one

== Exercise: What one tries

How to do it, in some minutes.

== Scenario: Two people at a crossroads

What happened so far, and what has to be decided.

== Ending: One way to go on

What comes of it.

== Ending: Another way to go on

What comes of that.

== Question: What does one do first?

(x) The right choice
> Why it is right.
( ) Another choice
> Why it is not.
( ) A third one
> Why it is not either.

== Question: And then?

( ) A choice
> Why it is not right.
(x) The right choice
> Why it is right.
( ) A third one
> Why it is not either.

== Question: And at the end?

( ) A choice
> Why it is not right.
( ) Another choice
> Why it is not right either.
(x) The right choice
> Why it is right.
"""
)


@dataclass(frozen=True)
class Asked:
    """A question as one person has it: ``chosen`` is the number of their answer, or None."""

    number: int
    question: parsing.Question
    chosen: int | None

    @property
    def is_right(self):
        return self.chosen == self.question.right

    @property
    def explained(self):
        """The choice that was made, and the right one where it was another."""
        numbers = dict.fromkeys((self.chosen, self.question.right))
        return [(self.question.choices[n], n == self.chosen) for n in numbers]


def page_of(own, shelf, wanted, organization):
    """Values of the reader's template: the part that is ``wanted``, as far as it is reached."""
    text = linked(parsing.module(own.version.source), shelf, organization)
    page = {"own": own, "text": text, "next": shelf.next, "shelf": shelf}
    if own.bookmark is None:
        return page
    reached = PARTS[: PARTS.index(own.bookmark.reached) + 1]
    part = wanted if wanted in reached else reached[-1]
    number = PARTS.index(part)
    after = PARTS[number + 1] if number + 1 < len(PARTS) else ""
    return page | {
        "part": part,
        "number": number + 1,
        "parts": len(PARTS),
        "tabs": _tabs(own, reached, part, organization),
        "after": after,
        "go_on": GO_ON.get(after, ""),
        "endings": _endings(text, own.bookmark.ending),
        **_questions(text, own.bookmark.answers),
    }


def read(kind, source):
    """The ``Text`` of a module or a guide that was saved, and so can be read."""
    return parsing.module(source) if kind == TextKind.MODULE else parsing.guide(source)


def example():
    """What a new module begins with: every part, to be written over."""
    return _(EXAMPLE)


def linked(text, shelf, organization):
    """The text with its links to other modules leading to their pages, where there are any."""
    modules = {one.module.code: one.module.pk for one in shelf.modules}
    parts = (text.body, text.exercise, text.scenario, *text.endings)
    for block in (block for part in parts for block in part.blocks if block.target):
        if block.target == TextKind.MODULE and block.address in modules:
            block.url = reverse(
                "portal-training:module", args=[organization.slug, modules[block.address]]
            )
        elif block.target == TextKind.GUIDE:
            block.url = reverse(
                "portal:guide", args=[organization.slug, shelf.participant.pk, block.address]
            )
    return text


def _tabs(own, reached, part, organization):
    page = reverse("portal-training:module", args=[organization.slug, own.module.pk])
    return [
        {"label": LABELS[one], "url": f"{page}?part={one}", "current": one == part}
        for one in reached
    ]


def _endings(text, chosen):
    """The ending that was chosen before the other one; as they stand while none is chosen."""
    endings = list(enumerate(text.endings))
    return sorted(endings, key=lambda ending: chosen is not None and ending[0] != chosen)


def _questions(text, answers):
    """Those that are answered, and the next one that waits."""
    asked = [
        Asked(number, question, answers.get(str(number)))
        for number, question in enumerate(text.questions)
    ]
    answered = [one for one in asked if one.chosen is not None]
    waiting = [one for one in asked if one.chosen is None]
    return {"answered": answered, "waiting": waiting[0] if waiting else None, "asked": len(asked)}
