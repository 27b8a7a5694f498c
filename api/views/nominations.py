"""What HR of a company nominates, reads of it, and takes back."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import Conflict, described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from company import nominating
from organizations.roles import STAFF, Role
from participants.nominating.reading import LONGEST, read
from participants.roles import Side


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


class TakeBack(OrganizationView):
    """Undo a nomination that nobody has answered."""

    @extend_schema(
        operation_id="nominations_take_back",
        summary="Take back a nomination that has no answer yet",
        description="The seat is free again. Refused as soon as there is an answer, or when it "
        "was taken back before.",
        request=None,
        responses={200: NominationOut, **described(409)},
    )
    @opened_to(Role.HR)
    def post(self, request, program, company, nomination):
        queries.company_for_or_404(request.membership, company)
        program = nominating.program_or_404(program)
        if not nominating.take_back(program, nomination, by=request.membership):
            raise Conflict(_("There is an answer already, so nothing has changed."))
        rows = nominating.nominations_of(program)
        return Response(NominationOut(next(row for row in rows if row.pk == nomination)).data)
