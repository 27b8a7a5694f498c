"""Companies with what keeps them apart: codes, groups and declarations; read and written."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import CompanyOut, ListQuery, Strict, accepted, page_of, paged
from api.refusals import as_conflict, told_by
from dashboard import apart_queries
from organizations.companies import remove_company
from organizations.forms import CompanyForm, unknown_code
from organizations.industries import registry
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


class ApartOut(serializers.Serializer):
    """Two companies whose people may not meet, and why.

    `mentees` and `mentors` are those who lose somebody of the other company by it.
    """

    one = CompanyOut()
    other = CompanyOut()
    reasons = serializers.ListField(child=serializers.CharField())
    mentees = serializers.IntegerField()
    mentors = serializers.IntegerField()


class CompanyChange(Strict):
    """Facts of a company; what is absent stays. A list takes the place of the whole list."""

    name = serializers.CharField(required=False)
    industries = serializers.ListField(
        child=serializers.CharField(max_length=6), required=False, help_text="NAICS 2022 codes."
    )
    corporate_group = serializers.CharField(
        required=False, allow_blank=True, help_text="Its name, known or new; empty for none."
    )
    declares = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        help_text="Ids of the companies that this one declares competitors.",
    )


class NewCompany(CompanyChange):
    """A company and what keeps it apart from others."""

    name = serializers.CharField()


class CompaniesQuery(ListQuery):
    """What narrows the list of companies."""

    search = serializers.CharField(
        required=False, max_length=100, help_text="Parts of the company's or its group's name."
    )


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

    @extend_schema(
        operation_id="companies_create",
        summary="Add a company",
        description="A name that another company goes by is refused.",
        request=NewCompany,
        responses={201: CompanyDetailOut, **described(400, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request):
        saved = _saved(None, accepted(NewCompany, request.data), by=request.membership)
        return Response(_written(saved.pk), status=status.HTTP_201_CREATED)


class OneCompany(OrganizationView):
    """A company."""

    @extend_schema(
        operation_id="companies_read",
        summary="Read a company",
        responses={200: CompanyDetailOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, company):
        return Response(_written(company))

    @extend_schema(
        operation_id="companies_change",
        summary="Change a company",
        request=CompanyChange,
        responses={200: CompanyDetailOut, **described(400, 413)},
    )
    @opened_to(*STAFF)
    def patch(self, request, company):
        found = company_or_404(company)
        _saved(found, accepted(CompanyChange, request.data), by=request.membership)
        return Response(_written(company))


class RemoveCompany(OrganizationView):
    """The end of a company."""

    @extend_schema(
        operation_id="companies_remove",
        summary="Remove a company that nothing refers to",
        description="A company that was removed is not found any more.",
        request=None,
        responses={204: None, **described(409)},
    )
    @opened_to(*STAFF)
    def post(self, request, company):
        found = company_or_404(company)
        with as_conflict():
            remove_company(found, by=request.membership)
        return Response(status=status.HTTP_204_NO_CONTENT)


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


def _saved(company, wanted, *, by):
    """The company with these facts, and its own where nothing is said; refuses as the page does."""
    unknown = [code for code in wanted.get("industries", ()) if code not in registry()]
    if unknown:
        told = [unknown_code(code) for code in dict.fromkeys(unknown)]
        raise serializers.ValidationError({"industries": told})
    if "declares" in wanted:
        wanted["competitors"] = wanted.pop("declares")
    known = CompanyForm(company=company).initial
    form = CompanyForm({**known, **wanted}, company=company)
    saved = form.save(by=by)
    if saved is None:
        names = {"industry_search": "industries", "competitors": "declares"}
        raise serializers.ValidationError(told_by(form, **names))
    return saved


def _written(pk):
    found = company_or_404(pk)
    declared, declared_by = declarations_of(found)
    return {
        **CompanyListedOut(found).data,
        "other_names": [alias.name for alias in found.aliases.all()],
        "declares": CompanyOut(queries.companies(declared), many=True).data,
        "declared_by": CompanyOut(declared_by, many=True).data,
    }
