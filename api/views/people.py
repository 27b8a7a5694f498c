"""People whom the organization knows, with their jobs; never what coordinators noted of them."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import CompanyOut, ListQuery, accepted, page_of, paged
from organizations.people import jobs_of, person_or_404
from organizations.planned import planned_for
from organizations.roles import STAFF


class PersonOut(serializers.Serializer):
    """Somebody, and where they work now."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField()
    employer = CompanyOut(allow_null=True)


class JobOut(serializers.Serializer):
    """A job; one that goes on has no end."""

    company = CompanyOut()
    started_on = serializers.DateField()
    ended_on = serializers.DateField(allow_null=True)


class PlannedOut(serializers.Serializer):
    """A change of employer on a day to come, or the last one that could not take effect."""

    id = serializers.UUIDField(source="pk")
    takes_effect_on = serializers.DateField()
    company = serializers.CharField(allow_blank=True, help_text="Its name; empty: they leave.")
    is_refused = serializers.BooleanField()
    refusal = serializers.CharField(allow_blank=True, help_text="Why it could not take effect.")


class PersonDetailOut(PersonOut):
    """Somebody, all jobs that are known, the newest first, and what is planned."""

    jobs = JobOut(many=True)
    planned = PlannedOut(allow_null=True)


class PeopleQuery(ListQuery):
    """What narrows the list of people."""

    search = serializers.CharField(
        required=False, max_length=100, help_text="Parts of the name or the mail address."
    )


class People(OrganizationView):
    """Everybody whom the organization knows."""

    @extend_schema(
        operation_id="people_list",
        summary="List people and where they work",
        parameters=[PeopleQuery],
        responses={200: page_of(PersonOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request):
        asked = accepted(PeopleQuery, request.query_params.dict())
        rows = queries.people(asked.get("search", ""))
        return paged(request, rows, PersonOut, queries.with_employers)


class OnePerson(OrganizationView):
    """Somebody with all jobs."""

    @extend_schema(
        operation_id="people_read",
        summary="Read a person and their jobs",
        responses={200: PersonDetailOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, person_id):
        return Response(written(person_or_404(person_id)))


def written(person):
    """What the API writes of a person with jobs."""
    person.jobs = jobs_of(person.pk)
    going_on = [job.company for job in person.jobs if job.ended_on is None]
    person.employer = going_on[0] if going_on else None
    person.planned = planned_for(person)
    return PersonDetailOut(person).data
