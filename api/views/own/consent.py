"""Somebody's own consent: what they are asked, with its version, and their own answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import CompanyOut, Strict, accepted
from api.own import own_or_404
from api.refusals import as_conflict, by_form
from organizations.roles import Role
from participants.nominating import answering
from participants.nominating.words import WhyNot
from participants.roles import Side, Standing
from portal import consent
from portal.consent_forms import ConsentForm


class May(models.TextChoices):
    """What one can do about the text."""

    ANSWER = consent.ANSWER, _("Accept or decline")
    AGREE = consent.AGREE, _("Agree to it, taking part already")
    READ = consent.READ, _("Read what one agreed to")
    LATE = consent.LATE, _("Nothing: the time to answer has passed")
    OUT = consent.OUT, _("Nothing: one does not take part")


class TextSectionOut(serializers.Serializer):
    """A part of the text."""

    key = serializers.CharField()
    heading = serializers.CharField()
    lines = serializers.ListField(child=serializers.CharField())


class ConsentTextOut(serializers.Serializer):
    """What one agrees to. Its words never change; other words are a text with another number."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    sections = TextSectionOut(many=True)


class TextChangeOut(serializers.Serializer):
    """A part that reads otherwise since one agreed; either may be empty."""

    heading = serializers.CharField()
    before = serializers.ListField(child=serializers.CharField())
    after = serializers.ListField(child=serializers.CharField())


class AgreedOut(serializers.Serializer):
    """The last text that one agreed to."""

    number = serializers.IntegerField(source="text.number")
    at = serializers.DateTimeField()


class ConsentOut(serializers.Serializer):
    """What a program means for somebody, and what they may say to it now."""

    participant = serializers.UUIDField(source="participant.pk")
    side = serializers.ChoiceField(Side.choices, source="participant.side")
    standing = serializers.ChoiceField(Standing.choices, source="participant.standing")
    company = CompanyOut(source="participant.company")
    may = serializers.ChoiceField(May.choices)
    answer_by = serializers.DateField(allow_null=True, help_text="The last day to answer.")
    text = ConsentTextOut()
    agreed = AgreedOut(allow_null=True)
    changes = TextChangeOut(many=True)


class AcceptProgramIn(Strict):
    """The id of the text that was read, and that one agrees to it."""

    text = serializers.UUIDField()
    agreed = serializers.BooleanField()
    capacity = serializers.IntegerField(
        required=False,
        help_text="For how many mentees one has time, 1 to 5: mentors who are asked.",
    )


class DeclineProgramIn(Strict):
    """Why not, in a neutral word that coordinators alone read, or nothing."""

    reason = serializers.ChoiceField(WhyNot.choices, required=False, allow_blank=True, default="")


class Consent(OrganizationView):
    """One's own consent to a program."""

    @extend_schema(
        operation_id="consent_read",
        summary="Read what taking part means, and what you may say to it",
        responses={200: ConsentOut, **described()},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request, program, participant):
        return Response(_written(own_or_404(request.membership, program, participant)))


class Accept(OrganizationView):
    """Taking part, or agreeing anew to a text that has changed."""

    @extend_schema(
        operation_id="consent_accept",
        summary="Agree to the text, and take part if you are asked to; twice changes nothing",
        description="A text that has changed since it was read is refused: read it once more.",
        request=AcceptProgramIn,
        responses={200: ConsentOut, **described(400, 409, 413)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, participant):
        own = own_or_404(request.membership, program, participant)
        sent = accepted(AcceptProgramIn, request.data)
        if "capacity" in sent and not own.is_mentor:
            told = _("Mentors alone say for how many mentees they have time.")
            raise serializers.ValidationError({"capacity": [told]})
        wanted = by_form(ConsentForm(consent.reading_of(own), sent))
        facts = {name: wanted[name] for name in ("capacity",) if name in wanted}
        with as_conflict(answering.CannotAnswer):
            answering.accept(own, wanted["text"], by=request.membership, **facts)
        return Response(_written(own_or_404(request.membership, program, participant)))


class Decline(OrganizationView):
    """Not taking part."""

    @extend_schema(
        operation_id="consent_decline",
        summary="Decline to take part, once, with a reason or without",
        request=DeclineProgramIn,
        responses={200: ConsentOut, **described(400, 409, 413)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, participant):
        own = own_or_404(request.membership, program, participant)
        wanted = accepted(DeclineProgramIn, request.data)
        with as_conflict(answering.CannotAnswer):
            answering.decline(own, by=request.membership, **wanted)
        return Response(_written(own_or_404(request.membership, program, participant)))


def _written(participant):
    return ConsentOut(consent.reading_of(participant)).data
