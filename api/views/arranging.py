"""Arranging what is more than one answer: other times, what a meeting is about, and series."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import Strict, accepted
from api.refusals import as_conflict
from api.views import meetings
from api.views.meetings import MeetingsOut, SeenIn
from organizations.roles import Role
from partnerships.lifecycle import MENTEE, MENTOR
from partnerships.meetings import again, services, written
from partnerships.meetings.kinds import (
    LONGEST,
    MOST_OPTIONS,
    SHORTEST,
    Form,
    SeriesStatus,
    Unit,
    Words,
)
from partnerships.meetings.queries import series_of
from partnerships.meetings.rules import LONGEST_WORDS, CannotMeet


class MoveIn(SeenIn):
    """Other times for a meeting that waits or is planned; the other of the two chooses."""

    times = serializers.ListField(
        child=serializers.DateTimeField(), min_length=1, max_length=MOST_OPTIONS
    )
    zone = serializers.CharField(max_length=64, help_text="An IANA name.")


class WordsIn(SeenIn):
    """What a meeting is about, or where; empty takes it back.

    `seen` is the meeting's revision for a place, and for an agenda its own: how often it was
    written, 0 for the first time.
    """

    text = serializers.CharField(
        allow_blank=True, max_length=max(LONGEST_WORDS.values()), trim_whitespace=False
    )


class Rule(Strict):
    """When meetings come again: at one hour on the clocks of `zone`, until a day."""

    first_on = serializers.DateField()
    at = serializers.TimeField()
    zone = serializers.CharField(max_length=64, help_text="An IANA name.")
    every = serializers.IntegerField(min_value=1, max_value=12)
    unit = serializers.ChoiceField(Unit.choices)
    until = serializers.DateField()
    minutes = serializers.IntegerField(min_value=SHORTEST, max_value=LONGEST)
    form = serializers.ChoiceField(Form.choices)


class SeriesIn(Rule):
    """A series; with `replaces`, in the revision `seen`, it takes the place of a planned one."""

    id = serializers.UUIDField(help_text="Chosen by the caller: the same twice is once.")
    place = serializers.CharField(
        allow_blank=True, max_length=LONGEST_WORDS[Words.PLACE], default=""
    )
    replaces = serializers.UUIDField(allow_null=True, default=None)
    seen = serializers.IntegerField(min_value=0, max_value=2**31 - 1, default=0)


class SeriesOut(serializers.Serializer):
    """A series as it stands; its meetings are among the meetings once it is agreed."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(SeriesStatus.choices)
    proposed_by = serializers.ChoiceField([MENTEE, MENTOR])
    first_on = serializers.DateField()
    at = serializers.TimeField()
    zone = serializers.CharField()
    every = serializers.IntegerField()
    unit = serializers.ChoiceField(Unit.choices)
    until = serializers.DateField()
    minutes = serializers.IntegerField()
    form = serializers.ChoiceField(Form.choices)
    replaces = serializers.UUIDField(allow_null=True)
    revision = serializers.IntegerField(help_text="Send it back as `seen`.")


class SeriesListOut(serializers.Serializer):
    """The series of a pair, the newest first."""

    results = SeriesOut(many=True)


class SeriesAnswerIn(SeenIn):
    """Yes to all meetings of the series, or no; also from whoever proposed it, to take it back."""

    yes = serializers.BooleanField()


class CancelSeriesIn(Strict):
    """All that lies ahead, or from one meeting on."""

    since = serializers.UUIDField(allow_null=True, default=None)


class MoveMeeting(OrganizationView):
    """Other times for one meeting."""

    @extend_schema(
        operation_id="meetings_move",
        summary="Propose other times for a meeting",
        request=MoveIn,
        responses={200: MeetingsOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership, meeting):
        pair = meetings.pair_of(request, program, partnership)
        row = meetings.meeting_of(pair, meeting)
        values = accepted(MoveIn, request.data)
        return meetings.done(request, pair, services.propose_again, about=row, **values)


class WriteAgenda(OrganizationView):
    """What a meeting is about."""

    @extend_schema(
        operation_id="meetings_agenda",
        summary="Say as the mentee what a meeting is about",
        request=WordsIn,
        responses={200: MeetingsOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership, meeting):
        return _write(request, program, partnership, meeting, written.write_agenda)


class WritePlace(OrganizationView):
    """Where a meeting is."""

    @extend_schema(
        operation_id="meetings_place",
        summary="Say where a meeting is",
        request=WordsIn,
        responses={200: MeetingsOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership, meeting):
        return _write(request, program, partnership, meeting, written.write_place)


class SeriesOfPair(OrganizationView):
    """The series of a pair."""

    @extend_schema(
        operation_id="series_list",
        summary="Read the series of a pair",
        responses={200: SeriesListOut, **described()},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request, program, partnership):
        return _series(meetings.pair_of(request, program, partnership))

    @extend_schema(
        operation_id="series_propose",
        summary="Propose meetings that come again, or another rule for them",
        request=SeriesIn,
        responses={200: SeriesListOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership):
        pair = meetings.pair_of(request, program, partnership)
        values = accepted(SeriesIn, request.data)
        values["series_id"] = values.pop("id")
        if values["replaces"] is not None:
            values["replaces"] = _one(pair, values["replaces"])
        return _done(request, pair, again.propose_series, pair.partnership, **values)


class AnswerSeries(OrganizationView):
    """The answer to a series."""

    @extend_schema(
        operation_id="series_answer",
        summary="Agree to a series, or not",
        request=SeriesAnswerIn,
        responses={200: SeriesListOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership, series):
        pair = meetings.pair_of(request, program, partnership)
        row, values = _one(pair, series), accepted(SeriesAnswerIn, request.data)
        act = again.accept_series if values.pop("yes") else again.give_up_series
        return _done(request, pair, act, row, **values)


class CancelSeries(OrganizationView):
    """Cancelling what lies ahead of a series."""

    @extend_schema(
        operation_id="series_cancel",
        summary="Cancel what lies ahead of a series",
        request=CancelSeriesIn,
        responses={200: SeriesListOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership, series):
        pair = meetings.pair_of(request, program, partnership)
        row, since = _one(pair, series), accepted(CancelSeriesIn, request.data)["since"]
        if since is not None:
            since = meetings.meeting_of(pair, since)
            if since.series_id != row.pk:
                raise Http404
        return _done(request, pair, again.cancel_series, row, since=since)


def _write(request, program, partnership, meeting, write):
    pair = meetings.pair_of(request, program, partnership)
    row, values = meetings.meeting_of(pair, meeting), accepted(WordsIn, request.data)
    return meetings.done(request, pair, write, values["text"], about=row, seen=values["seen"])


def _one(pair, pk):
    found = series_of(pair.partnership).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _done(request, pair, act, about, **facts):
    """Do it and answer how the series stand, or 409 with why not."""
    with as_conflict(CannotMeet):
        act(about, by=request.membership, **facts)
    return _series(pair)


def _series(pair):
    mentee = pair.partnership.mentee_person_id
    names = [name for name in SeriesOut().fields if name not in ("proposed_by", "replaces")]
    told = [
        {
            **{name: getattr(row, name) for name in names},
            "proposed_by": MENTEE if row.proposed_by_id == mentee else MENTOR,
            "replaces": row.replaces_id,
        }
        for row in series_of(pair.partnership)
    ]
    return Response(SeriesListOut({"results": told}).data)
