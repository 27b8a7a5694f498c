"""Briefings: HR reads its own and agrees to it; coordinators read who has, and mail managers."""

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import Conflict, described
from api.fields import CompanyOut, ListQuery, Strict, accepted, page_of, paged
from mentoring import clock
from organizations.roles import STAFF, Role
from programs.queries import program_or_404
from training import briefing, hr
from training.briefing import AT_ONCE
from training.briefing_queries import NO_ADDRESS, OWN_ADDRESS, contacts_of, managers_of
from training.roles import Audience


class BriefingOut(serializers.Serializer):
    """The newest version of the text, and when one agreed to it."""

    version = serializers.UUIDField(source="id")
    number = serializers.IntegerField()
    body = serializers.CharField(help_text="# begins a heading, - an item of a list.")
    agreed_at = serializers.DateTimeField(allow_null=True)
    agreed_earlier = serializers.IntegerField(
        allow_null=True, help_text="The number of the earlier version that one agreed to last."
    )


class VersionIn(Strict):
    """The version that was read."""

    version = serializers.UUIDField()


class ManagerOut(serializers.Serializer):
    """A mentee's manager, and how far they are; the link itself is in their mail alone."""

    participant = serializers.UUIDField(source="participant.pk", help_text="The mentee.")
    name = serializers.CharField(source="participant.person.name", help_text="Of the mentee.")
    address = serializers.CharField(help_text="Of the manager; empty if there is none.")
    problem = serializers.ChoiceField(
        [NO_ADDRESS, OWN_ADDRESS],
        allow_blank=True,
        help_text="Why nobody can be written to: no address, or the mentee's own.",
    )
    sent_at = serializers.DateTimeField(allow_null=True)
    agreed_at = serializers.DateTimeField(allow_null=True)
    agreed_by = serializers.CharField(help_text="The name that they wrote.")
    has_agreed = serializers.BooleanField(help_text="To the newest version.")


class ContactOut(serializers.Serializer):
    """An HR contact of a sponsor, and whether they agreed to the newest version."""

    name = serializers.CharField(source="contact.name")
    company = CompanyOut(source="contact.company")
    agreed_at = serializers.DateTimeField(allow_null=True)
    has_agreed = serializers.BooleanField()


class SendIn(Strict):
    """Mentees whose managers are to be mailed."""

    participants = serializers.ListField(
        child=serializers.UUIDField(), allow_empty=False, max_length=AT_ONCE
    )


class SentOut(serializers.Serializer):
    """How many managers get a mail."""

    sent = serializers.IntegerField()


class Briefing(OrganizationView):
    """One's own briefing."""

    @extend_schema(
        operation_id="briefing_read",
        summary="Read the briefing for HR",
        responses={200: BriefingOut, **described()},
    )
    @opened_to(Role.HR)
    def get(self, request):
        return Response(_written())


class AgreeBriefing(OrganizationView):
    """Agree to the briefing."""

    @extend_schema(
        operation_id="briefing_agree",
        summary="Agree to the version of the briefing that was read",
        description="Twice is once. Refused when there is a newer version by now.",
        request=VersionIn,
        responses={200: BriefingOut, **described(400, 409, 413)},
    )
    @opened_to(Role.HR)
    def post(self, request):
        version = accepted(VersionIn, request.data)["version"]
        try:
            hr.agree(version)
        except hr.Refused as refused:
            told = _("The text has changed since you opened it. Read it again.")
            raise Conflict(told) from refused
        return Response(_written())


class Managers(OrganizationView):
    """Managers of the mentees of a program."""

    @extend_schema(
        operation_id="briefings_managers",
        summary="List mentees' managers and who of them has agreed",
        parameters=[ListQuery],
        responses={200: page_of(ManagerOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        accepted(ListQuery, request.query_params.dict())
        text, week = briefing.current_text(Audience.MANAGERS), clock.now() - briefing.A_WEEK
        return paged(request, managers_of(program, text, week), ManagerOut)

    @extend_schema(
        operation_id="briefings_send",
        summary="Mail managers their personal links",
        description="Left out are managers who have agreed to the newest version or had a mail in "
        "the last week, and mentees without a manager to write to.",
        request=SendIn,
        responses={200: SentOut, **described(400, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, program):
        program = program_or_404(program)
        wanted = set(accepted(SendIn, request.data)["participants"])
        people = queries.participants_among(program, wanted)
        if len(people) < len(wanted):
            told = _("Not everybody here takes part in this program. Nobody was mailed.")
            raise serializers.ValidationError({"participants": [told]})
        return Response({"sent": briefing.send(program, people, by=request.membership)})


class Contacts(OrganizationView):
    """HR of the sponsors of a program."""

    @extend_schema(
        operation_id="briefings_contacts",
        summary="List the sponsors' HR and who of them has agreed",
        parameters=[ListQuery],
        responses={200: page_of(ContactOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        accepted(ListQuery, request.query_params.dict())
        text = briefing.current_text(Audience.CONTACTS)
        return paged(request, contacts_of(program, text), ContactOut)


def _written():
    text = hr.text()
    if text is None:
        raise Http404
    return BriefingOut(text).data
