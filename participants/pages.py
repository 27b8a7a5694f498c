"""Words and choices that pages about people show."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from mentoring.jobs.models import RunStatus
from participants.roles import Standing
from participants.services import STANDINGS


@dataclass(frozen=True)
class StandingChoice:
    """A standing that a coordinator may give, with what it means for the person."""

    value: str
    button: str
    title: str
    text: str
    is_danger: bool


def standing_choices(participant):
    """The ``StandingChoice`` of each step that is legal now."""
    return [_choice(participant, standing) for standing in STANDINGS[participant.standing]]


def _choice(participant, standing):
    name = participant.person.name
    no_match = _(
        "%(name)s cannot be matched, and a match that is not accepted by both is taken back. A "
        "partnership must be ended first. The profile is kept, and the company reads “not taking "
        "part”."
    )
    words = {
        Standing.IN: (
            _("Take in…"),
            _("Does %(name)s take part?"),
            _("Only if %(name)s agreed. From now on %(name)s can be matched."),
        ),
        Standing.WITHDRAWN: (_("Withdraw…"), _("Has %(name)s withdrawn?"), no_match),
        Standing.REMOVED: (_("Remove…"), _("Remove %(name)s from the program?"), no_match),
        Standing.DECLINED: (_("Note as declined…"), _("Has %(name)s declined?"), no_match),
    }
    button, title, text = words[standing]
    name = {"name": name}
    return StandingChoice(
        standing.value, button, title % name, text % name, standing == Standing.REMOVED
    )


STANDING_TONES = {
    Standing.IN: "good",
    Standing.NOMINATED: "accent",
    Standing.UNANSWERED: "warning",
}


def standing_tone(standing):
    """The color of a standing's dot."""
    return STANDING_TONES.get(standing, "")


def line_tabs(counts, shown):
    """Tabs of what the check of a file found; those with nothing in them are left out."""
    labels = {"problems": _("Problems"), "changes": _("Changes"), "notes": _("Notes")}
    return [
        {"label": labels[name], "url": f"?show={name}", "current": name == shown, "count": count}
        for name, count in counts.items()
        if count
    ]


@dataclass(frozen=True)
class ImportRow:
    """One past import in a sentence and a tone."""

    run: object
    tone: str
    text: str
    by: str


def import_row(run, names):
    """An ``ImportRow``; ``names`` are those of the people who asked, by login."""
    tone, text = _standing_of_import(run)
    return ImportRow(run, tone, text, names.get(run.asked_by, ""))


def _standing_of_import(run):
    if run.is_open:
        return "accent", _("Working")
    if run.status == RunStatus.FAILED:
        return "error", _("Not imported")
    if run.status == RunStatus.CANCELLED:
        return "", _("Discarded")
    if run.is_preview:
        return "warning", _("Waiting for your decision")
    counts = {"created": run.created, "changed": run.changed, "left": run.faulty}
    if run.faulty:
        return "good", _("%(created)d added, %(changed)d changed, %(left)d left out") % counts
    return "good", _("%(created)d added, %(changed)d changed") % counts
