"""How much is new to one of a pair; nobody else learns what they have looked at."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import described
from organizations.roles import Role
from partnerships.unread.parts import Part
from partnerships.unread.queries import news_of
from partnerships.writing.queries import pair_or_404


class NewsOut(serializers.Serializer):
    """What the other one did since you last looked at a page of yours; reading this is no look."""

    goals = serializers.IntegerField(help_text="With steps, progress and what is to be done.")
    meetings = serializers.IntegerField()
    messages = serializers.IntegerField()
    notes = serializers.IntegerField()
    files = serializers.IntegerField()


class News(OrganizationView):
    """What is new in a partnership of one's own."""

    @extend_schema(
        operation_id="partnership_news",
        summary="Read how much is new since you last looked",
        responses={200: NewsOut, **described()},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request, program, partnership):
        person_id = request.membership.person_id
        pair = pair_or_404(partnership, person_id)
        if pair.partnership.program.slug != program:
            raise Http404
        counted = news_of(person_id, [partnership])[partnership]
        return Response(NewsOut({part: counted[part] for part in Part}).data)
