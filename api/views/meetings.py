"""Meetings of a pair: for the two all of it, for coordinators that and when they meet."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import Strict, accepted
from api.refusals import as_conflict
from organizations.roles import STAFF, Role
from partnerships.lifecycle import MENTEE, MENTOR
from partnerships.meetings import queries as meetings
from partnerships.meetings import services, telling
from partnerships.meetings.kinds import (
    LONGEST,
    MOST_OPTIONS,
    SHORTEST,
    Form,
    MeetingStatus,
    Said,
    Words,
)
from partnerships.meetings.rules import LONGEST_WORDS, CannotMeet
from partnerships.queries import line_or_404
from partnerships.writing.keys import Keyring
from partnerships.writing.queries import pair_or_404


class MeetingOut(serializers.Serializer):
    """One meeting. `place` and `agenda` are the pair's own words: null for coordinators.

    `options` are the times that wait for an answer of whoever did not propose them; until one is
    taken, a planned meeting stays at `starts_at`.
    """

    id = serializers.UUIDField()
    status = serializers.ChoiceField(MeetingStatus.choices)
    starts_at = serializers.DateTimeField()
    minutes = serializers.IntegerField()
    form = serializers.ChoiceField(Form.choices)
    is_of_series = serializers.BooleanField()
    options = serializers.ListField(child=serializers.DateTimeField())
    proposed_by = serializers.ChoiceField([MENTEE, MENTOR])
    mentee_said = serializers.ChoiceField(Said.choices, allow_null=True)
    mentor_said = serializers.ChoiceField(Said.choices, allow_null=True)
    revision = serializers.IntegerField(help_text="Send it back as `seen`.")
    place = serializers.CharField(allow_null=True)
    agenda = serializers.CharField(allow_null=True)
    agenda_revision = serializers.IntegerField(
        allow_null=True, help_text="Send it back as `seen` of an agenda. Null for coordinators."
    )


class MeetingsOut(serializers.Serializer):
    """The meetings of a pair by their time, the cancelled among them."""

    results = MeetingOut(many=True)


class Shape(Strict):
    """How long and in which way they meet, and in whose zone the times were chosen."""

    id = serializers.UUIDField(help_text="Chosen by the caller: the same twice is once.")
    zone = serializers.CharField(max_length=64, help_text="An IANA name.")
    minutes = serializers.IntegerField(min_value=SHORTEST, max_value=LONGEST)
    form = serializers.ChoiceField(Form.choices)


class ProposalIn(Shape):
    """Up to three times to choose from."""

    times = serializers.ListField(
        child=serializers.DateTimeField(), min_length=1, max_length=MOST_OPTIONS
    )
    place = serializers.CharField(
        allow_blank=True, max_length=LONGEST_WORDS[Words.PLACE], default=""
    )


class LogIn(Shape):
    """A meeting that was held elsewhere."""

    at = serializers.DateTimeField()


class SeenIn(Strict):
    """The revision that was read."""

    seen = serializers.IntegerField(min_value=0, max_value=2**31 - 1)


class MeetingAnswerIn(SeenIn):
    """One of the times, or null for none of them."""

    at = serializers.DateTimeField(allow_null=True)


class SaidIn(Strict):
    """What became of a meeting, as the caller has it."""

    what = serializers.ChoiceField(Said.choices)


class Meetings(OrganizationView):
    """The meetings of one partnership."""

    @extend_schema(
        operation_id="meetings_list",
        summary="Read the meetings of a pair",
        responses={200: MeetingsOut, **described()},
    )
    @opened_to(*STAFF, Role.PARTICIPANT)
    def get(self, request, program, partnership):
        if request.membership.role == Role.PARTICIPANT:
            return Response(_of_pair(request, pair_of(request, program, partnership)))
        program = queries.program_for_or_404(request.membership, program)
        row = line_or_404(program, partnership).partnership
        rows = [_one(row, meeting) for meeting in meetings.all_of(row)]
        return Response(MeetingsOut({"results": rows}).data)

    @extend_schema(
        operation_id="meetings_propose",
        summary="Propose a meeting",
        request=ProposalIn,
        responses={200: MeetingsOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership):
        pair = pair_of(request, program, partnership)
        values = accepted(ProposalIn, request.data)
        return done(request, pair, services.propose, **_named(values))


class LogMeeting(OrganizationView):
    """A meeting that was held elsewhere."""

    @extend_schema(
        operation_id="meetings_log",
        summary="Write down a meeting that was held",
        request=LogIn,
        responses={200: MeetingsOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership):
        pair = pair_of(request, program, partnership)
        values = accepted(LogIn, request.data)
        return done(request, pair, telling.log, **_named(values))


class AnswerMeeting(OrganizationView):
    """The answer of whoever was asked."""

    @extend_schema(
        operation_id="meetings_answer",
        summary="Take one of the times, or none",
        request=MeetingAnswerIn,
        responses={200: MeetingsOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership, meeting):
        pair = pair_of(request, program, partnership)
        row = meeting_of(pair, meeting)
        values = accepted(MeetingAnswerIn, request.data)
        at = values.pop("at")
        if at is None:
            return done(request, pair, services.give_up, about=row, **values)
        return done(request, pair, services.accept, at, about=row, **values)


class CancelMeeting(OrganizationView):
    """Cancelling a planned meeting."""

    @extend_schema(
        operation_id="meetings_cancel",
        summary="Cancel a meeting that lies ahead",
        request=SeenIn,
        responses={200: MeetingsOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership, meeting):
        pair = pair_of(request, program, partnership)
        row = meeting_of(pair, meeting)
        return done(request, pair, services.cancel, about=row, **accepted(SeenIn, request.data))


class TellMeeting(OrganizationView):
    """What became of a meeting."""

    @extend_schema(
        operation_id="meetings_tell",
        summary="Say whether you met",
        request=SaidIn,
        responses={200: MeetingsOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership, meeting):
        pair = pair_of(request, program, partnership)
        row = meeting_of(pair, meeting)
        what = accepted(SaidIn, request.data)["what"]
        return done(request, pair, telling.say, what, about=row)


def pair_of(request, program, partnership):
    """The ``Pair`` that the caller is one of, while it can be read; 404 for anybody else."""
    pair = pair_or_404(partnership, request.membership.person_id)
    if pair.partnership.program.slug != program or pair.is_closed:
        raise Http404
    return pair


def meeting_of(pair, pk):
    """One meeting of this pair, or 404."""
    found = meetings.all_of(pair.partnership).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _named(values):
    return {("meeting_id" if name == "id" else name): value for name, value in values.items()}


def done(request, pair, act, *args, about=None, **facts):
    """Do it and answer how the meetings stand, or 409 with why not."""
    with as_conflict(CannotMeet):
        act(about or pair.partnership, *args, by=request.membership, **facts)
    return Response(_of_pair(request, pair))


def _of_pair(request, pair):
    keys = Keyring(pair.partnership.pk)
    found = meetings.shown_of(pair, request.membership.person_id, keys)
    rows = [_one(pair.partnership, one.row, one) for one in found]
    return MeetingsOut({"results": rows}).data


def _one(partnership, row, shown=None):
    """A meeting as it goes out; ``shown`` is what the two may read of it."""
    names = ("id", "status", "starts_at", "minutes", "form", "options", "revision")
    is_mentees = row.proposed_by_id == partnership.mentee_person_id
    return {
        **{name: getattr(row, name) for name in names},
        "is_of_series": row.series_id is not None,
        "proposed_by": MENTEE if is_mentees else MENTOR,
        "mentee_said": row.mentee_said or None,
        "mentor_said": row.mentor_said or None,
        "place": shown and shown.place,
        "agenda": shown and shown.agenda,
        "agenda_revision": shown and shown.agenda_revision,
    }
