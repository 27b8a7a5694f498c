"""What sponsors and the organization agreed: seats, aims, cost, contacts, and the balance."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import CompanyOut, ListQuery, Strict, accepted, page_of, paged
from api.refusals import by_field
from organizations.queries import company_or_404
from organizations.roles import STAFF, Role
from programs import services, sponsoring
from programs.models import Aim, SponsorContact, Sponsorship
from programs.queries import program_or_404, sponsors_of
from programs.sponsor_forms import DEAREST

MOST_SEATS = 500


class Contact(Strict):
    """Somebody at a sponsor to talk to."""

    name = serializers.CharField(max_length=SponsorContact._meta.get_field("name").max_length)
    email = serializers.EmailField(max_length=254)
    gets_reports = serializers.BooleanField(default=False)


class SponsorshipOut(serializers.Serializer):
    """A company's place in a program. `mentees` and `mentors` are its people who take part."""

    company = CompanyOut()
    mentee_seats = serializers.IntegerField()
    mentors_owed = serializers.IntegerField()
    mentees = serializers.IntegerField()
    mentors = serializers.IntegerField()
    seats_left = serializers.IntegerField(help_text="Below zero: more mentees than seats.")
    mentors_missing = serializers.IntegerField()
    aims = serializers.ListField(child=serializers.ChoiceField(Aim.choices))
    cost = serializers.DecimalField(max_digits=12, decimal_places=2, allow_null=True)
    currency = serializers.CharField()
    competitors_stated_at = serializers.DateTimeField(allow_null=True)
    contacts = Contact(many=True)


class SponsorshipIn(Strict):
    """Everything that was agreed; contacts are all there are."""

    mentee_seats = serializers.IntegerField(min_value=0, max_value=MOST_SEATS)
    mentors_owed = serializers.IntegerField(min_value=0, max_value=MOST_SEATS)
    aims = serializers.ListField(child=serializers.ChoiceField(Aim.choices), max_length=len(Aim))
    cost = serializers.DecimalField(
        max_digits=12, decimal_places=2, min_value=0, max_value=DEAREST, allow_null=True
    )
    currency = serializers.CharField(
        validators=Sponsorship._meta.get_field("currency").validators, max_length=3
    )
    contacts = serializers.ListField(child=Contact(), max_length=sponsoring.MOST_CONTACTS)


class Sponsorships(OrganizationView):
    """The sponsors of a program."""

    @extend_schema(
        operation_id="sponsorships_list",
        summary="List a program's sponsors with seats, balance and contacts",
        parameters=[ListQuery],
        responses={200: page_of(SponsorshipOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        accepted(ListQuery, request.query_params.dict())
        return paged(request, sponsors_of(program), SponsorshipOut, queries.sponsors_with_contacts)


class OneSponsorship(OrganizationView):
    """One company's place in a program; for HR, its own company's."""

    @extend_schema(
        operation_id="sponsorships_read",
        summary="Read what a sponsor agreed",
        responses={200: SponsorshipOut, **described()},
    )
    @opened_to(*STAFF, Role.HR)
    def get(self, request, program, company):
        return Response(_written(request, program, company))

    @extend_schema(
        operation_id="sponsorships_save",
        summary="Give a company its place in a program, or change it",
        request=SponsorshipIn,
        responses={200: SponsorshipOut, **described(400, 413)},
    )
    @opened_to(*STAFF)
    def put(self, request, program, company):
        place = program_or_404(program)
        sponsor = company_or_404(company)
        agreed = dict(accepted(SponsorshipIn, request.data))
        seats = (agreed.pop("mentee_seats"), agreed.pop("mentors_owed"))
        rows = agreed.pop("contacts")
        contacts = [(row["name"], row["email"], row["gets_reports"]) for row in rows]
        with by_field():
            row = services.sponsor(place, sponsor, *seats, by=request.membership)
            sponsoring.agree(row, by=request.membership, contacts=contacts, **agreed)
        return Response(_written(request, program, company))


def _written(request, program, company):
    company = queries.company_for_or_404(request.membership, company)
    program = queries.program_for_or_404(request.membership, program)
    return SponsorshipOut(queries.sponsor_or_404(request.membership, program, company)).data
