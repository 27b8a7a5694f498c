"""How long a partnership lasts: pauses, going on for longer, and closing on its last day."""

from datetime import timedelta

from django.db import transaction
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.db.models.fields import DateField
from django.db.models.functions import Cast, Concat, Greatest
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.tenancy import context
from notifications.models import Message
from notifications.services import tell
from organizations.audit import record
from organizations.models import Organization
from organizations.zones import zone_of
from partnerships import lifecycle, stepping
from partnerships.lasting.days import days_counted
from partnerships.lifecycle import MENTEE, MENTOR, SYSTEM, Status
from partnerships.meetings.ahead import cancel_ahead
from partnerships.models import Partnership
from partnerships.refusals import CannotPause, explained

MOST_AT_ONCE = 200
FARTHEST_ASK = timedelta(days=366)

NOT_YOURS = _("One of the two or a coordinator can do this.")
NOT_ACTIVE = _("Only a partnership that is under way can be paused.")
NOT_PAUSED = _("This partnership is not paused.")
OVER = _("This partnership is over already.")
ENDS_NOW = _("Its last day has come, so there is nothing left to pause.")
ASK_LATER = _("Choose a day after today, within a year.")


@transaction.atomic
def pause(partnership, *, by, reason="", ask_again_on=None):
    """One of the two or a coordinator lets it rest; ``reason`` is a ``PauseReason`` or empty.

    On ``ask_again_on`` both are asked whether they go on. Pausing twice changes nothing. Raises
    ``CannotPause`` when it is not active, or its last day has come.
    """
    partnership = stepping.locked(partnership)
    role = _role(partnership, by)
    if partnership.status == Status.PAUSED:
        return partnership
    today = stepping.today_of(partnership)
    if partnership.status != Status.ACTIVE:
        is_over = partnership.status in lifecycle.FINAL
        raise CannotPause(*(("over", OVER) if is_over else ("not_active", NOT_ACTIVE)))
    if partnership.ends_on <= today:
        raise CannotPause("ends_now", ENDS_NOW)
    if ask_again_on and not today < ask_again_on <= today + FARTHEST_ASK:
        raise CannotPause("ask_later", ASK_LATER)
    partnership.status = lifecycle.step(partnership.status, "pause", role).target
    partnership.paused_on, partnership.ask_again_on = today, ask_again_on
    with explained(CannotPause):
        partnership.save(update_fields=["status", "paused_on", "ask_again_on"])
    stepping.lapse_extension(partnership)
    cancel_ahead(partnership, by=by)
    event = stepping.note(partnership, "pause", "paused", by=by, role=role, reason=reason)
    stepping.tell_of(event, "partnership_paused", partnership, *{MENTOR, MENTEE} - {role})
    return partnership


@transaction.atomic
def resume(partnership, *, by):
    """One of the two or a coordinator lets it go on; its end moves by the days of the pause.

    No further than the program lets pauses move it in all. Resuming twice changes nothing. Raises
    ``CannotPause`` when it is not paused.
    """
    partnership = stepping.locked(partnership)
    role = _role(partnership, by)
    if partnership.status == Status.ACTIVE and _was_paused(partnership):
        return partnership
    if partnership.status != Status.PAUSED:
        is_over = partnership.status in lifecycle.FINAL
        raise CannotPause(*(("over", OVER) if is_over else ("not_paused", NOT_PAUSED)))
    partnership.status = lifecycle.step(partnership.status, "resume", role).target
    _end_pause(partnership, stepping.today_of(partnership))
    with explained(CannotPause):
        partnership.save(
            update_fields=["status", "ends_on", "days_paused", "paused_on", "ask_again_on"]
        )
    event = stepping.note(
        partnership, "resume", "resumed", by=by, role=role, ends_on=partnership.ends_on
    )
    stepping.tell_of(event, "partnership_resumed", partnership, *{MENTOR, MENTEE} - {role})
    return partnership


@transaction.atomic
def ask_again(partnership, *, by, on):
    """While it rests: both are asked on another day, or on none. Raises ``CannotPause``."""
    partnership = stepping.locked(partnership)
    _role(partnership, by)
    if partnership.status != Status.PAUSED:
        raise CannotPause("not_paused", NOT_PAUSED)
    today = stepping.today_of(partnership)
    if on and not today < on <= today + FARTHEST_ASK:
        raise CannotPause("ask_later", ASK_LATER)
    if partnership.ask_again_on != on:
        partnership.ask_again_on = on
        partnership.save(update_fields=["ask_again_on"])
        record("partnership.ask_moved", partnership, by=by)
    return partnership


def ask_to_resume():
    """Due work: ask both, once, on the day that was set when they paused."""
    day = Concat(Cast(OuterRef("pk"), CharField()), Value(" "), Cast(OuterRef("day"), CharField()))
    asked = Message.objects.filter(kind="resume_asked", occasion=day)
    waiting = Partnership.objects.filter(status=Status.PAUSED, ask_again_on__lte=_today())
    waiting = waiting.annotate(day=F("ask_again_on")).exclude(Exists(asked))
    rows = waiting.select_related("mentor_person", "mentee_person").order_by("pk")
    for partnership in rows[:MOST_AT_ONCE]:
        for person in (partnership.mentor_person, partnership.mentee_person):
            tell(person, "resume_asked", f"{partnership.pk} {partnership.ask_again_on}")


def close_due():
    """Due work: what has reached its last day begins to close, whatever is missing.

    A pause counts for as many days as the program lets pauses move the end; whoever rests longer
    closes on the day that is reached by then.
    """
    today = _today()
    left = Greatest(F("program__pause_days") - F("days_paused"), 0)
    last = ExpressionWrapper(F("ends_on") + left, DateField())
    due = Partnership.objects.annotate(last=last).filter(
        Q(status=Status.PREPARING, program__ends_on__lte=today)
        | Q(status=Status.ACTIVE, ends_on__lte=today)
        | Q(status=Status.PAUSED, last__lte=today)
    )
    for pk in list(due.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE]):
        _close(pk, today)


@transaction.atomic
def _close(pk, today):
    rows = Partnership.objects.filter(pk=pk).select_for_update(skip_locked=True, no_key=True)
    partnership = rows.first()
    if partnership is None or not _is_due(partnership, today):  # somebody moves it at this moment
        return
    partnership.ends_on = partnership.ends_on or partnership.program.ends_on
    if partnership.status == Status.PAUSED:
        _end_pause(partnership, today)
    partnership.status = lifecycle.step(partnership.status, "close", SYSTEM).target
    partnership.closing_until = today + timedelta(days=partnership.program.closing_days)
    partnership.save(
        update_fields=[
            "status",
            "ends_on",
            "days_paused",
            "paused_on",
            "ask_again_on",
            "closing_until",
        ]
    )
    stepping.lapse_extension(partnership)
    event = stepping.note(
        partnership, "close", "closing", by=None, role=SYSTEM, ends_on=partnership.ends_on
    )
    stepping.tell_of(event, "partnership_closing", partnership, MENTOR, MENTEE)


def _is_due(partnership, today):
    if partnership.status == Status.PREPARING:
        return partnership.program.ends_on <= today
    if partnership.status == Status.PAUSED:
        left = max(0, partnership.program.pause_days - partnership.days_paused)
        return partnership.ends_on + timedelta(days=left) <= today
    return partnership.status == Status.ACTIVE and partnership.ends_on <= today


def complete_due():
    """Due work: what has closed for as long as its program says is completed."""
    closed = Partnership.objects.filter(status=Status.CLOSING, closing_until__lt=_today())
    for pk in list(closed.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE]):
        _complete(pk)


@transaction.atomic
def _complete(pk):
    rows = Partnership.objects.filter(pk=pk, status=Status.CLOSING)
    partnership = rows.select_for_update(skip_locked=True, no_key=True).first()
    if partnership is None:  # one of the two ends it at this moment
        return
    stepping.end_now(partnership, "complete", "completed", by=None, role=SYSTEM)
    stepping.tell_sides("partnership_completed", partnership, MENTOR, MENTEE)


def _today():
    organization = Organization.objects.get(pk=context.current().organization_id)
    return clock.today(zone_of(organization))


def _role(partnership, by):
    role = stepping.role_of(partnership, by)
    if role is None:
        raise CannotPause("not_yours", NOT_YOURS)
    return role


def _was_paused(partnership):
    last = partnership.events.order_by("-at", "-id").values_list("action", flat=True).first()
    return last == "resume"


def _end_pause(partnership, today):
    """Move the end of the held partnership by the days of its pause that count."""
    counted = days_counted(
        partnership.paused_on, today, partnership.days_paused, partnership.program.pause_days
    )
    partnership.days_paused += counted
    partnership.ends_on += timedelta(days=counted)
    partnership.paused_on = partnership.ask_again_on = None
