"""Meetings of a pair: that and when in the clear, where and what about behind the third wall."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from mentoring import clock
from mentoring.tenancy.models import TenantForeignKey, TenantModel
from partnerships.meetings.kinds import (
    LONGEST,
    MOST_OPTIONS,
    SHORTEST,
    Form,
    MeetingStatus,
    Said,
    SeriesStatus,
    Unit,
    Words,
)
from partnerships.writing.models import PairWriting


class Arranged(TenantModel):
    """What meetings and series share.

    ``zone`` is that of whoever proposed it, by its name. ``uid`` and ``sequence`` are the
    calendar's: the sequence rises with all that calendars must learn. ``revision`` rises with every
    change, so that a stale form is noticed; ``changed_by`` is who of the two made the last one.
    """

    partnership = TenantForeignKey("partnerships.Partnership", models.PROTECT, related_name="+")
    zone = models.CharField(max_length=64)
    minutes = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=9, choices=Form)
    uid = models.CharField(max_length=255)
    sequence = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    proposed_by = TenantForeignKey("organizations.Person", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    agreed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = TenantForeignKey(
        "organizations.Person", models.PROTECT, null=True, related_name="+"
    )

    class Meta(TenantModel.Meta):
        abstract = True


class MeetingSeries(Arranged):
    """Meetings that come again, at one hour on the clocks of ``zone`` whatever the season.

    Every so many weeks on the weekday of ``first_on``, or every so many months on the ``nth``
    weekday (-1 is the last), until the day ``until``. Agreed, each is a ``Meeting`` of its own, and
    what lies ahead of the series that it ``replaces`` is cancelled.
    """

    status = models.CharField(max_length=9, choices=SeriesStatus, default=SeriesStatus.PROPOSED)
    first_on = models.DateField()
    at = models.TimeField()
    every = models.PositiveSmallIntegerField(default=1)
    unit = models.CharField(max_length=5, choices=Unit, default=Unit.WEEK)
    nth = models.SmallIntegerField(null=True)
    until = models.DateField()
    replaces = TenantForeignKey("self", models.PROTECT, null=True, related_name="replacements")

    class Meta(Arranged.Meta):
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "uid"], name="series_uid"),
            models.CheckConstraint(
                condition=Q(minutes__range=(SHORTEST, LONGEST)), name="series_minutes"
            ),
            models.CheckConstraint(condition=Q(every__range=(1, 12)), name="series_every"),
            models.CheckConstraint(
                condition=Q(unit=Unit.WEEK, nth__isnull=True)
                | Q(unit=Unit.MONTH, nth__in=(-1, 1, 2, 3, 4)),
                name="series_nth_of_months",
            ),
            models.CheckConstraint(
                condition=~Q(status=SeriesStatus.PLANNED) | Q(agreed_at__isnull=False),
                name="series_agreed",
            ),
        ]


class Meeting(Arranged):
    """One meeting.

    ``options`` are the moments that wait for an answer of whoever did not propose them, none when
    nothing waits: of a *proposed* meeting all that there is, of a *planned* one a wish to move it,
    until which it stands as it was. ``open_until`` is the last of them. Of a series,
    ``original_at`` is when its rule has this one, wherever it was moved to.
    """

    series = TenantForeignKey(MeetingSeries, models.PROTECT, null=True, related_name="meetings")
    original_at = models.DateTimeField(null=True)
    starts_at = models.DateTimeField()
    status = models.CharField(max_length=9, choices=MeetingStatus, default=MeetingStatus.PROPOSED)
    options = ArrayField(models.DateTimeField(), default=list, size=MOST_OPTIONS)
    open_until = models.DateTimeField(null=True)
    mentee_said = models.CharField(max_length=6, choices=Said, blank=True, default="")
    mentor_said = models.CharField(max_length=6, choices=Said, blank=True, default="")

    class Meta(Arranged.Meta):
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__range=(SHORTEST, LONGEST)), name="meeting_minutes"
            ),
            models.CheckConstraint(
                condition=Q(options__len=0, open_until__isnull=True)
                | Q(options__len__range=(1, MOST_OPTIONS), open_until__isnull=False),
                name="meeting_open_iff_options",
            ),
            models.CheckConstraint(
                condition=Q(status=MeetingStatus.PROPOSED, open_until__isnull=False)
                | Q(status=MeetingStatus.PLANNED)
                | Q(
                    status__in=(MeetingStatus.HELD, MeetingStatus.MISSED, MeetingStatus.CANCELLED),
                    open_until__isnull=True,
                ),
                name="meeting_asks_while_open",
            ),
            models.CheckConstraint(
                condition=Q(series__isnull=True, original_at__isnull=True)
                | Q(series__isnull=False, original_at__isnull=False),
                name="meeting_original_of_series",
            ),
            models.CheckConstraint(
                condition=Q(status__in=(MeetingStatus.HELD, MeetingStatus.MISSED))
                | Q(mentee_said="", mentor_said=""),
                name="meeting_said_when_over",
            ),
            models.UniqueConstraint(
                fields=["organization", "series", "original_at"], name="meeting_once_in_series"
            ),
            models.UniqueConstraint(
                fields=["organization", "uid"],
                condition=Q(series__isnull=True),
                name="meeting_uid",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "partnership", "starts_at"], name="meeting_by_time"
            )
        ]

    @property
    def ends_at(self):
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_over(self):
        return self.ends_at <= clock.now()


class MeetingWords(PairWriting):
    """Where a meeting or series is, or what it is about: for both to read.

    Each of the two has their own row of a kind; of places the one that was written last counts.
    """

    kind = models.CharField(max_length=6, choices=Words)
    meeting = TenantForeignKey(Meeting, models.PROTECT, null=True, related_name="words")
    series = TenantForeignKey(MeetingSeries, models.PROTECT, null=True, related_name="words")
    edited_at = models.DateTimeField(default=clock.now)
    revision = models.PositiveIntegerField(default=0)

    class Meta(PairWriting.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, series__isnull=True)
                | Q(meeting__isnull=True, series__isnull=False),
                name="meetingwords_of_one",
            ),
            models.UniqueConstraint(
                fields=["organization", "meeting", "kind", "author"],
                condition=Q(meeting__isnull=False),
                name="meetingwords_once",
            ),
            models.UniqueConstraint(
                fields=["organization", "series", "kind", "author"],
                condition=Q(series__isnull=False),
                name="meetingwords_once_a_series",
            ),
        ]
