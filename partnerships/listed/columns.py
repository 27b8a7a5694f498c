"""What the list of partnerships is as a file."""

from django.utils.translation import gettext_lazy

from mentoring.ui.exports import Column
from partnerships.lifecycle import Status


def _of(name, label, value, words=None):
    return Column(name, label, lambda line: value(line.partnership), words)


def _side(side, name, company, accepted):
    return (
        Column(side, name, lambda line: getattr(line, side).name),
        Column(f"{side}_company", company, lambda line: getattr(line, side).company),
        Column(f"{side}_accepted", accepted, lambda line: getattr(line, side).accepted_at),
    )


COLUMNS = (
    *_side(
        "mentee",
        gettext_lazy("Mentee"),
        gettext_lazy("Company of the mentee"),
        gettext_lazy("Accepted by the mentee"),
    ),
    *_side(
        "mentor",
        gettext_lazy("Mentor"),
        gettext_lazy("Company of the mentor"),
        gettext_lazy("Accepted by the mentor"),
    ),
    _of("status", gettext_lazy("Status"), lambda row: row.status, dict(Status.choices)),
    _of("announced", gettext_lazy("Announced"), lambda row: row.announced_at),
    _of("ends_on", gettext_lazy("Last day"), lambda row: row.ends_on),
    _of("answer_by", gettext_lazy("Answer by"), lambda row: row.answer_by),
    _of("meetings_held", gettext_lazy("Meetings held"), lambda row: row.meetings_held),
    _of("last_meeting", gettext_lazy("Last meeting"), lambda row: row.last_meeting_at),
    Column("reason", gettext_lazy("Reason"), lambda line: line.reason),
    Column("troubles", gettext_lazy("To look at"), lambda line: " ".join(line.troubles)),
)
