"""Quotes: one's own words that one lets others read, and what coordinators say to them."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from api import evaluations
from api.access import OrganizationView, opened_to
from api.errors import Conflict, described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from api.own import own_or_404
from api.refusals import as_conflict
from evaluations.quotes import queries, services
from evaluations.quotes.consenting import HINTS, TEXT, VERSION
from evaluations.quotes.models import MOST_CHARACTERS, Audience, State
from evaluations.quotes.services import MOST_OF_REASON, CannotQuote
from mentoring.tenancy.keys import uuid7
from organizations.roles import STAFF, Role
from programs.queries import program_or_404

MOST_EDITIONS = 30_000
SHOWN = [(one.value, one.label) for one in (State.WAITING, State.ACCEPTED, State.RETURNED)]


class QuoteOut(serializers.Serializer):
    """A quote. `words` is null once they are withdrawn or erased; `reason` is why it came back."""

    id = serializers.UUIDField()
    program = serializers.CharField()
    participant = serializers.UUIDField()
    state = serializers.ChoiceField(State.choices)
    edition = serializers.IntegerField(help_text="Send it back with a change or a decision.")
    words = serializers.CharField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    audiences = serializers.ListField(child=serializers.ChoiceField(Audience.choices))
    published = serializers.ListField(
        child=serializers.ChoiceField(Audience.choices),
        help_text="Audiences for which it cannot be taken back any more.",
    )
    written_at = serializers.DateTimeField()


class QuoteToCheckOut(serializers.Serializer):
    """A quote as coordinators look at it: whose it is, is not the question."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(State.choices)
    edition = serializers.IntegerField(help_text="Send it back with a decision.")
    words = serializers.CharField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    names = serializers.ListField(
        child=serializers.CharField(), help_text="What reads like a person's or company's name."
    )
    audiences = serializers.ListField(child=serializers.ChoiceField(Audience.choices))
    written_at = serializers.DateTimeField()


class AudienceOut(serializers.Serializer):
    """Somebody who may be let read, and where."""

    audience = serializers.ChoiceField(Audience.choices)
    label = serializers.CharField()
    hint = serializers.CharField()


class QuoteTextOut(serializers.Serializer):
    """What an author agrees to. Send `version` back as `agreed`."""

    version = serializers.IntegerField()
    text = serializers.CharField()
    audiences = AudienceOut(many=True)


class QuoteIn(Strict):
    """Words, who may read them, and the version of the text that was read and is agreed to."""

    words = serializers.CharField(max_length=MOST_CHARACTERS)
    audiences = serializers.ListField(
        child=serializers.ChoiceField(Audience.choices), min_length=1, max_length=len(Audience)
    )
    agreed = serializers.IntegerField(min_value=1, max_value=MOST_EDITIONS)


class NewQuoteIn(QuoteIn):
    """A new quote; with an `id` of your own, sending it twice releases it once."""

    id = serializers.UUIDField(required=False)


class EditionIn(Strict):
    """Which edition was read."""

    edition = serializers.IntegerField(min_value=1, max_value=MOST_EDITIONS)


class QuoteChangeIn(EditionIn, QuoteIn):
    """A quote as it should be: an audience that is left out may not read it any more."""


class QuoteBackIn(EditionIn):
    """What should be different, for the author."""

    reason = serializers.CharField(max_length=MOST_OF_REASON)


class WithdrawnQuoteOut(serializers.Serializer):
    """`is_whole`: all of it could be taken back; what was published before stays."""

    is_whole = serializers.BooleanField()


class QuotesQuery(ListQuery):
    """What narrows the list."""

    state = serializers.ChoiceField(SHOWN, required=False, default=State.WAITING)


class Quotes(OrganizationView):
    """One's own quotes."""

    @extend_schema(
        operation_id="quotes_list_own",
        summary="List one's own quotes, the newest first",
        parameters=[ListQuery],
        responses={200: page_of(QuoteOut), **described(400)},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request):
        accepted(ListQuery, request.query_params.dict())
        found = queries.own_quotes(request.membership.person_id)
        return paged(
            request, found, QuoteOut, lambda page: [evaluations.own_quote(one) for one in page]
        )


class QuoteText(OrganizationView):
    """What whoever lets others read their words agrees to."""

    @extend_schema(
        operation_id="quotes_text",
        summary="Read what one agrees to before others may read one's words",
        responses={200: QuoteTextOut, **described()},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request):
        audiences = [
            {"audience": one.value, "label": one.label, "hint": HINTS[one]} for one in Audience
        ]
        text = {"version": VERSION, "text": TEXT, "audiences": audiences}
        return Response(QuoteTextOut(text).data)


class ReleaseQuote(OrganizationView):
    """New words."""

    @extend_schema(
        operation_id="quotes_release",
        summary="Let others read words of one's own, once a coordinator has looked",
        request=NewQuoteIn,
        responses={201: QuoteOut, **described(400, 409, 413)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, participant):
        own = own_or_404(request.membership, program, participant)
        given = _agreed(NewQuoteIn, request)
        with as_conflict(CannotQuote):
            quote = services.release(
                own,
                given["words"],
                given["audiences"],
                by=request.membership,
                quote_id=given.get("id") or uuid7(),
            )
        return Response(_one(request, quote.pk), status=status.HTTP_201_CREATED)


class OneQuote(OrganizationView):
    """One quote of one's own."""

    @extend_schema(
        operation_id="quotes_read",
        summary="Read a quote of one's own",
        responses={200: QuoteOut, **described()},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request, quote):
        return Response(_one(request, quote))

    @extend_schema(
        operation_id="quotes_change",
        summary="Word a quote anew, or change who may read it",
        description="Words that were accepted stay. A stale edition is refused.",
        request=QuoteChangeIn,
        responses={200: QuoteOut, **described(400, 409, 413)},
    )
    @opened_to(Role.PARTICIPANT)
    def put(self, request, quote):
        found = queries.own_quote_or_404(quote, request.membership.person_id)
        given = _agreed(QuoteChangeIn, request)
        facts = {name: given[name] for name in ("words", "audiences", "edition")}
        with as_conflict(CannotQuote):
            services.change(found.row, by=request.membership, **facts)
        return Response(_one(request, quote))


class WithdrawQuote(OrganizationView):
    """The end of a quote."""

    @extend_schema(
        operation_id="quotes_withdraw",
        summary="Take a quote back; twice changes nothing",
        request=None,
        responses={200: WithdrawnQuoteOut, **described()},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, quote):
        found = queries.own_quote_or_404(quote, request.membership.person_id)
        is_whole = services.withdraw(found.row, by=request.membership)
        return Response({"is_whole": is_whole})


class QuotesOfProgram(OrganizationView):
    """The quotes of a program in one state."""

    @extend_schema(
        operation_id="quotes_list",
        summary="List a program's quotes: those that wait for a look, unless told otherwise",
        parameters=[QuotesQuery],
        responses={200: page_of(QuoteToCheckOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        state = accepted(QuotesQuery, request.query_params.dict())["state"]
        return paged(request, queries.quotes_of(program, state), QuoteToCheckOut, _to_check)


class AcceptQuote(OrganizationView):
    """Nothing in it gives anybody away."""

    @extend_schema(
        operation_id="quotes_accept",
        summary="Accept a quote as it was read; twice changes nothing",
        request=EditionIn,
        responses={200: QuoteToCheckOut, **described(400, 409)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, quote):
        row = queries.quote_or_404(program_or_404(program), quote)
        given = accepted(EditionIn, request.data)
        with as_conflict(CannotQuote):
            services.accept(row, by=request.membership, **given)
        return Response(_checked(program, quote))


class SendQuoteBack(OrganizationView):
    """It gives somebody away."""

    @extend_schema(
        operation_id="quotes_send_back",
        summary="Ask the author for other words; they get a mail, and read the reason here",
        request=QuoteBackIn,
        responses={200: QuoteToCheckOut, **described(400, 409, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, quote):
        row = queries.quote_or_404(program_or_404(program), quote)
        given = accepted(QuoteBackIn, request.data)
        with as_conflict(CannotQuote):
            services.send_back(row, by=request.membership, **given)
        return Response(_checked(program, quote))


def _agreed(shape, request):
    """What was sent, if it agrees to the text that is in force."""
    given = accepted(shape, request.data)
    if given["agreed"] != VERSION:
        raise Conflict(_("The text has changed since you read it. Read it once more."))
    return given


def _all_own(found):
    return [evaluations.own_quote(one) for one in found]


def _one(request, pk):
    found = queries.own_quote_or_404(pk, request.membership.person_id)
    return QuoteOut(evaluations.own_quote(found)).data


def _to_check(rows):
    return [evaluations.quote_to_check(one) for one in queries.read(rows, is_marked=True)]


def _checked(program, pk):
    row = queries.quote_or_404(program_or_404(program), pk)
    return QuoteToCheckOut(_to_check([row])[0]).data
