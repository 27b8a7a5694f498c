"""What a pair agrees on: for the two all of it, for coordinators that, when and how often."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import Strict, accepted
from api.refusals import as_conflict
from organizations.roles import STAFF, Role
from participants.roles import MeetingForm
from partnerships.agreements import queries as agreements
from partnerships.agreements import services
from partnerships.agreements.forms import MINUTES
from partnerships.agreements.models import (
    DIGEST_LENGTH,
    LEAST_WEEKS,
    MOST_WEEKS,
)
from partnerships.agreements.refusals import CannotAgree
from partnerships.lifecycle import MENTEE, MENTOR
from partnerships.queries import line_or_404
from partnerships.writing.keys import Keyring
from partnerships.writing.queries import pair_or_404


class SignaturesOut(serializers.Serializer):
    """When each of the two signed, or null."""

    mentee = serializers.DateTimeField(allow_null=True)
    mentor = serializers.DateTimeField(allow_null=True)


class AgreementOut(serializers.Serializer):
    """One agreement. `clauses` are the pair's own words: null for coordinators, and when erased.

    `text` is the source of the organization's text, given for the newest and the standing one to
    the two themselves, else null.
    """

    number = serializers.IntegerField()
    text_version = serializers.IntegerField()
    weeks = serializers.IntegerField()
    minutes = serializers.IntegerField()
    form = serializers.ChoiceField(MeetingForm.choices)
    digest = serializers.CharField(help_text="What a signature is for: SHA-256 of what it says.")
    proposed_by = serializers.ChoiceField([MENTEE, MENTOR])
    proposed_at = serializers.DateTimeField()
    signed = SignaturesOut()
    stands = serializers.BooleanField(help_text="Both have signed it, and no later one stands.")
    clauses = serializers.CharField(allow_null=True, allow_blank=True)
    text = serializers.CharField(allow_null=True)


class AgreementsOut(serializers.Serializer):
    """Everything that a pair has proposed, the newest first."""

    results = AgreementOut(many=True)


class AgreementIn(Strict):
    """A proposal; `seen` is the number of the newest agreement that was read, 0 for none."""

    weeks = serializers.IntegerField(min_value=LEAST_WEEKS, max_value=MOST_WEEKS)
    minutes = serializers.ChoiceField([minutes for minutes, _words in MINUTES])
    form = serializers.ChoiceField(MeetingForm.choices)
    clauses = serializers.CharField(
        allow_blank=True, max_length=services.LONGEST_CLAUSES, trim_whitespace=False, default=""
    )
    seen = serializers.IntegerField(min_value=0, max_value=services.MOST)


class SignatureIn(Strict):
    """The number and the digest of the agreement that was read."""

    number = serializers.IntegerField(min_value=1, max_value=services.MOST)
    digest = serializers.CharField(max_length=DIGEST_LENGTH)


class Agreements(OrganizationView):
    """The agreements of one partnership."""

    @extend_schema(
        operation_id="agreements_list",
        summary="Read what a pair agrees on",
        responses={200: AgreementsOut, **described()},
    )
    @opened_to(*STAFF, Role.PARTICIPANT)
    def get(self, request, program, partnership):
        if request.membership.role == Role.PARTICIPANT:
            return Response(_of_pair(_pair(request, program, partnership)))
        program = queries.program_for_or_404(request.membership, program)
        row = line_or_404(program, partnership).partnership
        return Response(_written(row, agreements.agreements_of(row)))

    @extend_schema(
        operation_id="agreements_propose",
        summary="Propose what the two agree on",
        request=AgreementIn,
        responses={200: AgreementsOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership):
        pair = _pair(request, program, partnership)
        values = accepted(AgreementIn, request.data)
        with as_conflict(CannotAgree):
            services.propose(pair.partnership, by=request.membership, **values)
        return Response(_of_pair(pair))


class SignAgreement(OrganizationView):
    """One's own signature."""

    @extend_schema(
        operation_id="agreements_sign",
        summary="Sign the newest agreement, for oneself",
        request=SignatureIn,
        responses={200: AgreementsOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership):
        pair = _pair(request, program, partnership)
        values = accepted(SignatureIn, request.data)
        with as_conflict(CannotAgree):
            services.sign(pair.partnership, by=request.membership, **values)
        return Response(_of_pair(pair))


def _pair(request, program, partnership):
    pair = pair_or_404(partnership, request.membership.person_id)
    if pair.partnership.program.slug != program:
        raise Http404
    return pair


def _of_pair(pair):
    keys = Keyring(pair.partnership.pk)
    return _written(pair.partnership, agreements.agreements_of(pair.partnership, keys), keys)


def _written(partnership, found, keys=None):
    """``keys`` are given for the two themselves."""
    shown = {said for said in (found.newest, found.standing) if said} if keys else set()
    return AgreementsOut(
        {"results": [_one(partnership, said, found, is_whole=said in shown) for said in found.all]}
    ).data


def _one(partnership, said, found, *, is_whole):
    row = said.row
    people = {side: getattr(partnership, f"{side}_person_id") for side in (MENTEE, MENTOR)}
    facts = ("number", "weeks", "minutes", "form", "digest", "proposed_at")
    return {
        **{name: getattr(row, name) for name in facts},
        "text_version": row.text.number,
        "proposed_by": MENTEE if row.proposed_by_id == people[MENTEE] else MENTOR,
        "signed": {side: said.signed_at.get(pk) for side, pk in people.items()},
        "stands": said is found.standing,
        "clauses": _clauses(said) if is_whole else None,
        "text": row.text.source if is_whole else None,
    }


def _clauses(said):
    return said.clauses if said.row.clauses_id else ""
