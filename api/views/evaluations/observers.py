"""Observers: whom a mentee has invited, what they say, and how that stands for coordinators."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from api import evaluations
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from api.refusals import as_conflict, by_field
from evaluations.observers import queries, services
from evaluations.observers.kinds import OCCASIONS, Relation, State
from evaluations.observers.models import READ_FIRST_FOR
from evaluations.observers.refusals import CannotInvite
from organizations.roles import STAFF, Role
from programs.queries import program_or_404

OBSERVED = [(one.value, one.label) for one in OCCASIONS]


class ObserverOut(serializers.Serializer):
    """Somebody who was invited, and how that stands."""

    id = serializers.UUIDField()
    occasion = serializers.ChoiceField(OBSERVED)
    relation = serializers.ChoiceField(Relation.choices)
    name = serializers.CharField()
    email = serializers.EmailField()
    state = serializers.ChoiceField(State.choices)
    invited_at = serializers.DateTimeField()
    mailed_at = serializers.DateTimeField(help_text="When the newest link went out.")
    expires_at = serializers.DateTimeField(help_text="Until when that link opens something.")
    submitted_at = serializers.DateTimeField(allow_null=True)
    read_at = serializers.DateTimeField(allow_null=True, help_text="By the mentee.")


class OwnObserverOut(ObserverOut):
    """One of one's own."""

    is_lost = serializers.BooleanField(help_text="The newest mail never arrived.")


class ObserverRoundOut(serializers.Serializer):
    """One occasion: when to invite, and who is. Days are null once its window is gone."""

    occasion = serializers.ChoiceField(OBSERVED, allow_null=True)
    opens_on = serializers.DateField(allow_null=True)
    closes_on = serializers.DateField(allow_null=True)
    is_open = serializers.BooleanField()
    why = serializers.CharField(allow_blank=True, help_text="In a sentence how it stands.")
    observers = OwnObserverOut(many=True)


class ObserverRoundsOut(serializers.Serializer):
    """The occasions of one mentee."""

    results = ObserverRoundOut(many=True)


class InviteObserverIn(Strict):
    """Whom to ask; `words` are a line to them, on the page behind the link."""

    occasion = serializers.ChoiceField(OBSERVED)
    name = serializers.CharField(max_length=160)
    email = serializers.EmailField(max_length=254)
    relation = serializers.ChoiceField(Relation.choices)
    words = serializers.CharField(
        max_length=services.LONGEST_WORDS, allow_blank=True, default="", trim_whitespace=False
    )


class SaidOut(serializers.Serializer):
    """One question and its answer: "" for none, null for somebody who cannot say."""

    key = serializers.CharField()
    question = serializers.CharField()
    answer = serializers.CharField(allow_null=True, allow_blank=True)
    number = serializers.IntegerField(allow_null=True, help_text="Of a scale or a count.")
    is_gone = serializers.BooleanField(help_text="There were words, and they were erased.")


class SaidSectionOut(serializers.Serializer):
    """A section of the questions."""

    title = serializers.CharField()
    answers = SaidOut(many=True)


class ObserverSaysOut(ObserverOut):
    """What one observer says."""

    sections = SaidSectionOut(many=True)


class ObserverOfProgramOut(serializers.Serializer):
    """Somebody who was asked about a mentee, and how that stands; never what they say."""

    id = serializers.UUIDField()
    participant = serializers.UUIDField(source="participant_id")
    mentee = serializers.CharField(source="participant.person.name")
    occasion = serializers.ChoiceField(OBSERVED)
    relation = serializers.ChoiceField(Relation.choices)
    name = serializers.CharField()
    state = serializers.ChoiceField(State.choices)
    submitted_at = serializers.DateTimeField(allow_null=True)
    readable_from = serializers.DateTimeField(
        source="coordinators_from",
        allow_null=True,
        help_text="From when coordinators may read the answers, at the latest.",
    )
    is_readable = serializers.BooleanField(source="is_for_coordinators")


class Observers(OrganizationView):
    """Those whom one has invited as a mentee of a program."""

    @extend_schema(
        operation_id="observers_list_own",
        summary="List one's own observers by occasion",
        responses={200: ObserverRoundsOut, **described()},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request, program, participant):
        return Response(_rounds(_mentee(request, program, participant)))

    @extend_schema(
        operation_id="observers_invite",
        summary="Invite somebody, who gets a mail with a link",
        description="Somebody who is invited already is a 400; outside its days it is a 409.",
        request=InviteObserverIn,
        responses={201: ObserverRoundsOut, **described(400, 409, 413)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, participant):
        mentee = _mentee(request, program, participant)
        values = accepted(InviteObserverIn, request.data)
        occasion = values.pop("occasion")
        with as_conflict(CannotInvite), by_field():
            services.invite(mentee, occasion, by=request.membership, **values)
        return Response(_rounds(mentee), status=status.HTTP_201_CREATED)


class ObserverAnswers(OrganizationView):
    """What one observer says of oneself."""

    http_method_names = ["get"]  # who asks for the head alone has read nothing

    @extend_schema(
        operation_id="observers_read_first",
        summary="Read what an observer says; coordinators may from then on",
        description=f"Otherwise they may {READ_FIRST_FOR.days} days after it was sent.",
        responses={200: ObserverSaysOut, **described()},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request, invitation):
        person = request.membership.person_id
        row = queries.own_or_404(invitation, person, submitted_at__isnull=False)
        pages = services.read_own(row, by=request.membership)
        return Response(_said(queries.own_or_404(invitation, person), pages))


class SendObserverAgain(OrganizationView):
    """A new link."""

    @extend_schema(
        operation_id="observers_send_again",
        summary="Mail an observer a new link, once a day; the one before opens nothing any more",
        request=None,
        responses={200: ObserverOut, **described(409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, invitation):
        return _changed(request, invitation, services.send_again)


class WithdrawObserver(OrganizationView):
    """The end of an invitation."""

    @extend_schema(
        operation_id="observers_withdraw",
        summary="Withdraw an invitation until it is answered; twice changes nothing",
        request=None,
        responses={200: ObserverOut, **described(409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, invitation):
        return _changed(request, invitation, services.withdraw)


class ObserversOfProgram(OrganizationView):
    """Everybody who was asked about somebody."""

    @extend_schema(
        operation_id="observers_list",
        summary="List a program's observers and how they stand",
        parameters=[ListQuery],
        responses={200: page_of(ObserverOfProgramOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        accepted(ListQuery, request.query_params.dict())
        return paged(request, queries.of_program(program), ObserverOfProgramOut)


class ObserverOfProgram(OrganizationView):
    """What one observer says."""

    @extend_schema(
        operation_id="observers_read",
        summary="Read what an observer says, once the mentee could; the look leaves a trace",
        responses={200: ObserverSaysOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program, invitation):
        row = queries.sent_or_404(program_or_404(program), invitation)
        return Response(_said(row, services.read_answers(row, by=request.membership)))


def _mentee(request, program, participant):
    """One's own participation as a mentee in the program of this address."""
    mentee = queries.own_mentee_or_404(participant, request.membership.person_id)
    if mentee.program.slug != program:
        raise Http404
    return mentee


def _rounds(mentee):
    rounds = queries.rounds_of([mentee]).get(mentee.pk, [])
    return ObserverRoundsOut({"results": [evaluations.round_of(one) for one in rounds]}).data


def _changed(request, invitation, act):
    row = queries.own_or_404(invitation, request.membership.person_id)
    with as_conflict(CannotInvite):
        return Response(ObserverOut(act(row, by=request.membership)).data)


def _said(invitation, pages):
    sections = SaidSectionOut(evaluations.said(pages), many=True).data
    return {**ObserverOut(invitation).data, "sections": sections}
