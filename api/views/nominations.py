"""Nominations: HR's own, and what coordinators read of sponsors, applications and doubts."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import Conflict, described
from api.fields import CompanyOut, ListQuery, Strict, accepted, page_of, paged
from company import nominating
from organizations.roles import STAFF, Role
from participants.nominating import applying
from participants.nominating.models import Application
from participants.nominating.queries import sponsor_lines, unsettled
from participants.nominating.reading import LONGEST, read
from participants.nominating.words import ApplicationState
from participants.roles import Side, Standing
from programs.queries import program_or_404


class NominationOut(serializers.Serializer):
    """Whom a company nominated, and how far they are, as its HR may know it."""

    id = serializers.UUIDField()
    side = serializers.ChoiceField(Side.choices)
    email = serializers.EmailField()
    given_name = serializers.CharField()
    family_name = serializers.CharField()
    title = serializers.CharField()
    created_at = serializers.DateTimeField()
    stage = serializers.CharField()


class NominationIn(Strict):
    """One of the company's people."""

    side = serializers.ChoiceField(Side.choices)
    email = serializers.CharField(max_length=LONGEST["email"])
    given_name = serializers.CharField(max_length=LONGEST["given_name"])
    family_name = serializers.CharField(max_length=LONGEST["family_name"])
    title = serializers.CharField(
        max_length=LONGEST["title"], required=False, allow_blank=True, default=""
    )


def _counts():
    return serializers.DictField(
        child=serializers.IntegerField(), help_text=f"By standing: {', '.join(Standing.values)}."
    )


class SponsorLineOut(serializers.Serializer):
    """A sponsor's seats, and its people by how far they are."""

    company = CompanyOut()
    mentee_seats = serializers.IntegerField(source="seats")
    mentors_owed = serializers.IntegerField(source="owed")
    mentees = _counts()
    mentors = _counts()


class ApplicationOut(serializers.ModelSerializer):
    """Somebody who asks to take part; the company is what they typed."""

    why = serializers.CharField(
        allow_null=True, help_text="In their words; null where nobody can read it any more."
    )

    class Meta:
        model = Application
        fields = (
            *("id", "side", "email", "given_name", "family_name", "company_name", "title"),
            *("why", "created_at", "state", "decided_at"),
        )


class ApplicationsQuery(ListQuery):
    """What narrows the list of applications."""

    state = serializers.ChoiceField(ApplicationState.choices, required=False)


class UnsettledOut(serializers.Serializer):
    """A nomination that waits for a coordinator's decision."""

    nomination = serializers.UUIDField(source="nomination.pk")
    company = CompanyOut(source="nomination.company")
    side = serializers.CharField(source="nomination.side")
    name = serializers.CharField(source="nomination.name")
    email = serializers.EmailField(source="nomination.email")
    doubt = serializers.CharField(help_text="Why it waits, in words.")
    employer = serializers.CharField(help_text="Where the person works, as far as is known.")


class Nominations(OrganizationView):
    """What one company nominated for a program."""

    @extend_schema(
        operation_id="nominations_list",
        summary="List a company's nominations and their stages",
        parameters=[ListQuery],
        responses={200: page_of(NominationOut), **described(400)},
    )
    @opened_to(Role.HR, *STAFF)
    def get(self, request, program, company):
        company = queries.company_for_or_404(request.membership, company)
        program = queries.program_for_or_404(request.membership, program)
        accepted(ListQuery, request.query_params.dict())
        with queries.as_seen_by(company):
            return paged(request, nominating.nominations_of(program), NominationOut)

    @extend_schema(
        operation_id="nominations_create",
        summary="Nominate somebody of one's own company",
        description="They get a mail and answer for themselves. The same address again is the "
        "nomination that stands already.",
        request=NominationIn,
        responses={201: NominationOut, **described(400, 409, 413)},
    )
    @opened_to(Role.HR)
    def post(self, request, program, company):
        queries.company_for_or_404(request.membership, company)
        program = nominating.program_or_404(program)
        line = read(1, dict(accepted(NominationIn, request.data)))
        if line.problems:
            raise serializers.ValidationError(line.problems)
        try:
            nominating.nominate(program, [line], by=request.membership)
        except nominating.CannotNominate as refused:
            raise Conflict(str(refused)) from refused
        email = line.values["email"]
        named = [row for row in nominating.nominations_of(program) if row.email.lower() == email]
        newest = max(named, key=lambda row: row.created_at)
        return Response(NominationOut(newest).data, status=status.HTTP_201_CREATED)


class SponsorLines(OrganizationView):
    """Each sponsor with its people by how far they are."""

    @extend_schema(
        operation_id="nominations_by_sponsor",
        summary="List sponsors with their people by standing",
        parameters=[ListQuery],
        responses={200: page_of(SponsorLineOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        accepted(ListQuery, request.query_params.dict())
        return paged(request, sponsor_lines(program), SponsorLineOut)


class Applications(OrganizationView):
    """Who applied by the program's link."""

    @extend_schema(
        operation_id="applications_list",
        summary="List applications",
        parameters=[ApplicationsQuery],
        responses={200: page_of(ApplicationOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        asked = accepted(ApplicationsQuery, request.query_params.dict())
        rows = queries.applications(program, asked.get("state"))
        return paged(request, rows, ApplicationOut, prepare=applying.with_why)


class ToSettle(OrganizationView):
    """Nominations about which a coordinator has to decide."""

    @extend_schema(
        operation_id="nominations_to_settle",
        summary="List nominations that wait to be settled",
        parameters=[ListQuery],
        responses={200: page_of(UnsettledOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        accepted(ListQuery, request.query_params.dict())
        return paged(request, unsettled(program), UnsettledOut)
