"""Where people work: a new employer, leaving, and changes that are planned for a day to come."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import Strict, accepted
from api.refusals import by_field_or_conflict
from api.views.people import PersonDetailOut, written
from organizations import planned
from organizations.people import job_of, person_or_404
from organizations.queries import company_with_id
from organizations.roles import STAFF


class EmployerIn(Strict):
    """A company, and since when; a day to come is planned, and takes effect on that day."""

    company = serializers.UUIDField()
    started_on = serializers.DateField()


class LeaveIn(Strict):
    """The first day on which somebody does not work there any more; it may be still to come."""

    ended_on = serializers.DateField()


class NewEmployer(OrganizationView):
    """A person's first employer, or another one."""

    @extend_schema(
        operation_id="people_new_employer",
        summary="Note a new employer, at once or for a day to come",
        description="A job that goes on ends on that day. The same employer since the same day is "
        "noted once.",
        request=EmployerIn,
        responses={200: PersonDetailOut, **described(400, 409, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, person_id):
        person = person_or_404(person_id)
        sent = accepted(EmployerIn, request.data)
        company = company_with_id(sent["company"])
        if company is None:
            raise serializers.ValidationError({"company": [_("There is no such company.")]})
        job = job_of(person)
        if job and (job.company_id, job.started_on) == (company.pk, sent["started_on"]):
            return Response(written(person))
        with by_field_or_conflict():
            planned.new_employer(
                person, company, started_on=sent["started_on"], by=request.membership
            )
        return Response(written(person))


class Leave(OrganizationView):
    """The end of a job."""

    @extend_schema(
        operation_id="people_leave",
        summary="Note that somebody leaves, at once or on a day to come",
        description="Once: whoever has left has no job to leave.",
        request=LeaveIn,
        responses={200: PersonDetailOut, **described(400, 409, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, person_id):
        person = person_or_404(person_id)
        sent = accepted(LeaveIn, request.data)
        with by_field_or_conflict():
            planned.leaving(person, by=request.membership, **sent)
        return Response(written(person))


class TakeBackPlanned(OrganizationView):
    """Nothing happens on the day that was planned."""

    @extend_schema(
        operation_id="people_take_back_planned",
        summary="Take back a planned change of employer",
        description="One that has taken effect or was taken back is not found any more.",
        request=None,
        responses={200: PersonDetailOut, **described()},
    )
    @opened_to(*STAFF)
    def post(self, request, person_id, planned_id):
        person = person_or_404(person_id)
        planned.take_back(planned.planned_or_404(person, planned_id), by=request.membership)
        return Response(written(person))
