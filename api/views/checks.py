"""How it goes, as each of a pair says: for themselves and coordinators, never for the partner."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from api.refusals import as_conflict
from organizations.roles import STAFF, Role
from participants.roles import Side
from partnerships.checks import queries as checks
from partnerships.checks import services
from partnerships.checks.kinds import STEPS, Fit, Occasion

FACTS = ("id", "occasion", "opened_at", "closes_on", "answered_at", "meeting", "useful")

RATINGS = [(step, str(step)) for step in STEPS]


class CheckOut(serializers.Serializer):
    """One check of one person. Ratings are from 1 to 5; null where another kind asks."""

    id = serializers.UUIDField()
    participant = serializers.UUIDField()
    name = serializers.CharField()
    side = serializers.ChoiceField(Side.choices)
    partnership = serializers.UUIDField()
    occasion = serializers.ChoiceField(Occasion.choices)
    opened_at = serializers.DateTimeField()
    closes_on = serializers.DateField(help_text="The last day to answer.")
    answered_at = serializers.DateTimeField(allow_null=True)
    meeting = serializers.IntegerField(allow_null=True, help_text="We meet as we have agreed.")
    useful = serializers.IntegerField(allow_null=True, help_text="Our meetings are useful to me.")
    fit = serializers.ChoiceField(Fit.choices, allow_null=True)


class OpenedCheckOut(CheckOut):
    """A check with its words: "" for none, null for words whose author had them erased."""

    words = serializers.CharField(allow_null=True, allow_blank=True)


class ChecksQuery(ListQuery):
    """What narrows the list."""

    occasion = serializers.ChoiceField(Occasion.choices, required=False)
    side = serializers.ChoiceField(Side.choices, required=False)
    state = serializers.ChoiceField(
        checks.STATES, required=False, help_text="`trouble`: a rating of 2 or less, or no fit."
    )


class CheckIn(Strict):
    """`fit` for a fit check, both ratings for any other; `words` for either."""

    meeting = serializers.ChoiceField(RATINGS, required=False)
    useful = serializers.ChoiceField(RATINGS, required=False)
    fit = serializers.ChoiceField(Fit.choices, required=False)
    words = serializers.CharField(
        allow_blank=True, max_length=services.LONGEST, trim_whitespace=False, default=""
    )


class Checks(OrganizationView):
    """The checks of a program; for a participant, their own."""

    @extend_schema(
        operation_id="checks_list",
        summary="List fit checks and progress checks",
        parameters=[ChecksQuery],
        responses={200: page_of(CheckOut), **described(400)},
    )
    @opened_to(*STAFF, Role.PARTICIPANT)
    def get(self, request, program):
        program = queries.program_for_or_404(request.membership, program)
        asked = accepted(ChecksQuery, request.query_params.dict())
        narrow = {name: asked.get(name, "") for name in ("occasion", "side", "state")}
        rows = checks.listed(program, **narrow)
        if request.membership.role == Role.PARTICIPANT:
            rows = rows.filter(participant__person=request.membership.person_id)
        return paged(request, rows, CheckOut, lambda page: [_row(check) for check in page])


class OneCheck(OrganizationView):
    """One check with its words."""

    @extend_schema(
        operation_id="checks_read",
        summary="Read one check; a coordinator's look leaves a trace",
        responses={200: OpenedCheckOut, **described()},
    )
    @opened_to(*STAFF, Role.PARTICIPANT)
    def get(self, request, program, check):
        program = queries.program_for_or_404(request.membership, program)
        if request.membership.role == Role.PARTICIPANT:
            return Response(_opened(checks.opened(_own(request, program, check))))
        check = checks.check_or_404(program, check)
        return Response(_opened(services.read(check, by=request.membership)))

    @extend_schema(
        operation_id="checks_answer",
        summary="Answer one's own check, once",
        description="The same answer again changes nothing; another one is refused.",
        request=CheckIn,
        responses={200: OpenedCheckOut, **described(400, 409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, check):
        program = queries.program_for_or_404(request.membership, program)
        check = _own(request, program, check)
        values = accepted(CheckIn, request.data)
        with as_conflict(services.CannotAnswerCheck):
            services.answer(check, by=request.membership, **values)
        return Response(_opened(checks.opened(_own(request, program, check.pk))))


def _own(request, program, check):
    return checks.own_check_or_404(check, request.membership.person_id, program)


def _row(check):
    return {
        **{name: getattr(check, name) for name in FACTS},
        "participant": check.participant_id,
        "name": check.participant.person.name,
        "side": check.participant.side,
        "partnership": check.partnership_id,
        "fit": check.fit or None,
    }


def _opened(opened):
    words = None if opened.is_gone else opened.words
    return OpenedCheckOut({**_row(opened.row), "words": words}).data
