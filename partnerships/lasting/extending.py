"""Going on for longer: one of the two proposes a later last day, the other says yes or no."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from notifications.services import tell
from organizations.roles import Role
from partnerships import lifecycle, stepping
from partnerships.lasting.days import latest_end
from partnerships.lasting.models import Extension, Outcome
from partnerships.lifecycle import MENTEE, MENTOR, SYSTEM, Status
from partnerships.refusals import CannotExtend, explained

MOST_AT_ONCE = 200

NOT_YOURS = _("Each of the two says this for themselves.")
NOT_ACTIVE = _("Only a partnership that is under way can go on for longer.")
OVER = _("This partnership is over already.")
ENDS_NOW = _("Its last day has come, so it cannot be moved any more.")
LATER = _("Choose a day after the last day that is planned now.")
TOO_FAR = _("That is further than this program lets a partnership go on.")
NO_EXTENSION = _("This program does not let partnerships go on for longer than they have.")
ANSWER_FIRST = _("Your partner has proposed a day. Answer that first.")
SETTLED = _("This proposal has been settled already.")
TOO_LATE = _("The time to answer this proposal has passed.")
MOVED = _("The last day has moved since, so this proposal is void.")


@transaction.atomic
def propose(partnership, *, to_ends_on, by):
    """The person behind ``by`` proposes that it runs until ``to_ends_on``; the ``Extension``.

    The same day twice is once; another day replaces one's own proposal. Raises ``CannotExtend``
    beyond what the program allows, and while the partner waits for an answer.
    """
    partnership = stepping.locked(partnership)
    side = _side(partnership, by)
    _check_day(partnership, to_ends_on)
    now = clock.now()
    open_one = partnership.extensions.select_for_update().filter(outcome="").first()
    if open_one and open_one.answer_by <= now:
        _settle(open_one, Outcome.EXPIRED)
    elif open_one and open_one.proposed_by != side:
        raise CannotExtend("answer_first", ANSWER_FIRST)
    elif open_one and open_one.to_ends_on == to_ends_on:
        return open_one
    elif open_one:
        _settle(open_one, Outcome.TAKEN_BACK)
    with explained(CannotExtend):
        extension = Extension.objects.create(
            partnership=partnership,
            from_ends_on=partnership.ends_on,
            to_ends_on=to_ends_on,
            proposed_by=side,
            answer_by=now + timedelta(days=partnership.program.answer_days),
            **{f"{side}_agreed_at": now},
        )
    _note(partnership, "propose_extension", "extension_proposed", by, side, to_ends_on)
    other = MENTEE if side == MENTOR else MENTOR
    tell(getattr(partnership, f"{other}_person"), "extension_proposed", extension.pk)
    return extension


@transaction.atomic
def answer(extension, *, agrees, by):
    """The partner of who proposed says yes, and the end moves, or no, and it stays.

    The same answer twice is once. Raises ``CannotExtend`` for anybody else, too late, when the
    proposal is settled otherwise, or when the program does not allow it any more.
    """
    partnership = stepping.locked(extension.partnership)
    extension = _held(extension)
    side = _side(partnership, by)
    if side == extension.proposed_by:
        raise CannotExtend("not_yours", NOT_YOURS)
    if extension.outcome == (Outcome.AGREED if agrees else Outcome.DECLINED):
        return extension
    _check_open(extension)
    if not agrees:
        _settle(extension, Outcome.DECLINED)
        _note(partnership, "decline_extension", "extension_declined", by, side)
        _tell_proposer(extension, partnership, "extension_not_agreed")
        return extension
    if extension.from_ends_on != partnership.ends_on:
        raise CannotExtend("moved", MOVED)
    _check_day(partnership, extension.to_ends_on)
    setattr(extension, f"{side}_agreed_at", clock.now())
    with explained(CannotExtend):
        _settle(extension, Outcome.AGREED, f"{side}_agreed_at")
        partnership.days_extended += (extension.to_ends_on - partnership.ends_on).days
        partnership.ends_on = extension.to_ends_on
        partnership.save(update_fields=["days_extended", "ends_on"])
    _note(partnership, "extend", "extended", by, side, partnership.ends_on)
    _tell_proposer(extension, partnership, "extension_agreed")
    return extension


@transaction.atomic
def take_back(extension, *, by):
    """Who proposed takes it back before it is answered; twice is once. Raises ``CannotExtend``."""
    partnership = stepping.locked(extension.partnership)
    extension = _held(extension)
    side = _side(partnership, by)
    if side != extension.proposed_by:
        raise CannotExtend("not_yours", NOT_YOURS)
    if extension.outcome == Outcome.TAKEN_BACK:
        return extension
    _check_open(extension)
    _settle(extension, Outcome.TAKEN_BACK)
    _note(partnership, "take_back_extension", "extension_taken_back", by, side)
    return extension


def expire_extensions():
    """Due work: settle the proposals that nobody answered in time."""
    overdue = Extension.objects.filter(outcome="", answer_by__lte=clock.now()).order_by("answer_by")
    for pk, partnership in list(overdue.values_list("pk", "partnership")[:MOST_AT_ONCE]):
        _expire(pk, partnership)


@transaction.atomic
def _expire(pk, partnership_id):
    # The partnership first, as whoever answers holds it first.
    partnership = stepping.locked_or_none(partnership_id)
    waiting = Extension.objects.filter(pk=pk, outcome="").select_for_update(skip_locked=True)
    extension = waiting.first()
    if partnership is None or extension is None:
        return
    _settle(extension, Outcome.EXPIRED)
    _note(partnership, "expire_extension", "extension_expired", None, SYSTEM)
    _tell_proposer(extension, partnership, "extension_not_agreed")


def _side(partnership, by):
    side = stepping.role_of(partnership, by)
    if by.role != Role.PARTICIPANT or side not in lifecycle.PAIR:
        raise CannotExtend("not_yours", NOT_YOURS)
    return side


def _held(extension):
    return Extension.objects.select_for_update().get(pk=extension.pk)


def _check_open(extension):
    if extension.outcome:
        raise CannotExtend("settled", SETTLED)
    if extension.answer_by <= clock.now():
        raise CannotExtend("too_late", TOO_LATE)


def _check_day(partnership, day):
    """Whether the held partnership may run until this day."""
    if partnership.status != Status.ACTIVE:
        is_over = partnership.status in lifecycle.FINAL
        raise CannotExtend(*(("over", OVER) if is_over else ("not_active", NOT_ACTIVE)))
    if partnership.ends_on <= stepping.today_of(partnership):
        raise CannotExtend("ends_now", ENDS_NOW)
    latest = latest_end_of(partnership)
    if latest == partnership.ends_on:
        raise CannotExtend("no_extension", NO_EXTENSION)
    if day <= partnership.ends_on:
        raise CannotExtend("later", LATER)
    if day > latest:
        raise CannotExtend("too_far", TOO_FAR)


def latest_end_of(partnership):
    """The last day that the two may agree on; its own end when the program allows no more."""
    most = partnership.program.extension_days
    return latest_end(partnership.ends_on, partnership.days_extended, most)


def _settle(extension, outcome, *more):
    extension.outcome, extension.settled_at = outcome, clock.now()
    extension.save(update_fields=["outcome", "settled_at", *more])


def _note(partnership, action, verb, by, role, ends_on=None):
    stepping.note(partnership, action, verb, by=by, role=role, ends_on=ends_on)


def _tell_proposer(extension, partnership, kind):
    tell(getattr(partnership, f"{extension.proposed_by}_person"), kind, extension.pk)
