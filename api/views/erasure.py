"""Having a person erased: one's own wish, a coordinator's, and taking it back in time."""

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import Strict, accepted
from api.refusals import as_conflict
from organizations.people import person_or_404
from organizations.roles import STAFF, Role
from partnerships.erasing import queries, services
from partnerships.erasing.words import Asker


class ErasureOut(serializers.Serializer):
    """Who wanted it, from when on it is final, and when it was carried out."""

    asked_by = serializers.ChoiceField(Asker.choices)
    asked_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    ends_partnership = serializers.BooleanField()
    done_at = serializers.DateTimeField(allow_null=True)


class WaitingErasureOut(serializers.Serializer):
    """What is asked for and not taken back, or null."""

    erasure = ErasureOut(allow_null=True)


class UnderstoodIn(Strict):
    """That it cannot be undone must be said."""

    understood = serializers.BooleanField()

    def validate_understood(self, value):
        if not value:
            raise serializers.ValidationError(_("It cannot be undone: say that you understand it."))
        return value


class OwnErasureIn(UnderstoodIn):
    """`ends_partnership`: wanted although a partnership runs, which then ends."""

    ends_partnership = serializers.BooleanField(default=False)


class TakeBackIn(Strict):
    """Nothing to say."""


class OwnErasure(OrganizationView):
    """The wish to be erased oneself."""

    @extend_schema(
        operation_id="erasure_read_own",
        summary="Read whether you are to be erased, and when",
        responses={200: WaitingErasureOut, **described()},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request):
        return _waiting(request.membership.person_id)

    @extend_schema(
        operation_id="erasure_ask_own",
        summary="Ask to be erased after some days; the login must have been proven minutes ago",
        request=OwnErasureIn,
        responses={200: WaitingErasureOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request):
        if not did_recently_reauthenticate(request):
            raise PermissionDenied(_("Prove your login once more on a page of the portal first."))
        insists = accepted(OwnErasureIn, request.data)["ends_partnership"]
        by = request.membership
        with as_conflict(services.CannotErase):
            services.ask(by.person, by=by, ends_partnership=insists)
        return _waiting(by.person_id)


class KeepOneself(OrganizationView):
    """Taking the wish back."""

    @extend_schema(
        operation_id="erasure_take_back_own",
        summary="Take it back; asking for it twice changes nothing",
        request=TakeBackIn,
        responses={200: WaitingErasureOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request):
        return _take_back(request, request.membership.person)


class Erasure(OrganizationView):
    """A person who is to be erased."""

    @extend_schema(
        operation_id="erasure_read",
        summary="Read whether a person is to be erased, and when",
        responses={200: WaitingErasureOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, person_id):
        return _waiting(person_or_404(person_id).pk)

    @extend_schema(
        operation_id="erasure_ask",
        summary="Have a person erased after some days; they get a mail that says so",
        request=UnderstoodIn,
        responses={200: WaitingErasureOut, **described(400, 409)},
    )
    @opened_to(*STAFF)
    def post(self, request, person_id):
        person = person_or_404(person_id)
        accepted(UnderstoodIn, request.data)
        with as_conflict(services.CannotErase):
            services.ask(person, by=request.membership)
        return _waiting(person.pk)


class Keep(OrganizationView):
    """Taking back that a person is to be erased."""

    @extend_schema(
        operation_id="erasure_take_back",
        summary="Take it back, unless it is the person's own wish",
        request=TakeBackIn,
        responses={200: WaitingErasureOut, **described(400, 409)},
    )
    @opened_to(*STAFF)
    def post(self, request, person_id):
        return _take_back(request, person_or_404(person_id))


def _take_back(request, person):
    accepted(TakeBackIn, request.data)
    with as_conflict(services.CannotErase):
        services.take_back(person, by=request.membership)
    return _waiting(person.pk)


def _waiting(person_id):
    return Response(WaitingErasureOut({"erasure": queries.erasure_of(person_id)}).data)
