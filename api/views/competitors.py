"""Competitors as HR names them: its own list, and what coordinators make of the names.

What HR is answered depends on its own list alone, never on whether a company is known here.
"""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from api.refusals import by_field
from company import competitors
from organizations import named
from organizations.queries import company_with_id
from organizations.roles import STAFF, Role


class NamedOut(serializers.Serializer):
    """A competitor's name as HR typed it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    company = serializers.UUIDField(source="company_id", help_text="Whose HR typed it.")
    named_at = serializers.DateTimeField()


class NamesIn(Strict):
    """Names of companies, in any spelling; those that stand on the list already change nothing."""

    names = serializers.ListField(
        child=serializers.CharField(max_length=competitors.LONGEST),
        allow_empty=False,
        max_length=competitors.MOST,
    )


class NamesOut(serializers.Serializer):
    """The company's whole list, in the order of typing."""

    names = NamedOut(many=True)


class CompletenessOut(serializers.Serializer):
    """Programs for which the company has not said yet that its list is complete."""

    missing = serializers.ListField(child=serializers.CharField(), help_text="Their names.")


class MeaningIn(Strict):
    """The company that a name means, or null: no company of the organization has it."""

    company = serializers.UUIDField(allow_null=True)


class NamedCompetitors(OrganizationView):
    """Names that nobody has linked to a company yet; for HR, what it typed itself."""

    @extend_schema(
        operation_id="named_competitors_list",
        summary="List competitors as HR named them",
        description="For staff those that wait to be linked; for HR its company's own list.",
        parameters=[ListQuery],
        responses={200: page_of(NamedOut), **described(400)},
    )
    @opened_to(*STAFF, Role.HR)
    def get(self, request):
        accepted(ListQuery, request.query_params.dict())
        return paged(request, queries.named_for(request.membership), NamedOut)

    @extend_schema(
        operation_id="named_competitors_add",
        summary="Name companies that one's own people must not meet",
        description="HR only. The answer is the company's own list, the same whether a name is "
        "known here or not. All names are added or none.",
        request=NamesIn,
        responses={200: NamesOut, **described(400, 413)},
    )
    @opened_to(Role.HR)
    def post(self, request):
        wanted = accepted(NamesIn, request.data)["names"]
        try:
            competitors.name_all(competitors.names_in("\n".join(wanted)))
        except ValidationError as refused:
            raise serializers.ValidationError({"names": refused.messages}) from refused
        return Response(NamesOut({"names": competitors.named()}).data)


class TakeOff(OrganizationView):
    """Take a name off one's own list."""

    @extend_schema(
        operation_id="named_competitors_take_off",
        summary="Take a name off the company's list",
        description="HR only. A name that is not on the list (any more) is not found.",
        request=None,
        responses={204: None, **described()},
    )
    @opened_to(Role.HR)
    def post(self, request, named_id):
        if not competitors.take_off(named_id):
            raise Http404
        return Response(status=status.HTTP_204_NO_CONTENT)


class Complete(OrganizationView):
    """Whether the company's list is complete."""

    @extend_schema(
        operation_id="named_competitors_completeness",
        summary="List the programs that wait for the company's list",
        responses={200: CompletenessOut, **described()},
    )
    @opened_to(Role.HR)
    def get(self, request):
        return Response({"missing": competitors.statements_missing()})

    @extend_schema(
        operation_id="named_competitors_complete",
        summary="Say that the company's list is complete",
        description="HR only, for every program that waits for it; twice changes nothing.",
        request=None,
        responses={200: CompletenessOut, **described()},
    )
    @opened_to(Role.HR)
    def post(self, request):
        competitors.state_all()
        return Response({"missing": competitors.statements_missing()})


class Meaning(OrganizationView):
    """Which company a typed name means."""

    @extend_schema(
        operation_id="named_competitors_decide",
        summary="Link a name to a company, or say that it is not known here",
        description="Linking declares the company a competitor. Deciding again replaces.",
        request=MeaningIn,
        responses={204: None, **described(400, 413)},
    )
    @opened_to(*STAFF)
    def put(self, request, named_id):
        row = named.named_or_404(named_id)
        wanted = accepted(MeaningIn, request.data)["company"]
        if wanted is None:
            named.mark_unknown(row, by=request.membership)
            return Response(status=status.HTTP_204_NO_CONTENT)
        company = company_with_id(wanted)
        if company is None:
            raise serializers.ValidationError({"company": [_("There is no such company.")]})
        with by_field():
            named.link(row, company, by=request.membership)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Reopen(OrganizationView):
    """Decide about a name anew."""

    @extend_schema(
        operation_id="named_competitors_reopen",
        summary="Take the decision about a name back; twice changes nothing",
        description="The declaration that came with the decision goes with it.",
        request=None,
        responses={204: None, **described()},
    )
    @opened_to(*STAFF)
    def post(self, request, named_id):
        named.reopen(named.named_or_404(named_id), by=request.membership)
        return Response(status=status.HTTP_204_NO_CONTENT)
