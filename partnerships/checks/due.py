"""What the minute tick looks for: checks to open, and those who have not answered."""

from datetime import timedelta

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from mentoring import clock
from mentoring.tenancy import context
from notifications.models import Message
from notifications.services import tell_many
from organizations.models import Organization
from organizations.zones import zone_of
from partnerships.checks import dates
from partnerships.checks.kinds import MONTHS, Occasion
from partnerships.checks.models import Check
from partnerships.lifecycle import MENTEE, MENTOR, Status
from partnerships.meetings.kinds import MeetingStatus
from partnerships.meetings.models import Meeting
from partnerships.models import Partnership
from programs.models import ProgramDate

MOST_AT_ONCE = 500
OPENED, REMINDER = "check_open", "check_reminder"
LONGEST_MONTH = 31


def open_progress_checks():
    """Ask both of every active pair, on the days of the timetable or on their own later ones."""
    zone = _zone()
    today = clock.today(zone)
    active = Partnership.objects.filter(program=OuterRef("program"), status=Status.ACTIVE)
    rows = ProgramDate.objects.filter(Exists(active), key__in=MONTHS, opens_on__lte=today)
    for row in rows.order_by("opens_on", "id"):
        for pair in _maybe_due(row, today)[:MOST_AT_ONCE]:
            introduced_on = pair.introduced_at.astimezone(zone).date()
            span = (row.opens_on, row.closes_on, introduced_on, MONTHS[row.key])
            first, last = dates.span_of(*span)
            if first <= today <= last:
                _open(pair, row.key, last)


def open_fit_checks():
    """Ask both, once, after their first meeting."""
    now, today = clock.now(), clock.today(_zone())
    held = Meeting.objects.filter(
        partnership=OuterRef("pk"), status=MeetingStatus.HELD, starts_at__lte=now
    )
    long_ago = held.filter(starts_at__lt=now - timedelta(days=dates.FIRST_MEETING_DAYS))
    rows = _unasked(Occasion.FIT).filter(
        Exists(held), ~Exists(long_ago), status__in=(Status.PREPARING, Status.ACTIVE)
    )
    for pair in rows[:MOST_AT_ONCE]:
        _open(pair, Occasion.FIT, dates.fit_closes_on(today))


def remind_of_checks():
    """Remind, once, who has not answered a few days before a check closes."""
    today = clock.today(_zone())
    reminded = Message.objects.filter(
        kind=REMINDER, person=OuterRef("participant__person"), occasion=_occasion_in_sql()
    )
    rows = Check.objects.filter(
        ~Exists(reminded),
        answered_at__isnull=True,
        closes_on__range=(today, today + timedelta(days=dates.REMIND_DAYS)),
        partnership__status__in=(Status.PREPARING, Status.ACTIVE),
    )
    rows = rows.select_related("participant__person").order_by("closes_on", "id")[:MOST_AT_ONCE]
    tell_many(
        REMINDER,
        [
            (row.participant.person, occasion_of(row.partnership_id, row.occasion), {})
            for row in rows
        ],
    )


def occasion_of(partnership_id, occasion):
    """What makes a message unique: once for each person, pair and check."""
    return f"{partnership_id}:{occasion}"


def _maybe_due(row, today):
    """Active pairs that were not asked yet and may be due, by bounds that SQL can tell."""
    months, days = MONTHS[row.key], (row.closes_on - row.opens_on).days or dates.ANSWER_DAYS
    early = clock.now() - timedelta(days=months * LONGEST_MONTH + days + 1)
    rows = _unasked(row.key).filter(program=row.program_id, status=Status.ACTIVE)
    if row.opens_on + timedelta(days=days) < today:  # the others were asked, or it is over for them
        rows = rows.filter(introduced_at__gte=early)
    return rows.filter(introduced_at__lte=clock.now() - timedelta(days=months * 28 - 1))


def _unasked(occasion):
    asked = Check.objects.filter(partnership=OuterRef("pk"), occasion=occasion)
    rows = Partnership.objects.filter(~Exists(asked), introduced_at__isnull=False)
    return rows.select_related("mentor_person", "mentee_person").order_by("id")


def _open(pair, occasion, closes_on):
    """Both are asked; when another sweep was faster nothing happens."""
    Check.objects.bulk_create(
        [
            Check(
                partnership=pair,
                participant_id=getattr(pair, f"{side}_id"),
                occasion=occasion,
                closes_on=closes_on,
            )
            for side in (MENTEE, MENTOR)
        ],
        ignore_conflicts=True,
    )
    unique = occasion_of(pair.pk, occasion)
    tell_many(OPENED, [(getattr(pair, f"{side}_person"), unique, {}) for side in (MENTEE, MENTOR)])


def _occasion_in_sql():
    pair = Cast(OuterRef("partnership_id"), CharField())
    return Concat(pair, Value(":"), OuterRef("occasion"))


def _zone():
    """Where the organization is: there a day begins."""
    return zone_of(Organization.objects.get(pk=context.current().organization_id))
