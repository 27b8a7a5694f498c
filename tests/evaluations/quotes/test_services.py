"""A quote is its author's: who may read it they alone say, and coordinators never change a word."""

import pytest
from django.db import IntegrityError, transaction

from evaluations.quotes import own_data, queries, services
from evaluations.quotes.models import Audience, Quote, QuoteConsent, State
from evaluations.quotes.services import CannotQuote
from mentoring.crypto.services import destroy_keys
from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from notifications import kinds
from notifications.models import Message
from organizations.models import AuditEvent
from tests.evaluations.quotes.people import WORDS, author, change, release, withdraw
from tests.factories.instruments import as_person
from tests.factories.participants import ParticipantFactory, membership_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def participant(organization):
    return author()


def as_coordinator(by):
    facts = context.Context(by.organization_id, by.user_id, context.Actor.COORDINATOR)
    return context.enter(facts)


def refused(rule):
    return pytest.raises(CannotQuote, match=".", check=lambda error: error.rule == rule)


def accept(quote, by, edition=None):
    with as_coordinator(by):
        return services.accept(quote, edition=edition or quote.edition, by=by)


def test_the_way_of_a_quote(participant, coordinator):
    quote_id = uuid7()
    quote = release(participant, f"  {WORDS}\n", ["sponsors", "program"], quote_id)
    assert release(participant, "Other words", ["public"], quote_id) == quote
    assert Quote.objects.count() == 1
    assert WORDS.encode() not in bytes(quote.locked)
    assert queries.released(participant.program, Audience.PROGRAM) == []
    with as_coordinator(coordinator), refused("no_reason"):
        services.send_back(quote, " ", edition=1, by=coordinator)
    with as_coordinator(coordinator):
        services.send_back(quote, "Who is your team?", edition=1, by=coordinator)
    letter = kinds.write(Message.objects.get(kind="quote_returned"))
    assert str(quote.pk) in letter.action_url
    assert "team" not in f"{letter.subject} {letter.paragraphs}"
    with as_person(participant):
        assert queries.own_quotes(participant.person_id)[0].reason == "Who is your team?"
    with refused("same_words"):
        change(quote, audiences=["program", "sponsors"])
    quote = change(quote, "I say what I think now.", ["program", "sponsors"], edition=1)
    assert (quote.state, quote.edition) == (State.WAITING, 2)
    with refused("changed"):
        accept(quote, coordinator, edition=1)
    accept(quote, coordinator)
    assert accept(quote, coordinator).state == State.ACCEPTED
    with refused("accepted"):
        change(quote, "Something else", ["program"])
    change(quote, "I say what I think now.", ["program"])
    released = queries.released(participant.program, Audience.PROGRAM)
    assert [one.words for one in released] == ["I say what I think now."]
    assert queries.released(participant.program, Audience.SPONSORS) == []
    with as_person(participant):
        told = own_data.quotes_by(participant.person_id)
    assert [one["words"] for one in told] == ["I say what I think now."]
    assert len(told[0]["consents"]) == 2
    assert withdraw(quote) is True
    assert withdraw(quote) is True
    assert Quote.objects.get().locked is None
    assert queries.released(participant.program, Audience.PROGRAM) == []
    verbs = AuditEvent.objects.filter(verb__startswith="quote.").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [
        "quote.released",
        "quote.sent_back",
        "quote.rewritten",
        "quote.accepted",
        "quote.consent_changed",
        "quote.withdrawn",
    ]
    assert WORDS not in str(list(verbs.values_list("facts", flat=True)))


def test_what_was_published_stays_and_its_author_is_told(participant, coordinator):
    quote = accept(release(participant, audiences=["program", "public"]), coordinator)
    page = uuid7()
    released = queries.released(participant.program, Audience.PROGRAM)
    assert services.take(released, by=None, taken_by=page) == released
    assert services.take(released, by=None, taken_by=uuid7()) == released  # the first stays
    assert QuoteConsent.objects.get(audience="program").taken_by == page
    with refused("taken"):
        change(quote, audiences=["public"])
    assert withdraw(quote) is False
    assert QuoteConsent.objects.get(audience="public").revoked_at
    assert services.take(released, by=None, taken_by=uuid7()) == []


def test_who_revokes_in_time_is_in_no_report(participant, coordinator):
    quote = accept(release(participant, audiences=["program", "public"]), coordinator)
    released = queries.released(participant.program, Audience.PUBLIC)
    change(quote, audiences=["program"])
    assert services.take(released, by=None, taken_by=uuid7()) == []
    change(quote, audiences=["program", "public"])
    assert len(queries.released(participant.program, Audience.PUBLIC)) == 1
    destroy_keys(participant.person_id)
    assert queries.released(participant.program, Audience.PUBLIC) == []
    with refused("gone"):
        change(quote, audiences=["public"])
    assert withdraw(quote) is True


@pytest.mark.parametrize(
    ("words", "audiences", "rule"),
    [
        ("", ["program"], "empty"),
        (" \x00\n", ["program"], "empty"),
        ("x" * 501, ["program"], "too_long"),
        (WORDS, [], "no_audience"),
        (WORDS, ["everybody"], "no_audience"),
    ],
)
def test_bad_input_writes_nothing(participant, words, audiences, rule):
    with refused(rule):
        release(participant, words, audiences)
    assert not Quote.objects.exists()


def test_others_and_who_sent_nothing_quote_nobody(participant, coordinator):
    silent = ParticipantFactory(program=participant.program)
    with refused("nothing_sent"):
        release(silent)
    with as_person(silent), refused("not_yours"):
        services.release(
            participant, WORDS, ["program"], by=membership_of(silent), quote_id=uuid7()
        )
    quote = release(participant)
    with as_person(silent):
        assert not Quote.objects.exists()
        assert not QuoteConsent.objects.exists()
    with as_person(participant), refused("not_for_you"):
        services.accept(quote, edition=1, by=membership_of(participant))
    for number in range(9):
        release(participant, f"{WORDS} {number}")
    with refused("too_many"):
        release(participant)


@pytest.mark.parametrize(
    ("who", "facts"),
    [
        ("coordinator", {"edition": 2}),
        ("coordinator", {"state": "withdrawn", "locked": None}),
        ("participant", {"state": "accepted", "decided_at": "2026-01-01T00:00Z"}),
        ("participant", {"participant_id": uuid7()}),
    ],
)
def test_the_database_knows_who_does_what(participant, coordinator, who, facts):
    quote = release(participant)
    own = as_coordinator(coordinator) if who == "coordinator" else as_person(participant)
    with own, pytest.raises(IntegrityError), transaction.atomic():
        Quote.objects.filter(pk=quote.pk).update(**facts)


def test_consents_are_the_authors_alone(participant, coordinator):
    quote = release(participant)
    with as_coordinator(coordinator):
        for facts in ({"revoked_at": "2026-01-01T00:00Z"}, {"audience": "public"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                QuoteConsent.objects.update(**facts)
        with pytest.raises(IntegrityError), transaction.atomic():
            QuoteConsent.objects.create(quote=quote, audience="public", text_version=1)
    taken = {"taken_at": "2026-01-01T00:00Z", "taken_by": uuid7()}
    with pytest.raises(IntegrityError), transaction.atomic():  # not accepted yet
        QuoteConsent.objects.update(**taken)


def test_enough_by_enough():
    assert not queries.may_be_shown([1, 2], 30)
    assert not queries.may_be_shown([1, 2, 3], 9)
    assert queries.may_be_shown([1, 2, 3], 10)
