"""Somebody who has sent answers, and quotes as they and coordinators go on with them."""

from evaluations.quotes import services
from mentoring.tenancy.keys import uuid7
from tests.factories.instruments import as_person, open_baseline, send
from tests.factories.participants import ParticipantFactory, membership_of

WORDS = "I say what I think now, and my team says it back."


def author(**facts):
    """A participant who has sent the baseline of their program."""
    made = ParticipantFactory(**facts)
    open_baseline(made.program)
    send(made)
    return made


def release(participant, words=WORDS, audiences=("program",), quote_id=None):
    with as_person(participant):
        return services.release(
            participant,
            words,
            audiences,
            by=membership_of(participant),
            quote_id=quote_id or uuid7(),
        )


def change(quote, words=WORDS, audiences=("program",), edition=None):
    participant = quote.participant
    with as_person(participant):
        return services.change(
            quote,
            words=words,
            audiences=audiences,
            edition=edition or quote.edition,
            by=membership_of(participant),
        )


def withdraw(quote):
    with as_person(quote.participant):
        return services.withdraw(quote, by=membership_of(quote.participant))
