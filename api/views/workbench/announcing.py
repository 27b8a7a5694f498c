"""Announcing the approved matches of a run, and taking back what is not answered."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import workbench
from api.access import OrganizationView, opened_to
from api.errors import Conflict, described
from api.fields import accepted
from api.refusals import as_conflict
from api.views.workbench.matches import TakeBackIn
from matching import announcing, queries, taking_back
from matching.decisions import CannotDecide
from mentoring.jobs.models import RunStatus
from organizations.roles import STAFF


class AnnouncedOut(serializers.Serializer):
    """An announcement of matches that were approved: a worker tells the people."""

    status = serializers.ChoiceField(RunStatus.choices)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    failure = serializers.CharField(
        source="error", allow_blank=True, help_text="Why it failed; empty if it did not."
    )
    matches = serializers.IntegerField(help_text="How many were asked for.")
    announced = serializers.IntegerField()
    refused = serializers.IntegerField(help_text="A rule stood against them.")
    released = serializers.IntegerField(
        help_text="Let go: whoever asked had approved them, and two pairs of eyes are asked for."
    )
    on_alternate = serializers.IntegerField(help_text="Taken over by an alternate since.")


class ApprovedNowOut(serializers.Serializer):
    """What announcing would mean now."""

    approved = serializers.IntegerField()
    mentors = serializers.IntegerField()
    two_alternates = serializers.IntegerField(source="two")
    one_alternate = serializers.IntegerField(source="one")
    no_alternate = serializers.IntegerField(source="none")
    refused = serializers.IntegerField()
    undecided = serializers.IntegerField()
    announced = serializers.IntegerField()


class RefusedOut(serializers.Serializer):
    """A match that could not be announced, and why."""

    match = serializers.UUIDField()
    why = serializers.CharField()


class AnnouncementOut(serializers.Serializer):
    """The last announcement of a run, and what the next one would mean."""

    last = AnnouncedOut(allow_null=True)
    now = ApprovedNowOut()
    refused = RefusedOut(many=True)


class TakenBackOut(serializers.Serializer):
    """How many matches were taken back by it."""

    taken_back = serializers.IntegerField()


class Announcement(OrganizationView):
    """How announcing a run's matches stands."""

    @extend_schema(
        operation_id="announcements_read",
        summary="Read how far announcing is, and what announcing would mean now",
        responses={200: AnnouncementOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program, number):
        run = queries.done_or_404(program, number)
        return Response(AnnouncementOut(workbench.announcement_of(run)).data)


class Announce(OrganizationView):
    """Tell people of their matches."""

    @extend_schema(
        operation_id="announcements_ask",
        summary="Announce every approved match of a run",
        description="A worker does it; while it is at work asking again changes nothing. Where two "
        "pairs of eyes are asked for, nobody announces what they approved themselves.",
        request=None,
        responses={200: AnnouncementOut, **described(409)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, number):
        run = queries.done_or_404(program, number)
        with as_conflict(CannotDecide):
            asked = announcing.ask(run, by=request.membership)
        if asked is None:
            raise Conflict(_("There was nothing left to announce."))
        return Response(AnnouncementOut(workbench.announcement_of(run)).data)


class TakeBackAll(OrganizationView):
    """Take back whatever is not answered."""

    @extend_schema(
        operation_id="announcements_take_back",
        summary="Take back every match of a run that not both have accepted",
        request=TakeBackIn,
        responses={200: TakenBackOut, **described(400, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, number):
        run = queries.done_or_404(program, number)
        asked = accepted(TakeBackIn, request.data)
        taken = taking_back.take_back_all(run, by=request.membership, **asked)
        return Response({"taken_back": taken})
