"""Ending a partnership early, without fault, and what comes after it for each of the two."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.jobs.tasks import wake
from organizations.audit import record
from organizations.roles import STAFF
from partnerships import lifecycle, stepping
from partnerships.endings.models import NextMatch
from partnerships.lifecycle import COORDINATOR, MENTEE, MENTOR, Status
from partnerships.refusals import Refusal, explained

NOT_YOURS = _("One of the two or a coordinator can end a partnership.")
NOT_BEGUN = _("This match has not been accepted by both, so there is no partnership to end.")
OVER = _("This partnership is over already.")
NOT_ENDED = _("This partnership has not ended early, so there is nothing to answer.")


class CannotEnd(Refusal):
    """This partnership cannot be ended (any more); nothing was written."""


class CannotSay(Refusal):
    """There is nothing to say about a next match here; nothing was written."""


@transaction.atomic
def end(partnership, *, by, reason=""):
    """One of the two or a coordinator ends it early; ``reason`` is an ``EndReason`` or empty.

    The place is free at once, and who did not end it gets a mail without who or why. Ending it
    twice changes nothing. Raises ``CannotEnd`` when it has not begun or is over for another reason.
    """
    partnership = stepping.locked(partnership)
    role = _role(partnership, by)
    if partnership.status == Status.ENDED:
        return partnership
    if partnership.status not in lifecycle.BEGUN:
        is_over = partnership.status in lifecycle.FINAL
        raise CannotEnd(*(("over", OVER) if is_over else ("not_begun", NOT_BEGUN)))
    stepping.end_now(partnership, "end", "ended", by=by, role=role, reason=reason)
    stepping.tell_sides("partnership_ended", partnership, *{MENTOR, MENTEE} - {role})
    return partnership


@transaction.atomic
def say_next(partnership, *, wants, by):
    """Whether the person behind ``by`` wants to be matched again after this partnership.

    Both say it for themselves, and may change their mind. Raises ``CannotSay`` for anybody else,
    and for a partnership that did not end early.
    """
    partnership = stepping.locked(partnership)
    side = _side(partnership, by)
    if side is None:
        raise CannotSay("not_yours", _("Each of the two says this for themselves."))
    if partnership.status != Status.ENDED:
        raise CannotSay("not_ended", NOT_ENDED)
    months = months_between(partnership.introduced_at, partnership.ended_at)
    own = {"partnership": partnership, "participant": getattr(partnership, side)}
    said = NextMatch.objects.filter(**own).first() or NextMatch(**own, months_credited=months)
    if not said._state.adding and said.wants == wants:
        return said
    said.wants, said.said_at = wants, clock.now()
    with explained(CannotSay):
        said.save()
    record("partnership.next_said", partnership, by=by, wants=wants)
    wake()
    return said


def months_between(start, end):
    """Whole months from one moment to another; none without a start."""
    if start is None:
        return 0
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(0, months - (end.day < start.day))


def _side(partnership, by):
    for side in (MENTOR, MENTEE):
        if by.person_id and by.person_id == getattr(partnership, f"{side}_person_id"):
            return side
    return None


def _role(partnership, by):
    if by.role in STAFF:
        return COORDINATOR
    side = _side(partnership, by)
    if side is None:
        raise CannotEnd("not_yours", NOT_YOURS)
    return side
