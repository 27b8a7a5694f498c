"""What people read before they agree to take part, kept word for word as they read it."""

import re
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from mentoring import clock, semantic
from participants.nominating.models import ConsentText
from programs.models import WEIGHTS, Program

# The program's own words, in the order in which they are read.
OWN = ("purpose", "eligibility", "benefits", "demands", "success_measures")


@dataclass(frozen=True)
class Change:
    """A section that reads differently by now; either side may be empty."""

    heading: str
    before: tuple
    after: tuple


def current_text(program):
    """The ``ConsentText`` of today, made now if the program's words have changed since the last."""
    sections = _sections(program)
    latest = _latest(program)
    if latest is not None and latest.fingerprint == _fingerprint(sections):
        return latest
    # Of two readers who come first together, one makes it.
    program = Program.objects.select_for_update(of=("self",), no_key=True).get(pk=program.pk)
    sections, latest = _sections(program), _latest(program)
    if latest is not None and latest.fingerprint == _fingerprint(sections):
        return latest
    return ConsentText.objects.create(
        program=program,
        number=latest.number + 1 if latest else 1,
        sections=sections,
        fingerprint=_fingerprint(sections),
    )


def keep_texts():
    """Due work: a text for every program that is not over, so that a new one is asked about."""
    latest = {}
    for text in ConsentText.objects.order_by("program", "number"):
        latest[text.program_id] = text.fingerprint
    for program in Program.objects.filter(ends_on__gte=clock.today()):
        if latest.get(program.pk) != _fingerprint(_sections(program)):
            current_text(program)


def changes(before, after):
    """``[Change]`` of the sections whose words differ between two texts."""
    old = {section["key"]: section for section in before.sections}
    new = {section["key"]: section for section in after.sections}
    keys = [*new, *(key for key in old if key not in new)]
    empty = {"lines": []}
    return [
        Change(
            (new.get(key) or old[key])["heading"],
            tuple(old.get(key, empty)["lines"]),
            tuple(new.get(key, empty)["lines"]),
        )
        for key in keys
        if _words(old.get(key, empty)) != _words(new.get(key, empty))
    ]


def _latest(program):
    return ConsentText.objects.filter(program=program.pk).first()


def _words(section):
    """The letters and numbers of a section: corrections of commas and spaces change nothing."""
    return re.sub(r"[\W_]+", " ", " ".join(section["lines"])).casefold().strip()


def _fingerprint(sections):
    words = [(section["key"], _words(section)) for section in sections]
    return sha256(repr(words).encode()).hexdigest()


def _sections(program):
    """In the product's own language, whoever reads: one text for everybody."""
    with translation.override(settings.LANGUAGE_CODE):
        own = [
            _section(name, _HEADINGS[name](), getattr(program, name).splitlines()) for name in OWN
        ]
        standard = [
            _section("criteria", _("What counts in a match"), _criteria(program)),
            _section("readers", _("Who reads what"), _readers()),
            _section("company", _("What HR of your company sees"), _what_hr_sees(program)),
        ]
    return [section for section in (*own, *standard) if section["lines"]]


def _section(key, heading, lines):
    return {
        "key": key,
        "heading": heading,
        "lines": [line.strip() for line in lines if line.strip()],
    }


_HEADINGS = {
    "purpose": lambda: _("Purpose"),
    "eligibility": lambda: _("Who can take part"),
    "benefits": lambda: _("What you get"),
    "demands": lambda: _("What it asks of you"),
    "success_measures": lambda: _("How its success is measured"),
}


def _criteria(program):
    meaning = {
        "weight_needs": _("what the mentee wants to learn and the mentor has proven to know"),
        "weight_path": _("the mentor has taken the step that the mentee faces"),
        "weight_ways": _("ways of working that fit together"),
        "weight_wishes": _("the wishes of both sides"),
        "weight_logistics": _("time zones, hours and the form of meetings"),
        "weight_perspective": _("another perspective, where it was asked for"),
    }
    lines = [
        _("%(percent)d %%: %(meaning)s.")
        % {"percent": getattr(program, name), "meaning": meaning[name]}
        for name in WEIGHTS
        if getattr(program, name)
    ]
    lines += _about_stories(program)
    never = _("Age, gender, origin and other such facts count nothing.")
    rules = _(
        "Whatever the points: mentor and mentee never come from the same or from competing "
        "companies, and nobody is matched with somebody on their “please not” list."
    )
    return [*lines, never, rules]


def _about_stories(program):
    if not (program.weight_needs and program.story_share and semantic.is_available()):
        return []
    return [
        _(
            "Of the first, %(percent)d %% come from what you write in your own words: the meaning "
            "of what a mentee wants is compared with what a mentor has lived, in whatever "
            "languages. No answer counts neither for nor against."
        )
        % {"percent": program.story_share}
    ]


def _readers():
    return [
        _("What the two of you write – goals, notes, messages, files – only the two of you read."),
        _("A private journal is read by its author alone."),
        _(
            "Coordinators see that you met and when, never what was said or written, unless one "
            "of you shares it. They read your profile, and your answers in progress checks and "
            "evaluations; each form says so at its top."
        ),
        _(
            "Before both have accepted a match, the other one sees your profile without your name "
            "and your company."
        ),
    ]


def _what_hr_sees(program):
    return [
        _(
            "That you take part and how far you are, in these words alone: nominated, in, "
            "matched, under way, finished, ended."
        ),
        _(
            "If you decline, do not answer or leave, HR reads “not taking part” and never learns "
            "which of these it was, or why."
        ),
        _("HR does not read with whom you are matched, nor any answer that you give."),
        _("Reports to companies hold no number about fewer than %(least)d people.")
        % {"least": program.report_minimum},
    ]
