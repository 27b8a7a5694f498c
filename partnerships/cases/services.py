"""What coordinators do with a case: each step holds its row, looks again, and leaves its traces."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring import clock
from mentoring.ui.formats import written_day
from organizations.audit import record
from organizations.models import Membership
from organizations.roles import STAFF
from organizations.zones import zone_of
from partnerships.cases.keeping import CannotWorkOn, held, note, today_of
from partnerships.cases.kinds import (
    OUTCOMES,
    Action,
    CaseStatus,
    Channel,
    Level,
    Outcome,
    Severity,
    Signal,
)
from partnerships.cases.models import Case
from partnerships.cases.rules import due_on
from partnerships.cases.staff_letters import tell_others, tell_owner

LONGEST_SNOOZE = timedelta(days=30)
FARTHEST_DUE = timedelta(days=90)
# A contact is noted afterwards, but not months later.
OLDEST_CONTACT = timedelta(days=60)

NO_STAFF = gettext_lazy("Only a coordinator or an administrator can look after a case.")
NO_OUTCOME = gettext_lazy("Choose what became of it.")
NO_CHANNEL = gettext_lazy("Choose how you were in touch.")
NOT_OF_CASE = gettext_lazy("This case is not about them.")


@transaction.atomic
def take(case, *, by):
    """Look after it oneself; taking one's own changes nothing.

    Raises ``CannotWorkOn`` when somebody else was faster; who they are is in its sentence.
    """
    case = held(case, by=by)
    if case.owner_id == by.pk:
        return case
    if _has_owner(case):
        said = _("%(name)s looks after this case already.") % {"name": case.owner.name}
        raise CannotWorkOn("taken", said)
    return _give(case, by, Action.TAKEN, by=by)


@transaction.atomic
def assign(case, owner, *, by, seen=""):
    """Let another member of staff look after it; None gives it back to nobody.

    ``seen`` is the id of the owner whom the page showed, where it says so: if somebody else looks
    after it by now, nothing changes and ``CannotWorkOn`` says who.
    """
    case = held(case, by=by)
    if seen not in ("", case.owner_id) and case.owner_id != (owner and owner.pk):
        name = case.owner.name if case.owner else _("nobody")
        said = _("Meanwhile this case went to %(name)s. Look again before you give it away.")
        raise CannotWorkOn("moved", said % {"name": name})
    if owner is not None:
        _check_staff(owner)
    if case.owner_id == (owner and owner.pk):
        return case
    return _give(case, owner, Action.ASSIGNED if owner else Action.RELEASED, by=by)


@transaction.atomic
def hand_over(whose, to, *, by):
    """Every open case of one member of staff goes to another, or to nobody; how many there were."""
    if to is not None:
        _check_staff(to)
    rows = Case.objects.filter(owner=whose, status=CaseStatus.OPEN).order_by("pk")
    cases = [held(case, by=by) for case in rows.select_for_update(of=("self",), no_key=True)]
    for case in cases:
        _give(case, to, Action.ASSIGNED if to else Action.RELEASED, by=by)
    return len(cases)


@transaction.atomic
def set_due(case, day, *, by):
    """Move the day on which it is due, within 90 days from today."""
    case = held(case, by=by)
    _check_day(day, today_of(case), FARTHEST_DUE)
    if day != case.due_on:
        case.due_on = day
        case.save(update_fields=["due_on"])
        note(case, Action.DUE, by=by, day=day)
    return case


@transaction.atomic
def snooze(case, until, *, by):
    """Put it off until a day of the next 30; then it is there again, and due, by itself."""
    case = held(case, by=by)
    today = today_of(case)
    _check_day(until, today + timedelta(days=1), LONGEST_SNOOZE - timedelta(days=1))
    if until != case.snoozed_until:
        case.snoozed_until, case.due_on = until, max(until, case.due_on)
        case.save(update_fields=["snoozed_until", "due_on"])
        note(case, Action.SNOOZED, by=by, day=until)
    return case


@transaction.atomic
def wake(case, *, by):
    """Take up again what was put off."""
    case = held(case, by=by)
    if case.snoozed_until is None:
        return case
    case.snoozed_until = None
    case.save(update_fields=["snoozed_until"])
    note(case, Action.WOKEN, by=by)
    return case


@transaction.atomic
def log_contact(case, channel, participant, *, by, on=None):
    """Note that one was in touch with somebody: on which day and how, never what was said."""
    case = held(case, by=by)
    today = today_of(case)
    on = on or today
    if channel not in Channel.values:
        raise CannotWorkOn("channel", NO_CHANNEL)
    if participant.pk not in _people_of(case):
        raise CannotWorkOn("person", NOT_OF_CASE)
    if not today - OLDEST_CONTACT <= on <= today:
        said = _("Choose a day from %(first)s to today.")
        raise CannotWorkOn("day", said % {"first": written_day(today - OLDEST_CONTACT)})
    note(case, Action.CONTACTED, by=by, day=on, channel=channel, participant=participant)
    return case


@transaction.atomic
def escalate(case, level, *, by, is_person_told=None):
    """Raise or lower it. The highest level is asked for: a second person has to agree to it.

    ``is_person_told`` says for that level whether the person is told, as they are unless that
    would put somebody in danger.
    """
    case = held(case, by=by)
    if level not in Level.values:
        raise CannotWorkOn("level", _("Choose how far up it goes."))
    if level == case.level:
        return case
    if level == Level.SPONSOR:
        return _ask_to_raise(case, is_person_told, by=by)
    action = Action.RAISED if level > case.level else Action.LOWERED
    case.level = level
    case.raise_asked_by = case.raised_by = case.is_person_told = None
    case.save(update_fields=["level", "raise_asked_by", "raised_by", "is_person_told"])
    event = note(case, action, by=by, level=level)
    if action == Action.RAISED and level == Level.LEAD:
        tell_others(event)
    return case


@transaction.atomic
def agree_to_raise(case, *, by):
    """A second person agrees that it goes to the highest level."""
    case = held(case, by=by)
    if case.level == Level.SPONSOR:
        return case
    asked_by = case.raise_asked_by
    if asked_by is None:
        raise CannotWorkOn("not_asked", _("Nobody asks for this any more."))
    if asked_by.user_id == by.user_id:
        raise CannotWorkOn("second", _("Somebody else has to agree to what you asked for."))
    case.level, case.raised_by = Level.SPONSOR, by
    case.save(update_fields=["level", "raised_by"])
    tell_others(note(case, Action.RAISED, by=by, level=Level.SPONSOR))
    return case


@transaction.atomic
def decline_to_raise(case, *, by):
    """It stays at its level: the second person does not agree, or whoever asked takes it back."""
    case = held(case, by=by)
    if case.raise_asked_by is None or case.level == Level.SPONSOR:
        return case
    case.raise_asked_by = case.is_person_told = None
    case.save(update_fields=["raise_asked_by", "is_person_told"])
    note(case, Action.LOWERED, by=by, level=case.level)
    return case


@transaction.atomic
def close(case, outcome, *, by):
    """Say what became of it. Raises ``CannotWorkOn`` when somebody was faster, with their name."""
    if outcome not in OUTCOMES:
        raise CannotWorkOn("outcome", NO_OUTCOME)
    case = held(case, by=by, is_open=False)
    if not case.is_open and (case.outcome, case.closed_by_id) == (outcome, by.pk):
        return case
    case = held(case, by=by)
    case.status, case.outcome = CaseStatus.CLOSED, Outcome(outcome)
    case.closed_at, case.closed_by, case.snoozed_until = clock.now(), by, None
    fields = ["status", "outcome", "closed_at", "closed_by", "snoozed_until"]
    if case.owner_id is None:
        case.owner = by
        fields.append("owner")
    case.save(update_fields=fields)
    note(case, Action.CLOSED, by=by, outcome=outcome)
    return case


@transaction.atomic
def reopen(case, *, by):
    """Open again what was closed: whoever does it looks after it from now on."""
    case = held(case, by=by, is_open=False)
    if case.is_open:
        return case
    case.status, case.outcome, case.closed_at, case.closed_by = CaseStatus.OPEN, "", None, None
    case.owner, case.due_on = by, due_on(case.severity, today_of(case))
    case.save(update_fields=["status", "outcome", "closed_at", "closed_by", "owner", "due_on"])
    note(case, Action.REOPENED, by=by)
    return case


@transaction.atomic
def open_by_hand(program, *, by, partnership=None, participant=None):
    """Open a case that no signal has found; whoever does it looks after it.

    About one subject one such case is opened on a day, however many do it at once.
    """
    if by.role not in STAFF:
        raise CannotWorkOn("not_yours", NO_STAFF)
    zone = zone_of(by.organization)
    today = clock.today(zone)
    subject = {"partnership": partnership, "participant": participant}
    case, is_new = Case.objects.get_or_create(
        signal=Signal.BY_HAND,
        occasion=today.isoformat(),
        **subject,
        defaults={
            "program": program,
            "since": clock.now(),
            "severity": Severity.MEDIUM,
            "due_on": due_on(Severity.MEDIUM, today),
            "owner": by,
        },
    )
    if is_new:
        note(case, Action.OPENED, by=by)
    return case


def look(case, *, by):
    """Leave a trace of looking at a case of the highest level."""
    if case.level == Level.SPONSOR:
        record("case.read", case, by=by, level=case.level)


def _give(case, owner, action, *, by):
    case.owner = owner
    case.save(update_fields=["owner"])
    event = note(case, action, by=by, to=owner)
    if owner is not None and owner.user_id != by.user_id:
        tell_owner(event)
    return case


def _has_owner(case):
    return case.owner is not None and case.owner.ended_at is None


def _check_staff(owner):
    is_there = Membership.objects.filter(pk=owner.pk, role__in=STAFF).exists()
    if not is_there:
        raise CannotWorkOn("not_staff", NO_STAFF)


def _check_day(day, first, span):
    if not first <= day <= first + span:
        said = {"first": written_day(first), "last": written_day(first + span)}
        words = _("Choose a day from %(first)s to %(last)s.")
        raise CannotWorkOn("day", words % said)


def _people_of(case):
    """Ids of the participants whom a case is about."""
    pair = case.partnership
    both = {pair.mentor_id, pair.mentee_id} if pair else set()
    return both | {case.participant_id} - {None}


def _ask_to_raise(case, is_person_told, *, by):
    if is_person_told is None:
        raise CannotWorkOn("told", _("Say whether the person is told."))
    if case.raise_asked_by is not None and case.raise_asked_by.user_id != by.user_id:
        said = _("%(name)s has asked for this already: you can agree to it.")
        raise CannotWorkOn("asked", said % {"name": case.raise_asked_by.name})
    if (case.raise_asked_by_id, case.is_person_told) == (by.pk, is_person_told):
        return case
    case.raise_asked_by, case.is_person_told = by, is_person_told
    case.save(update_fields=["raise_asked_by", "is_person_told"])
    tell_others(note(case, Action.RAISE_ASKED, by=by, level=Level.SPONSOR))
    return case
