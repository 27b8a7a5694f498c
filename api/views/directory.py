"""Companies with what keeps them apart: codes, groups and declarations."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import CompanyOut, ListQuery, accepted, page_of, paged
from dashboard import apart_queries
from organizations.company_groups import COMPETITORS, CORPORATE, groups_of
from organizations.queries import companies_matching, company_or_404, declarations_of
from organizations.roles import STAFF


class CompanyListedOut(CompanyOut):
    """A company, its industry codes and its group; `people` work there now."""

    corporate_group = serializers.SerializerMethodField()
    industries = serializers.SerializerMethodField(help_text="NAICS 2022, 2–6 digits.")
    people = serializers.IntegerField()

    def get_corporate_group(self, company) -> str | None:
        return company.corporate_group.name if company.corporate_group else None

    def get_industries(self, company) -> list[str]:
        return [industry.code for industry in company.industries.all()]


class CompanyDetailOut(CompanyListedOut):
    """A company with the other names it goes by, and declarations in both directions."""

    other_names = serializers.ListField(child=serializers.CharField())
    declares = CompanyOut(many=True)
    declared_by = CompanyOut(many=True)


class GroupOut(serializers.Serializer):
    """A corporate group, or a group of competitors."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField([CORPORATE, COMPETITORS])
    name = serializers.CharField()
    companies = CompanyOut(many=True)


class ApartOut(serializers.Serializer):
    """Two companies whose people may not meet, and why.

    `mentees` and `mentors` are those who lose somebody of the other company by it.
    """

    one = CompanyOut()
    other = CompanyOut()
    reasons = serializers.ListField(child=serializers.CharField())
    mentees = serializers.IntegerField()
    mentors = serializers.IntegerField()


class CompaniesQuery(ListQuery):
    """What narrows the list of companies."""

    search = serializers.CharField(
        required=False, max_length=100, help_text="Parts of the company's or its group's name."
    )


class GroupsQuery(ListQuery):
    """Which groups."""

    kind = serializers.ChoiceField([CORPORATE, COMPETITORS], required=False)


class ApartQuery(ListQuery):
    """What narrows the pairs."""

    program = serializers.SlugField(required=False, help_text="Sponsors of this program alone.")
    company = serializers.UUIDField(required=False)
    rule = serializers.ChoiceField(list(apart_queries.RULES), required=False)


class Companies(OrganizationView):
    """All companies."""

    @extend_schema(
        operation_id="companies_list",
        summary="List companies",
        parameters=[CompaniesQuery],
        responses={200: page_of(CompanyListedOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request):
        asked = accepted(CompaniesQuery, request.query_params.dict())
        return paged(request, companies_matching(asked.get("search", "")), CompanyListedOut)


class OneCompany(OrganizationView):
    """A company."""

    @extend_schema(
        operation_id="companies_read",
        summary="Read a company",
        responses={200: CompanyDetailOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, company):
        found = company_or_404(company)
        declared, declared_by = declarations_of(found)
        written = {
            **CompanyListedOut(found).data,
            "other_names": [alias.name for alias in found.aliases.all()],
            "declares": CompanyOut(queries.companies(declared), many=True).data,
            "declared_by": CompanyOut(declared_by, many=True).data,
        }
        return Response(written)


class Groups(OrganizationView):
    """Groups of companies whose people never meet."""

    @extend_schema(
        operation_id="company_groups_list",
        summary="List groups of companies",
        parameters=[GroupsQuery],
        responses={200: page_of(GroupOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request):
        asked = accepted(GroupsQuery, request.query_params.dict())
        kinds = [asked["kind"]] if "kind" in asked else [CORPORATE, COMPETITORS]
        return paged(request, [group for kind in kinds for group in groups_of(kind)], GroupOut)


class ApartPairs(OrganizationView):
    """Who may not meet whom."""

    @extend_schema(
        operation_id="apart_list",
        summary="List who may not meet whom, and why",
        parameters=[ApartQuery],
        responses={200: page_of(ApartOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request):
        asked = accepted(ApartQuery, request.query_params.dict())
        slug = asked.get("program")
        pairs = apart_queries.apart(
            program=queries.program_for_or_404(request.membership, slug) if slug else None,
            company_id=asked.get("company"),
            rule=asked.get("rule", ""),
        )
        return paged(request, pairs, ApartOut)
