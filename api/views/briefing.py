"""The briefing of a sponsor's HR: its newest text, and agreeing to it."""

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import Conflict, described
from api.fields import Strict, accepted
from organizations.roles import Role
from training import hr


class BriefingOut(serializers.Serializer):
    """The newest version of the text, and when one agreed to it."""

    version = serializers.UUIDField(source="id")
    number = serializers.IntegerField()
    body = serializers.CharField(help_text="# begins a heading, - an item of a list.")
    agreed_at = serializers.DateTimeField(allow_null=True)
    agreed_earlier = serializers.IntegerField(
        allow_null=True, help_text="The number of the earlier version that one agreed to last."
    )


class VersionIn(Strict):
    """The version that was read."""

    version = serializers.UUIDField()


class Briefing(OrganizationView):
    """One's own briefing."""

    @extend_schema(
        operation_id="briefing_read",
        summary="Read the briefing for HR",
        responses={200: BriefingOut, **described()},
    )
    @opened_to(Role.HR)
    def get(self, request):
        return Response(_written())


class AgreeBriefing(OrganizationView):
    """Agree to the briefing."""

    @extend_schema(
        operation_id="briefing_agree",
        summary="Agree to the version of the briefing that was read",
        description="Twice is once. Refused when there is a newer version by now.",
        request=VersionIn,
        responses={200: BriefingOut, **described(400, 409, 413)},
    )
    @opened_to(Role.HR)
    def post(self, request):
        version = accepted(VersionIn, request.data)["version"]
        try:
            hr.agree(version)
        except hr.Refused as refused:
            told = _("The text has changed since you opened it. Read it again.")
            raise Conflict(told) from refused
        return Response(_written())


def _written():
    text = hr.text()
    if text is None:
        raise Http404
    return BriefingOut(text).data
