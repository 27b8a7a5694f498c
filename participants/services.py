"""Writes about the people of a program."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.jobs.tasks import wake
from organizations.audit import record
from participants import planning, writing
from participants.models import Participant
from participants.nominating.models import Asking
from participants.nominating.words import Answer
from participants.profiles import profile
from participants.roles import Side, Standing
from participants.stored import known_companies

# What a coordinator may make of a standing.
STANDINGS = {
    Standing.NOMINATED: (Standing.IN, Standing.DECLINED, Standing.REMOVED),
    Standing.IN: (Standing.WITHDRAWN, Standing.REMOVED),
    Standing.DECLINED: (Standing.IN,),
    Standing.UNANSWERED: (Standing.IN, Standing.DECLINED, Standing.REMOVED),
    Standing.WITHDRAWN: (Standing.IN,),
    Standing.REMOVED: (Standing.IN,),
}
# How a question ends that a coordinator's hand overtakes; otherwise it is taken back.
CLOSED_AS = {Standing.IN: Answer.UNANSWERED, Standing.DECLINED: Answer.DECLINED}
LEAVING = (Standing.WITHDRAWN, Standing.REMOVED)
# Statuses of a partnership that both have accepted and that is not over. Partnerships stand above
# this app, which knows no more of them than these words; a test compares them with the life cycle.
BINDING = ("preparing", "active", "paused", "closing")


class IllegalStanding(Exception):
    """The participant cannot go from their standing to that one, or not yet."""


@transaction.atomic
def save_participant(program, side, data, *, by, names=()):
    """Create or change one person of a program; answers ``(what happened, differences)``.

    ``data`` holds texts by column name, as the files do; the address (in lower case) says who it
    is, and columns that are absent stay as they are. What happened is ``"created"``, ``"changed"``
    or ``""``. Raises ``ValidationError`` with messages by column, and then writes nothing.
    ``names`` are of companies that are not the organization's and stand in the profile already.
    """
    known = known_companies(names=names)
    reading = profile.read(side, data, known)
    if not reading.problems:
        writing.lock_people()
    (plan,) = planning.plan(program, side, [reading], known)
    if plan.problems:
        raise ValidationError(plan.problems)
    outcome = plan.outcome
    writing.write(program, side, [plan], by=by)
    return outcome, plan.differences


def check_participant(program, side, data):
    """Raise what ``save_participant`` would raise; write nothing."""
    known = known_companies()
    (plan,) = planning.plan(program, side, [profile.read(side, data, known)], known)
    if plan.problems:
        raise ValidationError(plan.problems)


@transaction.atomic
def change_standing(participant, standing, *, by):
    """Take somebody in or out of the program; ``IllegalStanding`` if it is not a legal step.

    Nobody leaves a partnership that both have accepted in this way: it is ended first.
    """
    # Two people may press at once: the second must see what the first did.
    locked = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    check_standing(locked, standing, is_bound=_is_bound(locked))
    set_standing(locked, standing, by=by)
    wake()  # an announced match of somebody who leaves is taken back
    return locked


def check_standing(locked, standing, *, is_bound):
    """Raise ``IllegalStanding`` unless this step is legal; the row is locked, its person loaded.

    ``is_bound``: a partnership that both have accepted holds them.
    """
    if standing not in STANDINGS[locked.standing]:
        raise IllegalStanding(
            _("%(name)s is “%(standing)s” by now. Look at the page again.")
            % {"name": locked.person.name, "standing": locked.get_standing_display()}
        )
    if standing in LEAVING and is_bound:
        raise IllegalStanding(
            _("%(name)s has a partnership with somebody. End it first, then change the standing.")
            % {"name": locked.person.name}
        )


def set_standing(locked, standing, *, by, **facts):
    """Write a step that was checked; answers its audit row. The caller wakes the sweep after."""
    before, locked.standing = locked.standing, standing
    locked.save(update_fields=["standing", "updated_at"])
    if before == Standing.NOMINATED:
        _close_question(locked)
    elif standing == Standing.NOMINATED:  # an act on many is taken back
        _open_question_again(locked)
    return record(
        "participant.standing", locked, by=by, before=before, after=str(standing), **facts
    )


def _close_question(participant):
    """Nobody answers any more what a hand has decided."""
    answer = CLOSED_AS.get(participant.standing, Answer.TAKEN_BACK)
    Asking.objects.filter(participant=participant, answered_at__isnull=True).update(
        answered_at=clock.now(), answer=answer
    )


def _open_question_again(participant):
    """The last question waits for its answer as before."""
    last = Asking.objects.filter(participant=participant).values("pk")[:1]
    Asking.objects.filter(pk__in=last).exclude(answer=Answer.ACCEPTED).update(
        answered_at=None, answer="", reason=""
    )


def _is_bound(participant):
    partnerships = {Side.MENTOR: participant.as_mentor, Side.MENTEE: participant.as_mentee}
    return partnerships[participant.side].filter(status__in=BINDING).exists()


def withdraw(participant, *, by):
    """The person does not take part any more, of their own will."""
    return change_standing(participant, Standing.WITHDRAWN, by=by)


def remove(participant, *, by):
    """The coordinator takes the person out of the program."""
    return change_standing(participant, Standing.REMOVED, by=by)
