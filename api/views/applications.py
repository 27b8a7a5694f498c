"""Who applied by a program's link, and what a coordinator decides about it."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from api.refusals import as_conflict, by_form
from organizations.roles import STAFF
from participants.nominating import applying
from participants.nominating.forms import AcceptForm
from participants.nominating.models import Application
from participants.nominating.pages import companies_to_choose, link_address
from participants.nominating.queries import application_or_404, link_of
from participants.nominating.words import ApplicationState
from programs.queries import program_or_404


class ApplicationOut(serializers.ModelSerializer):
    """Somebody who asks to take part; the company is what they typed."""

    why = serializers.CharField(
        allow_null=True, help_text="In their words; null where nobody can read it any more."
    )
    participant = serializers.UUIDField(
        source="participant_id", allow_null=True, help_text="Once it is accepted."
    )

    class Meta:
        model = Application
        fields = (
            *("id", "side", "email", "given_name", "family_name", "company_name", "title"),
            *("why", "created_at", "state", "decided_at", "participant"),
        )


class ApplicationsQuery(ListQuery):
    """What narrows the list of applications."""

    state = serializers.ChoiceField(ApplicationState.choices, required=False)


class AcceptIn(Strict):
    """The company that the applicant works for, a sponsor of the program."""

    company = serializers.UUIDField()


class LinkIn(Strict):
    """Whether people can apply; `renew` makes a new address and closes the old one."""

    is_open = serializers.BooleanField()
    renew = serializers.BooleanField(default=False)


class LinkOut(serializers.Serializer):
    """The program's link to apply by."""

    is_open = serializers.BooleanField()
    address = serializers.CharField(help_text="To be published; empty while it is closed.")
    is_over = serializers.BooleanField(help_text="Nominations are over, so nobody can apply.")


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


class OneApplication(OrganizationView):
    """An application."""

    @extend_schema(
        operation_id="applications_read",
        summary="Read an application",
        responses={200: ApplicationOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program, application):
        return Response(_written(application_or_404(program_or_404(program), application)))


class AcceptApplication(OrganizationView):
    """Ask the applicant to take part."""

    @extend_schema(
        operation_id="applications_accept",
        summary="Accept an application for one of the sponsors",
        description="The applicant gets a mail, reads, and answers for themselves. An application "
        "is decided once.",
        request=AcceptIn,
        responses={200: ApplicationOut, **described(400, 409, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, application):
        program = program_or_404(program)
        found = application_or_404(program, application)
        wanted = accepted(AcceptIn, request.data)
        company = by_form(AcceptForm(wanted, companies=companies_to_choose(program)))["company"]
        with as_conflict(applying.CannotDecide):
            applying.accept(found, company, by=request.membership)
        return Response(_written(application_or_404(program, application)))


class DeclineApplication(OrganizationView):
    """Decline an application; no mail is sent."""

    @extend_schema(
        operation_id="applications_decline",
        summary="Decline an application; no mail is sent",
        request=None,
        responses={200: ApplicationOut, **described(409)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, application):
        program = program_or_404(program)
        found = application_or_404(program, application)
        with as_conflict(applying.CannotDecide):
            applying.decline(found, by=request.membership)
        return Response(_written(application_or_404(program, application)))


class Link(OrganizationView):
    """The link by which people apply."""

    @extend_schema(
        operation_id="applications_link",
        summary="Read a program's link to apply by",
        responses={200: LinkOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        return Response(_link(program_or_404(program)))

    @extend_schema(
        operation_id="applications_set_link",
        summary="Open, close or renew a program's link to apply by",
        description="Twice changes nothing, but for `renew`.",
        request=LinkIn,
        responses={200: LinkOut, **described(400, 413)},
    )
    @opened_to(*STAFF)
    def put(self, request, program):
        program = program_or_404(program)
        applying.set_link(program, by=request.membership, **accepted(LinkIn, request.data))
        return Response(_link(program))


def _written(application):
    (application,) = applying.with_why([application])
    return ApplicationOut(application).data


def _link(program):
    link = link_of(program)
    facts = {"is_open": bool(link and link.is_open), "is_over": bool(link and link.is_over)}
    return LinkOut({**facts, "address": link_address(link)}).data
