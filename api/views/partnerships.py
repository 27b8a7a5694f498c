"""How matches and partnerships stand: for coordinators all, for the two their own."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import CompanyOut, ListQuery, accepted, page_of, paged
from organizations.roles import STAFF, Role
from partnerships.lifecycle import FAILED, Status
from partnerships.queries import partnerships_in, partnerships_of

OVER = "over"


class StatusShown(models.TextChoices):
    """The statuses, and one word for all ways in which a match did not come to be."""

    PROPOSED = Status.PROPOSED.value, Status.PROPOSED.label
    PREPARING = Status.PREPARING.value, Status.PREPARING.label
    ACTIVE = Status.ACTIVE.value, Status.ACTIVE.label
    PAUSED = Status.PAUSED.value, Status.PAUSED.label
    CLOSING = Status.CLOSING.value, Status.CLOSING.label
    COMPLETED = Status.COMPLETED.value, Status.COMPLETED.label
    DECLINED = Status.DECLINED.value, Status.DECLINED.label
    EXPIRED = Status.EXPIRED.value, Status.EXPIRED.label
    WITHDRAWN = Status.WITHDRAWN.value, Status.WITHDRAWN.label
    ENDED = Status.ENDED.value, Status.ENDED.label
    OVER = "over", _("Over")


class OneOfTwoOut(serializers.Serializer):
    """One of the two."""

    participant = serializers.UUIDField()
    name = serializers.CharField()
    company = CompanyOut()
    accepted_at = serializers.DateTimeField(allow_null=True)


class PartnershipOut(serializers.Serializer):
    """A partnership, or a match that waits for answers.

    To the two themselves the other is null until both have accepted, and a match that did not come
    to be is `over`, whatever the reason.
    """

    id = serializers.UUIDField()
    status = serializers.ChoiceField(StatusShown.choices)
    announced_at = serializers.DateTimeField()
    answer_by = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    mentee = OneOfTwoOut(allow_null=True)
    mentor = OneOfTwoOut(allow_null=True)


class Partnerships(OrganizationView):
    """The partnerships of a program; for a participant, their own."""

    @extend_schema(
        operation_id="partnerships_list",
        summary="List partnerships",
        parameters=[ListQuery],
        responses={200: page_of(PartnershipOut), **described(400)},
    )
    @opened_to(*STAFF, Role.PARTICIPANT)
    def get(self, request, program):
        membership = request.membership
        program = queries.program_for_or_404(membership, program)
        accepted(ListQuery, request.query_params.dict())
        if membership.role != Role.PARTICIPANT:
            return paged(request, partnerships_in(program), PartnershipOut, _for_staff)
        person = membership.person_id
        rows = partnerships_of(person).filter(program=program)
        return paged(
            request, rows, PartnershipOut, lambda page: [_for_person(row, person) for row in page]
        )


def _for_staff(rows):
    return [_row(row, row.status, _side(row, "mentee"), _side(row, "mentor")) for row in rows]


def _for_person(row, person_id):
    """As one of the two may know it."""
    sides = {
        side: _side(row, side)
        if row.is_revealed or getattr(row, f"{side}_person_id") == person_id
        else None
        for side in ("mentee", "mentor")
    }
    return _row(row, OVER if row.status in FAILED else row.status, **sides)


def _row(row, status, mentee, mentor):
    facts = ("id", "announced_at", "answer_by", "ended_at")
    values = {name: getattr(row, name) for name in facts}
    return {**values, "status": status, "mentee": mentee, "mentor": mentor}


def _side(row, side):
    return {
        "participant": getattr(row, f"{side}_id"),
        "name": getattr(row, f"{side}_person").name,
        "company": getattr(row, f"{side}_company"),
        "accepted_at": getattr(row, f"{side}_accepted_at"),
    }
