"""How long a partnership lasts: pauses, going on for longer, ending early."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import Strict, accepted
from api.refusals import as_conflict, sensible_day
from api.views.partnerships import OVER, StatusShown
from organizations.roles import STAFF, Role
from partnerships.endings.services import CannotEnd, end
from partnerships.lasting import extending, services
from partnerships.lasting.queries import span_of
from partnerships.lifecycle import FAILED, MENTEE, MENTOR, EndReason, PauseReason
from partnerships.queries import line_or_404, partnerships_of
from partnerships.refusals import CannotExtend, CannotPause


class ExtensionOut(serializers.Serializer):
    """A later last day that one of the two proposes and the other has not answered."""

    id = serializers.UUIDField()
    to_ends_on = serializers.DateField()
    proposed_by = serializers.ChoiceField([MENTEE, MENTOR])
    answer_by = serializers.DateTimeField()


class LastingOut(serializers.Serializer):
    """How long it lasts. Days are null while it has no such day.

    `ends_on` is its last day, `resumed_end` the same if what rests went on today, `latest_end` the
    last day that the two may agree on.
    """

    status = serializers.ChoiceField(StatusShown.choices)
    ends_on = serializers.DateField(allow_null=True)
    days_paused = serializers.IntegerField()
    days_extended = serializers.IntegerField()
    paused_on = serializers.DateField(allow_null=True)
    ask_again_on = serializers.DateField(allow_null=True)
    closing_until = serializers.DateField(allow_null=True)
    resumed_end = serializers.DateField(allow_null=True)
    latest_end = serializers.DateField(allow_null=True)
    extension = ExtensionOut(allow_null=True)


class PauseIn(Strict):
    """A neutral category, which coordinators alone read, and a day to be asked again."""

    reason = serializers.ChoiceField(PauseReason.choices, allow_blank=True, default="")
    ask_again_on = serializers.DateField(allow_null=True, default=None, validators=[sensible_day])


class EndIn(Strict):
    """A neutral category, which coordinators alone read."""

    reason = serializers.ChoiceField(EndReason.choices, allow_blank=True, default="")


class ExtensionIn(Strict):
    """A later last day."""

    to_ends_on = serializers.DateField(validators=[sensible_day])


class ExtensionAnswerIn(Strict):
    """Yes or no to the proposal that was read."""

    extension = serializers.UUIDField()
    agrees = serializers.BooleanField()


class WhichExtensionIn(Strict):
    """One's own proposal."""

    extension = serializers.UUIDField()


def _step(name, summary, given=None):
    return extend_schema(
        operation_id=f"lasting_{name}",
        summary=summary,
        request=given,
        responses={200: LastingOut, **described(400, 409)},
    )


class Lasting(OrganizationView):
    """How long one partnership lasts, for the two and for coordinators."""

    @extend_schema(
        operation_id="lasting_read",
        summary="Read how long a partnership lasts",
        responses={200: LastingOut, **described()},
    )
    @opened_to(*STAFF, Role.PARTICIPANT)
    def get(self, request, program, partnership):
        return _shown(request, _found(request, program, partnership))


class Pause(OrganizationView):
    """Rest."""

    @_step("pause", "Let a partnership rest", PauseIn)
    @opened_to(*STAFF, Role.PARTICIPANT)
    def post(self, request, program, partnership):
        found = _found(request, program, partnership)
        values = accepted(PauseIn, request.data)
        with as_conflict(CannotPause):
            found = services.pause(found, by=request.membership, **values)
        return _shown(request, found)


class Resume(OrganizationView):
    """Go on."""

    @_step("resume", "Let a partnership go on")
    @opened_to(*STAFF, Role.PARTICIPANT)
    def post(self, request, program, partnership):
        found = _found(request, program, partnership)
        accepted(Strict, request.data)
        with as_conflict(CannotPause):
            found = services.resume(found, by=request.membership)
        return _shown(request, found)


class End(OrganizationView):
    """End early, without fault."""

    @_step("end", "End a partnership early", EndIn)
    @opened_to(*STAFF, Role.PARTICIPANT)
    def post(self, request, program, partnership):
        found = _found(request, program, partnership)
        values = accepted(EndIn, request.data)
        with as_conflict(CannotEnd):
            found = end(found, by=request.membership, **values)
        return _shown(request, found)


class Extend(OrganizationView):
    """Propose to go on for longer."""

    @_step("extend", "Propose a later last day, as one of the two", ExtensionIn)
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership):
        found = _found(request, program, partnership)
        values = accepted(ExtensionIn, request.data)
        with as_conflict(CannotExtend):
            extending.propose(found, by=request.membership, **values)
        return _shown(request, found)


class AnswerExtension(OrganizationView):
    """Say yes or no to the partner's proposal."""

    @_step("extension_answer", "Answer the partner's proposal", ExtensionAnswerIn)
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership):
        found = _found(request, program, partnership)
        values = accepted(ExtensionAnswerIn, request.data)
        extension = _extension(found, values.pop("extension"))
        with as_conflict(CannotExtend):
            extending.answer(extension, by=request.membership, **values)
        return _shown(request, found)


class TakeExtensionBack(OrganizationView):
    """Take one's own proposal back."""

    @_step("extension_take_back", "Take one's own proposal back", WhichExtensionIn)
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership):
        found = _found(request, program, partnership)
        extension = _extension(found, accepted(WhichExtensionIn, request.data)["extension"])
        with as_conflict(CannotExtend):
            extending.take_back(extension, by=request.membership)
        return _shown(request, found)


def _found(request, program, partnership):
    """A partnership of the program, for the two their own; else 404."""
    if request.membership.role != Role.PARTICIPANT:
        program = queries.program_for_or_404(request.membership, program)
        return line_or_404(program, partnership).partnership
    own = partnerships_of(request.membership.person_id)
    found = own.filter(pk=partnership, program__slug=program).first()
    if found is None:
        raise Http404
    return found


def _extension(partnership, pk):
    extension = partnership.extensions.filter(pk=pk).first()
    if extension is None:
        raise Http404
    return extension


def _shown(request, partnership):
    partnership.refresh_from_db()
    status, span = partnership.status, span_of(partnership)
    is_own = request.membership.role == Role.PARTICIPANT
    facts = ("ends_on", "days_paused", "days_extended", "paused_on", "ask_again_on")
    values = {name: getattr(partnership, name) for name in (*facts, "closing_until")}
    return Response(
        LastingOut(
            {
                **values,
                "status": OVER if is_own and status in FAILED else status,
                "resumed_end": span and span.resumed_end,
                "latest_end": span and span.latest_end,
                "extension": span and span.extension,
            }
        ).data
    )
