"""What a program that is over leaves: quotes, certificates, results that are shared."""

from evaluations.certificates import services as certificates
from evaluations.quotes import services as quotes
from evaluations.results import services as results
from evaluations.sharing import services as sharing
from instruments.kinds import Occasion
from instruments.models import Response
from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from organizations.models import Membership

SAID = (
    "Thank you for a year of honest talks. Two things we do differently next time: the first "
    "meeting comes earlier, and the questions at half time are shorter."
)
WORDS = (
    "I had never said “I do not know” to my own people. Now I do, and the meetings are shorter.",
    "Somebody from outside asked the one question that nobody in our house would have asked.",
    "I came to give advice and left with questions about how I lead.",
    "Halden Grid should hear what we learned about shift handovers.",
)
REASON = "A company is named. Could you say it without?"


def leave(program, coordinator):
    """Each as its own people would: released, looked at, issued, published."""
    sent = Response.objects.filter(
        participant__program=program, occasion=Occasion.FINAL, submitted_at__isnull=False
    ).select_related("participant__person")
    authors = [row.participant for row in sent.order_by("id")[: len(WORDS)]]
    released = [_release(*one) for one in zip(authors, WORDS, strict=False)]
    for quote in released[1:3]:
        quotes.accept(quote, edition=1, by=coordinator)
    for quote in released[3:]:
        quotes.send_back(quote, REASON, edition=1, by=coordinator)
    certificates.issue_due()


def share(program, coordinator):
    run = results.work_out_at_once(program)
    row = sharing.write(program, SAID, edition=0, by=coordinator)
    sharing.publish(program, edition=row.edition, run_id=run.pk, by=coordinator)


def _release(author, words):
    own = Membership.objects.get(person=author.person_id)
    as_self = context.Context(author.organization_id, own.user_id, context.Actor.PARTICIPANT)
    with context.enter(as_self):
        audiences = ["program", "sponsors"]
        return quotes.release(author, words, audiences, by=own, quote_id=uuid7())
