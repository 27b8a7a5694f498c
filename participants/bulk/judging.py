"""Whom an act on many people would change, and why it would leave the others as they are."""

from participants import services
from participants.bulk import reminding
from participants.bulk.models import Kind, Refusal
from participants.listed.queries import lines_of
from participants.models import Participant
from participants.roles import Side, Standing

STANDING_OF = {Kind.TAKE_IN: Standing.IN, Kind.TAKE_OUT: Standing.REMOVED}


def judge(kind, rows):
    """``{participant id: Refusal or ""}`` of participants, by the facts of now."""
    if kind == Kind.REMIND:
        return _judge_reminders(rows)
    standing = STANDING_OF[kind]
    bound = partnered([row.pk for row in rows], services.BINDING)
    return {row.pk: _judge_standing(row, standing, row.pk in bound) for row in rows}


def _judge_standing(row, standing, is_bound):
    if row.standing == standing:
        return Refusal.ALREADY
    if standing not in services.STANDINGS[row.standing]:
        return Refusal.ILLEGAL
    try:
        services.check_standing(row, standing, is_bound=is_bound)
    except services.IllegalStanding:
        return Refusal.BOUND
    return ""


def _judge_reminders(rows):
    lacking = {line.participant.pk for line in lines_of([row.pk for row in rows]) if line.missing}
    reminded = reminding.reminded_today(rows)
    return {row.pk: _judge_reminder(row, lacking, reminded) for row in rows}


def _judge_reminder(row, lacking, reminded):
    if row.standing != Standing.IN:
        return Refusal.NOT_IN
    if row.pk not in lacking:
        return Refusal.COMPLETE
    return Refusal.REMINDED if row.pk in reminded else ""


def partnered(ids, statuses):
    """Which of these participants have a partnership of such a status, on their own side."""
    found = set()
    for side, name in ((Side.MENTEE, "as_mentee"), (Side.MENTOR, "as_mentor")):
        rows = Participant.objects.filter(
            pk__in=list(ids), side=side, **{f"{name}__status__in": statuses}
        )
        found.update(rows.order_by().values_list("pk", flat=True))
    return found
