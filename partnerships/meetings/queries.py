"""Reading the meetings of a pair, opened for the two of them, and what coordinators see of them."""

from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, Subquery
from django.http import Http404

from mentoring import clock
from mentoring.ui.formats import city
from participants.roles import MeetingForm
from partnerships.agreements.queries import standing
from partnerships.lifecycle import MENTEE, Status
from partnerships.meetings import written
from partnerships.meetings.kinds import (
    LONGEST,
    USUAL_LENGTH,
    Form,
    MeetingStatus,
    Said,
    SeriesStatus,
    Words,
)
from partnerships.meetings.models import Meeting, MeetingSeries, MeetingWords
from partnerships.meetings.slots import NOTICE, Week, suggest
from partnerships.meetings.timing import moments_of, overlaps
from partnerships.models import Partnership
from partnerships.writing.queries import DEFAULT_ZONE, Pair
from training.zones import zone_or_utc

# How long somebody is asked whether a meeting took place.
ASK_FOR = timedelta(days=30)
BEHIND = 20


@dataclass(frozen=True)
class Side:
    """One of the two, with the zone of their clocks; ``is_known`` unless they never said it."""

    name: str
    zone: ZoneInfo
    is_known: bool

    @property
    def city(self):
        return city(self.zone)


def sides_of(pair: Pair):
    """``(reader, partner)`` as ``Side``."""
    found = []
    for side in (pair.side, pair.partner_side):
        name = getattr(pair.partnership, side).time_zone
        person = getattr(pair.partnership, f"{side}_person")
        found.append(Side(person.name, zone_or_utc(name or DEFAULT_ZONE), bool(name)))
    return tuple(found)


@dataclass(frozen=True)
class Shown:
    """A meeting or series as one of the two sees it; ``place`` and ``agenda`` only they read."""

    row: Meeting | MeetingSeries
    reader_id: object
    side: str
    place: str = field(default="", repr=False)
    agenda: str = field(default="", repr=False)
    agenda_revision: int = 0

    @property
    def is_mine(self):
        """The reader proposed what waits, or made it."""
        return self.row.proposed_by_id == self.reader_id

    @property
    def is_series(self):
        return isinstance(self.row, MeetingSeries)

    @property
    def times(self):
        """The moments that wait for an answer and are still to come."""
        if self.is_series:
            is_open = self.row.status == SeriesStatus.PROPOSED
            return [at for at in moments_of(self.row) if at > clock.now()] if is_open else []
        return [at for at in self.row.options if at > clock.now()]

    @property
    def waits_for_me(self):
        return bool(self.times) and not self.is_mine

    @property
    def waits_for_partner(self):
        return bool(self.times) and self.is_mine

    @property
    def is_ahead(self):
        is_planned = not self.is_series and self.row.status == MeetingStatus.PLANNED
        return is_planned and not self.row.is_over

    @property
    def has_begun(self):
        return not self.is_series and self.row.starts_at <= clock.now()

    @property
    def may_change(self):
        """It can be moved or cancelled."""
        is_planned = not self.is_series and self.row.status == MeetingStatus.PLANNED
        return is_planned and not self.has_begun

    @property
    def my_word(self):
        return getattr(self.row, f"{self.side}_said")

    @property
    def may_be_told(self):
        """It has begun, so the reader can say whether it took place."""
        told = (MeetingStatus.PLANNED, MeetingStatus.HELD, MeetingStatus.MISSED)
        return self.row.status in told and self.has_begun

    @property
    def is_to_confirm(self):
        """It is over, and nobody has said what became of it."""
        return self.row.status == MeetingStatus.PLANNED and self.row.is_over

    @property
    def differ(self):
        """The two remember it differently."""
        return {self.row.mentee_said, self.row.mentor_said} == set(Said.values)

    @property
    def ends_at(self):
        return self.row.starts_at + timedelta(minutes=self.row.minutes)

    @property
    def is_written_by_mentee(self):
        return self.side == MENTEE


@dataclass(frozen=True)
class Board:
    """The page of a pair's meetings, each list in the order in which it is read."""

    to_answer: list[Shown]
    to_confirm: list[Shown]
    ahead: list[Shown]
    waiting: list[Shown]
    behind: list[Shown]
    more_behind: int

    @property
    def next(self):
        return self.ahead[0] if self.ahead else None

    @property
    def later(self):
        return self.ahead[1:]

    @property
    def is_empty(self):
        return not (self.to_answer or self.to_confirm or self.ahead or self.waiting or self.behind)


def board_of(pair, person_id, keys, *, most_behind=BEHIND):
    """What the two have arranged, in three statements."""
    rows = Meeting.objects.filter(partnership=pair.partnership).exclude(
        Q(status=MeetingStatus.CANCELLED)
        | Q(status=MeetingStatus.PROPOSED, open_until__lte=clock.now())
    )
    series = MeetingSeries.objects.filter(
        partnership=pair.partnership, status=SeriesStatus.PROPOSED
    )
    shown = _shown([*rows, *series], pair, person_id, keys)
    meetings = [one for one in shown if not one.is_series]
    behind = [one for one in reversed(meetings) if one.row.status in ("held", "missed")]
    return Board(
        to_answer=[one for one in shown if one.waits_for_me],
        to_confirm=[one for one in meetings if one.is_to_confirm],
        ahead=[one for one in meetings if one.is_ahead],
        waiting=[one for one in shown if one.waits_for_partner],
        behind=behind[:most_behind],
        more_behind=max(0, len(behind) - most_behind),
    )


def all_of(partnership):
    """Every meeting of a pair by its time."""
    return Meeting.objects.filter(partnership=partnership).order_by("starts_at", "id")


def series_of(partnership):
    """Every series of a pair, the newest first."""
    return MeetingSeries.objects.filter(partnership=partnership)


def shown_of(pair, person_id, keys):
    """The same as ``Shown``, opened for one of the two."""
    return _shown(list(all_of(pair.partnership)), pair, person_id, keys)


def one_or_404(pair, pk, person_id, keys, model=Meeting):
    """One meeting or series of this partnership, whatever became of it."""
    row = model.objects.filter(partnership=pair.partnership, pk=pk).first()
    if row is None:
        raise Http404
    row.partnership = pair.partnership
    return _shown([row], pair, person_id, keys)[0]


def _shown(rows, pair, person_id, keys):
    """Each row with its words, in one more statement."""
    words = _words_of(pair.partnership, rows, keys) if rows else {}
    shown = []
    for row in rows:
        own = words.get(row.pk, {})
        place = own.get(Words.PLACE) or words.get(getattr(row, "series_id", None), {}).get(
            Words.PLACE
        )
        agenda = own.get(Words.AGENDA)
        shown.append(
            Shown(
                row,
                person_id,
                pair.side,
                place=(place and written.read(keys, place)) or "",
                agenda=(agenda and written.read(keys, agenda)) or "",
                agenda_revision=agenda.revision if agenda else 0,
            )
        )
    return shown


def _words_of(partnership, rows, keys):
    """``{meeting or series id: {kind: row}}``, the newest of each kind."""
    ids = {row.pk for row in rows} | {getattr(row, "series_id", None) for row in rows} - {None}
    about = Q(meeting__in=ids) | Q(series__in=ids)
    found = MeetingWords.objects.filter(about, partnership=partnership).order_by("edited_at", "id")
    words = {}
    for row in found:
        words.setdefault(row.meeting_id or row.series_id, {})[row.kind] = row
    return words


def clashes_of(person_id, times, minutes, *, but=None):
    """``{moment: meetings}``: this person's own planned meetings that lie over one of ``times``.

    In any of their partnerships, in one statement. Whom the other meets besides stays theirs.
    """
    if not times:
        return {}
    own = Partnership.objects.filter(Q(mentor_person=person_id) | Q(mentee_person=person_id))
    around = (min(times) - timedelta(minutes=LONGEST), max(times) + timedelta(minutes=minutes))
    rows = Meeting.objects.filter(
        partnership__in=own, status=MeetingStatus.PLANNED, starts_at__range=around
    )
    rows = list(rows.exclude(pk=but))
    found = {
        at: [row for row in rows if overlaps(at, minutes, row.starts_at, row.minutes)]
        for at in times
    }
    return {at: meetings for at, meetings in found.items() if meetings}


@dataclass(frozen=True)
class Usual:
    """What a pair has agreed on and signed, or else what program and profiles say."""

    every: timedelta
    minutes: int
    form: Form


def usual_of(pair):
    """How often, how long and how the two usually meet, in one statement."""
    names = ("weeks", "minutes", "form")
    signed = {f"usual_{name}": Subquery(standing().values(name)[:1]) for name in names}
    rows = Partnership.objects.filter(pk=pair.partnership.pk).annotate(**signed)
    weeks, minutes, how = rows.values_list(*signed).get()
    days = weeks * 7 if weeks else pair.partnership.program.meeting_every_days
    if not how:
        profiles = {getattr(pair.partnership, side).meeting_form for side in ("mentor", "mentee")}
        how = profiles.pop() if len(profiles) == 1 else MeetingForm.EITHER
    form = Form.IN_PERSON if how == MeetingForm.IN_PERSON else Form.VIRTUAL
    return Usual(timedelta(days=days), minutes or USUAL_LENGTH, form)


def suggested(pair, person_id, minutes, *, every=None, is_moved=False):
    """Up to three times that lie in the hours of both and are free for the person.

    Soon for one that is moved, else a while after the last that is planned by itself.
    """
    partnership = pair.partnership
    now = clock.now()
    own = Partnership.objects.filter(Q(mentor_person=person_id) | Q(mentee_person=person_id))
    planned = Meeting.objects.filter(
        Q(partnership__in=own) | Q(partnership=partnership),
        status=MeetingStatus.PLANNED,
        starts_at__gt=now - timedelta(hours=8),
    )
    rows = list(planned)
    taken = [(row.starts_at, row.ends_at) for row in rows]
    lone = [row for row in rows if row.partnership_id == partnership.pk and not row.series_id]
    ours = [] if is_moved else [row.starts_at for row in lone]
    after = now + NOTICE
    if ours:  # the next after the last that is planned
        every = every or timedelta(days=partnership.program.meeting_every_days)
        after = max(after, max(ours) + every - timedelta(days=3))
    weeks = [_week(getattr(partnership, side)) for side in (pair.side, pair.partner_side)]
    return suggest(*weeks, after=after, minutes=minutes, taken=taken)


def _week(participant):
    zone = str(zone_or_utc(participant.time_zone or DEFAULT_ZONE))
    days = tuple(participant.days) or (1, 2, 3, 4, 5)
    return Week(zone, days, participant.hours_from, participant.hours_to)


def may_arrange(partnership):
    """Meetings can be proposed now."""
    is_open = partnership.status in (Status.PREPARING, Status.ACTIVE, Status.CLOSING)
    return is_open and partnership.introduced_at is not None
