"""Who was there: noted from a session's start on, and undone as it was done."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import queries as reads
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import Strict, accepted
from api.refusals import as_conflict
from api.views.training import CountsOut
from organizations.roles import STAFF
from programs.queries import program_or_404
from training import attendance, queries
from training.roles import Attendance

AT_ONCE = 500


class Mark(Strict):
    """What is noted of one invitation; empty takes back what was."""

    invitation = serializers.UUIDField()
    attendance = serializers.ChoiceField(Attendance.choices, allow_blank=True)


class MarksIn(Strict):
    """Invitations of one session, each once; all are noted or none."""

    marks = serializers.ListField(child=Mark(), allow_empty=False, max_length=AT_ONCE)

    def validate_marks(self, marks):
        if len({mark["invitation"] for mark in marks}) < len(marks):
            raise serializers.ValidationError(_("An invitation is here twice. Keep one of them."))
        return marks


class Batch(Strict):
    """What was noted together."""

    batch = serializers.UUIDField()


class NotedOut(serializers.Serializer):
    """The batch by which it is undone, null if nothing changed, and the numbers as they are now."""

    batch = serializers.UUIDField(allow_null=True)
    counts = CountsOut()


class UndoneOut(serializers.Serializer):
    """How many entries are as they were, and the numbers as they are now."""

    undone = serializers.IntegerField()
    counts = CountsOut()


class NoteAttendance(OrganizationView):
    """Attendance of single people."""

    @extend_schema(
        operation_id="attendance_note",
        summary="Note who attended a session",
        description="From the session's start on. What is noted already changes nothing.",
        request=MarksIn,
        responses={200: NotedOut, **described(400, 409, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, session_id):
        session = queries.session_or_404(program_or_404(program), session_id)
        wanted = accepted(MarksIn, request.data)["marks"]
        marks = {mark["invitation"]: mark["attendance"] for mark in wanted}
        if reads.invited_among(session, marks) < len(marks):
            told = _("Not everybody here is invited to this session. Nothing was noted.")
            raise serializers.ValidationError({"marks": [told]})
        with as_conflict():
            batch = attendance.note(session, marks, by=request.membership)
        return Response(_noted(session, batch))


class NoteRest(OrganizationView):
    """Attendance of everybody else."""

    @extend_schema(
        operation_id="attendance_note_rest",
        summary="Note that everybody else attended",
        description="Those who said that they cannot come are noted as absent.",
        request=None,
        responses={200: NotedOut, **described(409)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, session_id):
        session = queries.session_or_404(program_or_404(program), session_id)
        with as_conflict():
            batch = attendance.note_rest(session, by=request.membership)
        return Response(_noted(session, batch))


class UndoAttendance(OrganizationView):
    """What was noted together is as it was."""

    @extend_schema(
        operation_id="attendance_undo",
        summary="Undo what was noted together",
        description="Where nobody has noted anything since; twice changes nothing.",
        request=Batch,
        responses={200: UndoneOut, **described(400, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, session_id):
        session = queries.session_or_404(program_or_404(program), session_id)
        batch = accepted(Batch, request.data)["batch"]
        undone = attendance.undo(session, batch, by=request.membership)
        return Response(UndoneOut({"undone": undone, "counts": _counts(session)}).data)


def _noted(session, batch):
    return NotedOut({"batch": batch, "counts": _counts(session)}).data


def _counts(session):
    return queries.counts_of([session])[session.pk]
