"""What each of a pair is to do: for the two alone."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import opened_to
from api.errors import described
from api.fields import Strict, accepted
from api.views.goals import PairView, refusals
from mentoring.tenancy.keys import uuid7
from organizations.roles import Role
from partnerships.actions import queries, services
from partnerships.actions.standings import Standing
from partnerships.lifecycle import MENTEE, MENTOR

STANDINGS = {standing.name.lower(): standing for standing in Standing}
STANDING_NAMES = list(STANDINGS)
ONE_OF_TWO = [MENTEE, MENTOR]


class ActionOut(serializers.Serializer):
    """Something to do."""

    id = serializers.UUIDField()
    text = serializers.CharField(allow_null=True, help_text="Null when its author had it erased.")
    owner = serializers.ChoiceField(ONE_OF_TWO)
    due_on = serializers.DateField(allow_null=True)
    standing = serializers.ChoiceField(STANDING_NAMES)
    revision = serializers.IntegerField(help_text="Send it back as `seen` with a change.")
    number = serializers.IntegerField(help_text="Send it back as `seen` with a standing.")
    may_change = serializers.BooleanField(help_text="One wrote it oneself.")


class ActionsOut(serializers.Serializer):
    """Open ones by their day, then the newest of the others."""

    results = ActionOut(many=True)


class ActionIn(Strict):
    """Something to do; with an `id` of your own, sending it twice adds it once."""

    id = serializers.UUIDField(required=False)
    text = serializers.CharField(max_length=services.LONGEST)
    owner = serializers.ChoiceField(ONE_OF_TWO)
    due_on = serializers.DateField(allow_null=True, default=None)


class ActionChangeIn(Strict):
    """Other words, another owner or day."""

    text = serializers.CharField(max_length=services.LONGEST)
    owner = serializers.ChoiceField(ONE_OF_TWO)
    due_on = serializers.DateField(allow_null=True, default=None)
    seen = serializers.IntegerField(min_value=0, max_value=10**6)


class StandingIn(Strict):
    """How it stands."""

    standing = serializers.ChoiceField(STANDING_NAMES)
    seen = serializers.IntegerField(min_value=0, max_value=10**6)


class Actions(PairView):
    """What the two are to do."""

    @extend_schema(
        operation_id="actions_list",
        summary="Read what a pair is to do",
        responses={200: ActionsOut, **described()},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request, program, partnership):
        row, who = self.opened(request, program, partnership)
        return _answer(row, who)

    @extend_schema(
        operation_id="actions_add",
        summary="Add something to do",
        request=ActionIn,
        responses={200: ActionsOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership):
        row, who = self.opened(request, program, partnership)
        values = accepted(ActionIn, request.data)
        facts = {"item_id": values.get("id") or uuid7(), **_facts(row, values)}
        with refusals():
            services.add_item(row, values["text"], by=request.membership, **facts)
        return _answer(row, who)


class OneAction(PairView):
    """One thing to do."""

    @extend_schema(
        operation_id="actions_change",
        summary="Say in other words what is to be done",
        request=ActionChangeIn,
        responses={200: ActionsOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def put(self, request, program, partnership, item):
        row, who = self.opened(request, program, partnership)
        _item_or_404(row, item, who)
        values = accepted(ActionChangeIn, request.data)
        facts = {"seen": values["seen"], **_facts(row, values)}
        with refusals():
            services.change_item(row, item, values["text"], by=request.membership, **facts)
        return _answer(row, who)


class ActionStanding(PairView):
    """How one thing stands."""

    @extend_schema(
        operation_id="actions_say",
        summary="Say that something is done, dropped, or open after all",
        request=StandingIn,
        responses={200: ActionsOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership, item):
        row, who = self.opened(request, program, partnership)
        _item_or_404(row, item, who)
        values = accepted(StandingIn, request.data)
        standing = STANDINGS[values["standing"]]
        with refusals():
            services.say(row, item, standing, by=request.membership, seen=values["seen"])
        return _answer(row, who)


def _facts(row, values):
    return {"owner_id": getattr(row, f"{values['owner']}_person_id"), "due_on": values["due_on"]}


def _item_or_404(row, item_id, who):
    if queries.item_of(row, item_id, *who) is None:
        raise Http404


def _answer(row, who):
    waiting, others = queries.items_of(row, *who)
    return Response(ActionsOut({"results": [_out(row, one) for one in waiting + others]}).data)


def _out(partnership, item):
    row = item.row
    return {
        "id": row.pk,
        "text": item.text,
        "owner": MENTEE if row.owner_id == partnership.mentee_person_id else MENTOR,
        "due_on": row.due_on,
        "standing": item.standing.name.lower(),
        "revision": item.version,
        "number": row.number,
        "may_change": item.may_word,
    }
