"""Live sessions of a program: planned, moved, called off."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import Conflict, described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from api.refusals import by_field, sensible_day
from organizations.roles import STAFF
from participants import reference
from programs.queries import program_or_404
from training import queries, services
from training.models import LONGEST_DESCRIPTION, LiveSession

GROUPS = ("invites_mentees", "invites_mentors", "invites_contacts")
NAMES = {"day": "starts_at", "ends": "ends_at", "invites": "invites_contacts"}
WRITTEN = (
    *("title", "kind", "starts_at", "ends_at", "time_zone", "place", "link", "capacity"),
    *("description", *GROUPS),
)


class CountsOut(serializers.Serializer):
    """How many are invited, what they answered, and who attended."""

    invited = serializers.IntegerField()
    coming = serializers.IntegerField()
    cannot = serializers.IntegerField()
    unanswered = serializers.IntegerField()
    attended = serializers.IntegerField()
    partly = serializers.IntegerField()
    absent = serializers.IntegerField()


class SessionOut(serializers.ModelSerializer):
    """A session. `edition` rises with every change and is asked back by changes."""

    counts = CountsOut()

    class Meta:
        model = LiveSession
        fields = ("id", *WRITTEN, "status", "edition", "counts")


class _Facts(Strict):
    """What a session is."""

    title = serializers.CharField(max_length=160)
    kind = serializers.ChoiceField(LiveSession._meta.get_field("kind").choices)
    starts_at = serializers.DateTimeField(validators=[sensible_day])
    ends_at = serializers.DateTimeField(validators=[sensible_day])
    time_zone = serializers.CharField(max_length=64, help_text="Of IANA, where it takes place.")
    place = serializers.CharField(max_length=200, allow_blank=True, required=False)
    link = serializers.URLField(max_length=500, allow_blank=True, required=False)
    capacity = serializers.IntegerField(
        min_value=1, max_value=100_000, allow_null=True, required=False
    )
    description = serializers.CharField(
        max_length=LONGEST_DESCRIPTION, allow_blank=True, required=False
    )
    invites_mentees = serializers.BooleanField(required=False)
    invites_mentors = serializers.BooleanField(required=False)
    invites_contacts = serializers.BooleanField(required=False)

    def validate_time_zone(self, name):
        if reference.time_zones().find(name) is None:
            raise serializers.ValidationError(_("This is no time zone we know."))
        return reference.time_zones().find(name).code


class SessionIn(_Facts):
    """A new session; whoever it is for gets a mail."""


class SessionChange(_Facts):
    """What changes, and the edition that was read; what is absent stays."""

    edition = serializers.IntegerField(min_value=1)

    def get_fields(self):
        fields = super().get_fields()
        for name in fields.keys() - {"edition"}:
            fields[name].required = False
        return fields


class SessionCancel(Strict):
    """The edition that was read."""

    edition = serializers.IntegerField(min_value=1)


class Sessions(OrganizationView):
    """The sessions of a program."""

    @extend_schema(
        operation_id="sessions_list",
        summary="List a program's sessions",
        parameters=[ListQuery],
        responses={200: page_of(SessionOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        accepted(ListQuery, request.query_params.dict())
        ahead, past = queries.sessions_of(program)
        return paged(request, [*ahead, *past], SessionOut, _counted)

    @extend_schema(
        operation_id="sessions_plan",
        summary="Plan a session",
        request=SessionIn,
        responses={201: SessionOut, **described(400, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, program):
        program = program_or_404(program)
        facts = accepted(SessionIn, request.data)
        with by_field(**NAMES):
            session = services.plan_session(program, by=request.membership, **facts)
        return Response(_written(session), status=status.HTTP_201_CREATED)


class OneSession(OrganizationView):
    """A session."""

    @extend_schema(
        operation_id="sessions_read",
        summary="Read a session",
        responses={200: SessionOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program, session_id):
        return Response(_written(queries.session_or_404(program_or_404(program), session_id)))

    @extend_schema(
        operation_id="sessions_change",
        summary="Move or change a session",
        request=SessionChange,
        responses={200: SessionOut, **described(400, 409, 413)},
    )
    @opened_to(*STAFF)
    def patch(self, request, program, session_id):
        session = queries.session_or_404(program_or_404(program), session_id)
        facts = dict(accepted(SessionChange, request.data))
        edition = facts.pop("edition")
        with by_field(**NAMES):
            try:
                session = services.change_session(session, edition, by=request.membership, **facts)
            except services.ChangedMeanwhile as refused:
                raise _overtaken() from refused
        return Response(_written(session))


class CancelSession(OrganizationView):
    """Call a session off."""

    @extend_schema(
        operation_id="sessions_cancel",
        summary="Cancel a session",
        request=SessionCancel,
        responses={200: SessionOut, **described(400, 409, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, session_id):
        session = queries.session_or_404(program_or_404(program), session_id)
        edition = accepted(SessionCancel, request.data)["edition"]
        with by_field(**NAMES):
            try:
                session = services.cancel_session(session, edition, by=request.membership)
            except services.ChangedMeanwhile as refused:
                raise _overtaken() from refused
        return Response(_written(session))


def _overtaken():
    return Conflict(_("Somebody else changed this session meanwhile. Read it again."))


def _counted(rows):
    for row in rows:
        row.session.counts = row.counts
    return [row.session for row in rows]


def _written(session):
    session.counts = queries.counts_of([session])[session.pk]
    return SessionOut(session).data
