"""Coordinators on people's way into a program: sponsors, who was asked, and doubts to settle."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import Conflict, described
from api.fields import CompanyOut, ListQuery, Strict, accepted, page_of, paged
from api.refusals import as_conflict, by_form
from organizations.roles import STAFF
from participants.nominating import asking
from participants.nominating.asking import Unsettled, Who, ask
from participants.nominating.forms import AcceptForm
from participants.nominating.pages import companies_to_choose
from participants.nominating.queries import asked_rows, participant_or_404, sponsor_lines
from participants.nominating.reading import LONGEST, read
from participants.nominating.words import Answer, Source, WhyNot
from participants.roles import Side, Standing
from participants.services import IllegalStanding
from programs.queries import program_or_404


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


class AskedOut(serializers.Serializer):
    """Somebody nominated, or somebody who is out after a question; the last question counts."""

    participant = serializers.UUIDField(source="pk")
    name = serializers.CharField(source="person.name")
    email = serializers.EmailField(source="person.email")
    company = CompanyOut()
    side = serializers.ChoiceField(Side.choices)
    standing = serializers.ChoiceField(Standing.choices)
    source = serializers.ChoiceField(
        Source.choices, allow_null=True, help_text="By whom they were asked."
    )
    asked_at = serializers.DateTimeField(allow_null=True)
    answer_by = serializers.DateField(
        allow_null=True, help_text="Null: as long as nominations last."
    )
    answer = serializers.ChoiceField(Answer.choices, allow_null=True, allow_blank=True)
    reason = serializers.ChoiceField(
        WhyNot.choices, allow_null=True, allow_blank=True, help_text="Coordinators alone read it."
    )


class AskIn(Strict):
    """Whom to ask, and for which of the sponsors they would take part."""

    side = serializers.ChoiceField(Side.choices)
    company = serializers.UUIDField()
    email = serializers.CharField(max_length=LONGEST["email"])
    given_name = serializers.CharField(max_length=LONGEST["given_name"])
    family_name = serializers.CharField(max_length=LONGEST["family_name"])
    title = serializers.CharField(
        max_length=LONGEST["title"], required=False, allow_blank=True, default=""
    )


class RemindedOut(serializers.Serializer):
    """Whether there was an open question of which to remind."""

    reminded = serializers.BooleanField()


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


class Asked(OrganizationView):
    """People who were asked to take part and are not in."""

    @extend_schema(
        operation_id="asked_list",
        summary="List who was asked: those who have not answered first, then those who are out",
        parameters=[ListQuery],
        responses={200: page_of(AskedOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        accepted(ListQuery, request.query_params.dict())
        return paged(request, asked_rows(program), AskedOut)

    @extend_schema(
        operation_id="asked_invite",
        summary="Ask somebody to take part",
        description="They get a mail and answer for themselves. Somebody who is in the program on "
        "this side already is left as they are, and no mail is sent.",
        request=AskIn,
        responses={201: AskedOut, **described(400, 409, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, program):
        program = program_or_404(program)
        wanted = dict(accepted(AskIn, request.data))
        companies = companies_to_choose(program)
        company = by_form(AcceptForm({"company": wanted.pop("company")}, companies=companies))
        line = read(1, wanted)
        if line.problems:
            raise serializers.ValidationError(line.problems)
        side, who = line.values.pop("side"), Who(**line.values)
        try:
            participant = ask(
                program, side, who, **company, source=Source.COORDINATOR, by=request.membership
            )
        except Unsettled as unsettled:
            said = {"email": who.email, "doubt": str(unsettled.doubt.label)}
            raise Conflict(_("%(email)s is not invited: %(doubt)s.") % said) from unsettled
        return Response(_written(participant), status=status.HTTP_201_CREATED)


class Remind(OrganizationView):
    """Mail an open question once more."""

    @extend_schema(
        operation_id="asked_remind",
        summary="Remind somebody who has not answered, at most once a day",
        request=None,
        responses={200: RemindedOut, **described()},
    )
    @opened_to(*STAFF)
    def post(self, request, program, participant):
        found = participant_or_404(program_or_404(program), participant)
        return Response({"reminded": asking.remind(found, by=request.membership)})


class Reopen(OrganizationView):
    """Ask somebody again who declined or did not answer."""

    @extend_schema(
        operation_id="asked_again",
        summary="Ask somebody again who declined or did not answer",
        request=None,
        responses={200: AskedOut, **described(409)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, participant):
        found = participant_or_404(program_or_404(program), participant)
        with as_conflict(IllegalStanding):
            asking.reopen(found, by=request.membership)
        return Response(_written(found))


def _written(participant):
    return AskedOut(queries.asked_one(participant)).data
