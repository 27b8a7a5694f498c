"""Waivers of the industry rule: which there are, a new one, and the end of one."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import CompanyOut, ListQuery, Strict, accepted, page_of, paged
from api.refusals import by_field
from organizations import companies
from organizations.queries import company_or_404, waiver_or_404
from organizations.roles import STAFF

LONGEST_REASON = 2000


class WaiverOut(serializers.Serializer):
    """The industry rule lifted between two companies; other rules still hold."""

    id = serializers.UUIDField()
    one = CompanyOut(source="low")
    other = CompanyOut(source="high")
    reason = serializers.CharField()
    expires_on = serializers.DateField(allow_null=True, help_text="The last day; null: for good.")
    is_in_force = serializers.BooleanField(help_text="It has not run out.")


class WaiversQuery(ListQuery):
    """What narrows the list of waivers."""

    company = serializers.UUIDField(required=False, help_text="Either of the two.")


class WaiverIn(Strict):
    """Why the two may meet, and until when; null is for good."""

    reason = serializers.CharField(max_length=LONGEST_REASON)
    expires_on = serializers.DateField(allow_null=True)


class Waivers(OrganizationView):
    """Waivers of the industry rule; those that ran out are among them."""

    @extend_schema(
        operation_id="waivers_list",
        summary="List waivers of the industry rule",
        parameters=[WaiversQuery],
        responses={200: page_of(WaiverOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request):
        asked = accepted(WaiversQuery, request.query_params.dict())
        return paged(request, queries.waivers(asked.get("company")), WaiverOut)


class Waive(OrganizationView):
    """The industry rule between two companies."""

    @extend_schema(
        operation_id="waivers_save",
        summary="Waive the industry rule between two companies",
        description="A second waiver of the same two takes the place of the first.",
        request=WaiverIn,
        responses={200: WaiverOut, **described(400, 413)},
    )
    @opened_to(*STAFF)
    def put(self, request, company, other_id):
        company, other = company_or_404(company), company_or_404(other_id)
        wanted = accepted(WaiverIn, request.data)
        with by_field():
            saved = companies.waive_industry(company, other, by=request.membership, **wanted)
        return Response(WaiverOut(queries.waivers(company.pk).get(pk=saved.pk)).data)


class EndWaiver(OrganizationView):
    """The end of a waiver."""

    @extend_schema(
        operation_id="waivers_end",
        summary="Let the industry rule hold again between two companies",
        description="A waiver that has ended is not found any more.",
        request=None,
        responses={204: None, **described()},
    )
    @opened_to(*STAFF)
    def post(self, request, company, waiver_id):
        waiver = waiver_or_404(company_or_404(company), waiver_id)
        companies.end_waiver(waiver, by=request.membership)
        return Response(status=status.HTTP_204_NO_CONTENT)
