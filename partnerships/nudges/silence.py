"""A gentle word when two have not met for as long as they have agreed to meet in.

First to the mentee, who drives; a week later to the mentor. Once for each silence, and never while
it rests. Before the first meeting a week is long.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Greatest, TruncDate
from django.utils.translation import gettext as _

from mentoring import clock
from notifications.services import tell_many
from partnerships.agreements.queries import agreed_weeks
from partnerships.lifecycle import MENTEE, MENTOR, Status
from partnerships.meetings.kinds import MeetingStatus, SeriesStatus
from partnerships.meetings.models import Meeting, MeetingSeries
from partnerships.models import Partnership, PartnershipEvent
from partnerships.nudges.stages import OPEN, WORK
from partnerships.nudges.wording import spoken
from programs.reminding import here, untold

KIND = "silence_prompt"
MOST_AT_ONCE = 500
FIRST_DAYS = 7  # from the introduction to a first meeting
PATIENCE = {MENTEE: 0, MENTOR: 7}  # days after which each hears of it
OPEN_FOR = 14  # what could not be said in time is left to the coordinators
# Shortly before the end the guide of the last weeks says it.
NOT_BEFORE_END = timedelta(days=21)


class LaterBy(Func):
    """A moment so many days later: ``LaterBy(moment, days)``."""

    template = "(%(expressions)s))"
    arg_joiner = " + make_interval(days => "
    output_field = DateTimeField()


def silent_pairs():
    """Pairs who meet, have nothing planned or proposed, and ``quiet_since``, ``quiet_from``.

    That is when they last met, could meet or went on; and when they should have met again, by the
    cadence that both have signed, else the program's.
    """
    now = clock.now()
    of_pair = Meeting.objects.filter(partnership=OuterRef("pk"))
    met = Q(status__in=(MeetingStatus.HELD, MeetingStatus.PLANNED), starts_at__lte=now)
    ahead = Q(status=MeetingStatus.PLANNED, starts_at__gt=now) | Q(open_until__gt=now)
    series = MeetingSeries.objects.filter(
        partnership=OuterRef("pk"), status=SeriesStatus.PROPOSED, until__gte=now.date()
    )
    resumed = PartnershipEvent.objects.filter(partnership=OuterRef("pk"), action="resume")
    rows = _who_meet().filter(~Exists(of_pair.filter(ahead)), ~Exists(series))
    last = Subquery(of_pair.filter(met).order_by("-starts_at").values("starts_at")[:1])
    again = Subquery(resumed.order_by("-at").values("at")[:1])
    days = Case(
        When(last_met_at__isnull=True, went_on_at__isnull=True, then=Value(FIRST_DAYS)),
        default=Coalesce(agreed_weeks() * 7, F("program__meeting_every_days")),
        output_field=IntegerField(),
    )
    rows = rows.annotate(last_met_at=last, went_on_at=again)
    rows = rows.annotate(quiet_since=Greatest("introduced_at", "last_met_at", "went_on_at"))
    return rows.annotate(quiet_from=LaterBy("quiet_since", days))


def _who_meet():
    who = {"status__in": (Status.PREPARING, Status.ACTIVE), "introduced_at__isnull": False}
    return Partnership.objects.filter(**who)


def prompt_silent():
    """Due work: say so to the mentee, and a week later to the mentor."""
    place = here()
    if not place.is_morning:
        return
    if not _who_meet().exists():
        return
    near_end = place.today + NOT_BEFORE_END
    rows = silent_pairs().exclude(ends_on__lte=near_end)
    rows = rows.annotate(day=Cast(TruncDate("quiet_since", tzinfo=place.zone), CharField()))
    for side, patience in PATIENCE.items():
        person = f"{side}_person"
        span = (place.ago(patience + OPEN_FOR - 1), place.ago(patience - 1))
        found = rows.filter(quiet_from__gte=span[0], quiet_from__lt=span[1])
        found = untold(found, KIND, person, "pk", "day").select_related(person)
        found = found.order_by("quiet_from", "id")[:MOST_AT_ONCE]
        if told := [(getattr(row, person), row.told_of, {}) for row in found]:
            tell_many(KIND, told)


def silence_prompt(person, occasion, facts):
    """An invitation to find a date, while nothing is planned; nobody reads whose turn it was."""
    pk, _colon, day = occasion.partition(":")
    row = silent_pairs().filter(pk=pk).first()
    zone = here().zone
    if row is None or row.quiet_since.astimezone(zone).date().isoformat() != day:
        return None
    to = spoken(pk, person)
    words = _FIRST if row.last_met_at is None else _AGAIN
    stage = OPEN if row.last_met_at is None else WORK
    rests = _AGAIN if row.status == Status.ACTIVE else _FIRST
    return to.letter(
        words.subject(),
        words.opening[to.side](),
        rests.otherwise(),
        action=_("Propose a meeting"),
        url=to.page("portal:meetings:propose"),
        links=((_("A guide with questions"), _guide(to, stage)),),
    )


def _guide(to, code):
    return to.address("portal:guide", to.participant.pk, code)


@dataclass(frozen=True)
class Words:
    subject: object
    opening: dict
    otherwise: object


_FIRST = Words(
    subject=lambda: _("Your first meeting with %(name)s"),
    opening={
        MENTEE: lambda: _(
            "You and %(name)s have no date for your first meeting yet. You take the first step: "
            "propose two or three times, and %(name)s chooses one."
        ),
        MENTOR: lambda: _(
            "You and %(name)s have no date for your first meeting yet. Your mentee drives, and a "
            "word from you often makes it easier: propose two or three times yourself."
        ),
    },
    otherwise=lambda: _("If something is in the way, a coordinator is glad to help."),
)
_AGAIN = Words(
    subject=lambda: _("A next meeting with %(name)s?"),
    opening={
        MENTEE: lambda: _(
            "You and %(name)s have no next meeting in your calendars. Busy weeks come to "
            "everybody; half an hour is enough to pick up the thread."
        ),
        MENTOR: lambda: _(
            "You and %(name)s have no next meeting in your calendars. Busy weeks come to "
            "everybody; a line from you that says you are there often helps to pick up the thread."
        ),
    },
    otherwise=lambda: _(
        "If this is not the time, the two of you can let the partnership rest for a while."
    ),
)
