"""What a program that is over leaves: quotes, feedback, certificates, results that are shared."""

import contextlib

from evaluations.certificates import services as certificates
from evaluations.quotes import services as quotes
from evaluations.results import consenting
from evaluations.results import services as results
from evaluations.sharing import services as sharing
from instruments.kinds import Occasion
from instruments.models import Response
from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from organizations.models import Membership
from organizations.roles import Role
from participants.roles import Side
from partnerships.models import Partnership

SAID = (
    "Thank you for a year of honest talks. Two things we do differently next time: the first "
    "meeting comes earlier, and the questions at half time are shorter."
)
ACCEPTED, RETURNED, WAITING = "accepted", "returned", "waiting"
# Each author's words, and what a coordinator makes of them.
WORDS = (
    (
        WAITING,
        "I had never said “I do not know” to my own people. Now I do, and meetings are shorter.",
    ),
    (
        ACCEPTED,
        "Somebody from outside asked the one question that nobody in our house would have asked.",
    ),
    (ACCEPTED, "I came to give advice and left with questions about how I lead."),
    (RETURNED, "Halden Grid should hear what we learned about shift handovers."),
    (ACCEPTED, "For one hour a month nobody wanted anything from me. That hour changed the rest."),
    (ACCEPTED, "I delegated the one thing I was proud of. It came back better than I make it."),
    (ACCEPTED, "My mentee told me on the third evening that I was not listening. She was right."),
    (WAITING, "The first talk about money in my life that did not end in an apology."),
)
REASON = "A company is named. Could you say it without?"


def let_read(program):
    """Every second mentee lets the mentor read the final evaluation."""
    for response in _sent(program).filter(participant__side=Side.MENTEE)[::2]:
        _let_read(response)


def leave(program, coordinator):
    """Each as its own people would: released, looked at, issued."""
    for response, (made, words) in zip(_sent(program), WORDS, strict=False):
        quote = _release(response.participant, words)
        if made == ACCEPTED:
            quotes.accept(quote, edition=1, by=coordinator)
        elif made == RETURNED:
            quotes.send_back(quote, REASON, edition=1, by=coordinator)
    certificates.issue_due()


def share(program, coordinator):
    run = results.work_out_at_once(program)
    row = sharing.write(program, SAID, edition=0, by=coordinator)
    sharing.publish(program, edition=row.edition, run_id=run.pk, by=coordinator)


def _sent(program):
    """Final evaluations that were sent."""
    rows = Response.objects.filter(participant__program=program, occasion=Occasion.FINAL)
    rows = rows.filter(submitted_at__isnull=False).select_related("participant__person")
    return rows.order_by("id")


def _release(author, words):
    with _as(author) as own:
        audiences = ["program", "sponsors"]
        return quotes.release(author, words, audiences, by=own, quote_id=uuid7())


def _let_read(final):
    """A mentee lets the mentor read what this final evaluation says about the mentoring."""
    with _as(final.participant) as own:
        pair = Partnership.objects.filter(mentee=final.participant).latest("id")
        consenting.give(pair, final, by=own)


@contextlib.contextmanager
def _as(participant):
    """In the context of a participant; gives their membership."""
    own = Membership.objects.get(person=participant.person_id, role=Role.PARTICIPANT)
    as_self = context.Context(participant.organization_id, own.user_id, context.Actor.PARTICIPANT)
    with context.enter(as_self):
        yield own
