"""What judges have in common: their registry, the pages that they point at, ways to read facts."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participants.roles import Side
from partnerships.lifecycle import FAILED, Status
from reports.quality.evidence import PERCENT, Evidence, number, of_share, share, words
from training.roles import Need

SETTINGS, TIMETABLE, SPONSORS = "programs:settings", "programs:timetable", "programs:sponsors"
PEOPLE, MODULES, BRIEFINGS = "participants:list", "training:modules", "training:briefings"
PAIRS, CASES, FIGURES = "partnerships:list", "cases:list", "reports:figures"
AGREEMENT, STAFF_LIST = "partnerships:agreement-text", "staff:list"
# Pages that are not of one program.
ACROSS_PROGRAMS = (CASES, STAFF_LIST)
IN = (PEOPLE, "standing=in")
AGREED_WITHIN, MET_WITHIN = timedelta(days=30), timedelta(days=10)
BEFORE = (Status.PROPOSED, *FAILED)
TRAINED = {
    Side.MENTEE: gettext_lazy("Mentees who have finished what is required"),
    Side.MENTOR: gettext_lazy("Mentors who have finished what is required"),
}
MINUTES = {
    Side.MENTEE: gettext_lazy("Minutes of required training of a mentee"),
    Side.MENTOR: gettext_lazy("Minutes of required training of a mentor"),
}
JUDGES = {}


def judges(key):
    """Register what looks at a criterion: ``Facts`` in, ``Evidence`` out; nothing else is read."""

    def register(judge):
        JUDGES[key] = judge
        return judge

    return register


def filled(facts, name):
    return bool(getattr(facts.program, name).strip())


def total(facts, name):
    """Over both sides."""
    return sum(getattr(one, name) for one in facts.people.values())


def trained(facts, side):
    people = facts.people[side]
    needed = [
        one
        for one in facts.setting["modules_listed"]
        if (one["side"], one["need"]) == (side, Need.REQUIRED)
    ]
    minutes = sum(one["minutes"] for one in needed)
    return Evidence(
        of_share(people.trained, people.number),
        (
            share(TRAINED[side], people.trained, people.number, IN),
            number(MINUTES[side], minutes, (MODULES, "")),
        ),
    )


def version(label, known, page=("", "")):
    text = _("version %(number)s") % {"number": known} if known else _("none yet")
    return words(label, text, page)


def ended(facts):
    return [one for one in facts.pairs if one["status"] == Status.ENDED]


def introduced(facts, span):
    """Pairs that were introduced so long ago that what is due within that span is due."""
    return [
        one
        for one in facts.pairs
        if one["introduced_at"] and one["introduced_at"] + span <= facts.now
    ]


def is_within(pair, name, span):
    return pair[name] is not None and pair[name] <= pair["introduced_at"] + span


def simply(label, count, of, page, query="", percent=PERCENT):
    """One share is all the evidence; ``of`` are rows."""
    line = share(label, count, len(of), (page, query))
    return Evidence(of_share(count, len(of), percent), (line,))
