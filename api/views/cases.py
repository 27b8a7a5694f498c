"""Cases, as coordinators look after them: facts and what was done, never what the two have said."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from api.refusals import as_conflict
from organizations.models import Membership
from organizations.roles import STAFF
from partnerships.cases import queries, services
from partnerships.cases.keeping import CannotWorkOn
from partnerships.cases.kinds import (
    OUTCOMES,
    Action,
    Channel,
    Level,
    Outcome,
    Severity,
    Signal,
)
from partnerships.cases.listed.filters import TABS, shown
from partnerships.cases.listed.queries import with_names
from partnerships.cases.models import Case
from partnerships.cases.subjects import participant_id_of, participants_of, people_of

SHOWN = [(tab, tab) for tab in TABS if tab]


class CaseQuery(ListQuery):
    """Which cases."""

    show = serializers.ChoiceField(SHOWN, required=False, help_text="Those that wait unless said.")
    program = serializers.SlugField(required=False)
    signal = serializers.ChoiceField(Signal.choices, required=False)
    severity = serializers.ChoiceField(Severity.choices, required=False)
    owner = serializers.UUIDField(required=False, help_text="The id of somebody's role.")


class InCaseOut(serializers.Serializer):
    """One of those whom a case is about."""

    participant = serializers.UUIDField()
    name = serializers.CharField()
    side = serializers.CharField()


class CaseOwnerOut(serializers.Serializer):
    """Who looks after a case."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class CaseOut(serializers.Serializer):
    """Something that a coordinator has to look after; `people` has first whom it is about."""

    id = serializers.UUIDField()
    program = serializers.SlugField()
    signal = serializers.ChoiceField(Signal.choices)
    partnership = serializers.UUIDField(allow_null=True)
    people = InCaseOut(many=True)
    since = serializers.DateTimeField()
    severity = serializers.ChoiceField(Severity.choices)
    owner = CaseOwnerOut(allow_null=True)
    due_on = serializers.DateField()
    snoozed_until = serializers.DateField(allow_null=True)
    level = serializers.ChoiceField(Level.choices)
    is_open = serializers.BooleanField()
    outcome = serializers.ChoiceField(Outcome.choices, allow_null=True)
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)


class CaseEventOut(serializers.Serializer):
    """Something that happened to a case; `by` is null when it was the system."""

    action = serializers.ChoiceField(Action.choices)
    at = serializers.DateTimeField()
    by = serializers.CharField(allow_null=True)
    day = serializers.DateField(allow_null=True)
    channel = serializers.ChoiceField(Channel.choices, allow_null=True)


class OneCaseOut(CaseOut):
    """A case with its history."""

    history = CaseEventOut(many=True)


class AssignCaseIn(Strict):
    """Who looks after it from now on; null for nobody."""

    owner = serializers.UUIDField(allow_null=True, help_text="The id of somebody's role.")


class CaseDayIn(Strict):
    """A day."""

    day = serializers.DateField()


class CaseContactIn(Strict):
    """With whom, how and when one was in touch; never what was said."""

    participant = serializers.UUIDField()
    channel = serializers.ChoiceField(Channel.choices)
    day = serializers.DateField(required=False, default=None, allow_null=True)


class EscalateCaseIn(Strict):
    """How far up it goes; the highest level waits for a second person."""

    level = serializers.ChoiceField(Level.choices)
    is_person_told = serializers.BooleanField(required=False, default=None, allow_null=True)


class CloseCaseIn(Strict):
    """What became of it."""

    outcome = serializers.ChoiceField([(one.value, one.label) for one in OUTCOMES])


class Cases(OrganizationView):
    """The cases of the organization."""

    @extend_schema(
        operation_id="cases_list",
        summary="List cases, what is due first",
        parameters=[CaseQuery],
        responses={200: page_of(CaseOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request):
        asked = accepted(CaseQuery, request.query_params.dict())
        rows = Case.objects.filter(shown(asked.get("show", ""), request.membership))
        narrow = {"program": "program__slug", "signal": "signal", "severity": "severity"}
        narrow["owner"] = "owner"
        rows = rows.filter(**{narrow[name]: asked[name] for name in narrow if name in asked})
        rows = with_names(rows).order_by("due_on", "severity", "opened_at", "id")
        return paged(request, rows, CaseOut, lambda page: [_row(case) for case in page])


class OneCase(OrganizationView):
    """One case."""

    @extend_schema(
        operation_id="cases_read",
        summary="Read a case and what was done about it",
        responses={200: OneCaseOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, case):
        found = queries.case_or_404(case)
        services.look(found, by=request.membership)
        return Response(_whole(found))


def _doing(operation_id, summary, body=None):
    """The schema of one thing that is done with a case."""
    answers = {200: OneCaseOut, **described(400, 409)}
    return extend_schema(
        operation_id=operation_id, summary=summary, request=body, responses=answers
    )


def _done(case, act, *said, by, **facts):
    """The case after ``act``, or a 409 with why not."""
    with as_conflict(CannotWorkOn):
        act(case, *said, by=by, **facts)
    return Response(_whole(queries.case_or_404(case.pk)))


class TakeCase(OrganizationView):
    """Taking a case."""

    @_doing("cases_take", "Look after a case; a conflict says who was faster")
    @opened_to(*STAFF)
    def post(self, request, case):
        return _done(queries.case_or_404(case), services.take, by=request.membership)


class AssignCase(OrganizationView):
    """Giving a case to somebody."""

    @_doing("cases_assign", "Let somebody else look after a case, or nobody", AssignCaseIn)
    @opened_to(*STAFF)
    def post(self, request, case):
        found, said = queries.case_or_404(case), accepted(AssignCaseIn, request.data)
        owner = _owner(said["owner"])
        return _done(found, services.assign, owner, by=request.membership)


class MoveCase(OrganizationView):
    """The day on which a case is due."""

    @_doing("cases_due", "Move the day on which a case is due", CaseDayIn)
    @opened_to(*STAFF)
    def post(self, request, case):
        found, said = queries.case_or_404(case), accepted(CaseDayIn, request.data)
        return _done(found, services.set_due, said["day"], by=request.membership)


class SnoozeCase(OrganizationView):
    """Putting a case off."""

    @_doing("cases_snooze", "Put a case off until a day of the next thirty", CaseDayIn)
    @opened_to(*STAFF)
    def post(self, request, case):
        found, said = queries.case_or_404(case), accepted(CaseDayIn, request.data)
        return _done(found, services.snooze, said["day"], by=request.membership)


class WakeCase(OrganizationView):
    """Taking up again what was put off."""

    @_doing("cases_wake", "Take up again what was put off")
    @opened_to(*STAFF)
    def post(self, request, case):
        return _done(queries.case_or_404(case), services.wake, by=request.membership)


class ContactAboutCase(OrganizationView):
    """Noting that one was in touch."""

    @_doing(
        "cases_contact", "Note that, when and how one was in touch with somebody", CaseContactIn
    )
    @opened_to(*STAFF)
    def post(self, request, case):
        found, said = queries.case_or_404(case), accepted(CaseContactIn, request.data)
        people = {one.pk: one for one in participants_of(found).values()}
        if said["participant"] not in people:
            raise serializers.ValidationError({"participant": [str(services.NOT_OF_CASE)]})
        whom, by = people[said["participant"]], request.membership
        return _done(found, services.log_contact, said["channel"], whom, by=by, on=said["day"])


class EscalateCase(OrganizationView):
    """Raising a case."""

    @_doing("cases_escalate", "Raise or lower a case, or ask for its highest level", EscalateCaseIn)
    @opened_to(*STAFF)
    def post(self, request, case):
        found, said = queries.case_or_404(case), accepted(EscalateCaseIn, request.data)
        told = {"is_person_told": said["is_person_told"]}
        return _done(found, services.escalate, said["level"], by=request.membership, **told)


class AgreeToRaise(OrganizationView):
    """The second person's word."""

    @_doing("cases_agree", "Agree, as a second person, to the highest level")
    @opened_to(*STAFF)
    def post(self, request, case):
        return _done(queries.case_or_404(case), services.agree_to_raise, by=request.membership)


class CloseCase(OrganizationView):
    """Closing a case."""

    @_doing("cases_close", "Close a case with what became of it", CloseCaseIn)
    @opened_to(*STAFF)
    def post(self, request, case):
        found, said = queries.case_or_404(case), accepted(CloseCaseIn, request.data)
        return _done(found, services.close, said["outcome"], by=request.membership)


class ReopenCase(OrganizationView):
    """Opening a case again."""

    @_doing("cases_reopen", "Open a closed case again, and look after it")
    @opened_to(*STAFF)
    def post(self, request, case):
        return _done(queries.case_or_404(case), services.reopen, by=request.membership)


def _owner(pk):
    if pk is None:
        return None
    owner = Membership.objects.filter(pk=pk, role__in=STAFF).first()
    if owner is None:
        raise serializers.ValidationError({"owner": [_("Nobody on the staff has this id.")]})
    return owner


def _row(case):
    facts = ("id", "signal", "since", "severity", "due_on", "snoozed_until", "level", "is_open")
    values = {name: getattr(case, name) for name in (*facts, "opened_at", "closed_at")}
    owner = case.owner
    return {
        **values,
        "program": case.program.slug,
        "partnership": case.partnership_id,
        "people": [
            {"participant": participant_id_of(case, side), "name": person.name, "side": side}
            for side, person in people_of(case)
        ],
        "owner": owner and {"id": owner.pk, "name": owner.name},
        "outcome": case.outcome or None,
    }


def _whole(case):
    """A case with its history, as it is written."""
    history = [
        {
            "action": event.action,
            "at": event.at,
            "by": event.by and event.by.name,
            "day": event.day,
            "channel": event.channel or None,
        }
        for event in queries.history_of(case)
    ]
    return OneCaseOut({**_row(case), "history": history}).data
