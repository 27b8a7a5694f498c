"""What a process of the contests about evaluations and reports does: its acts, when others act."""

from uuid import UUID

import django

django.setup()

from evaluations.certificates import services as certifying  # noqa: E402 - models need the apps
from evaluations.observers import answering, links  # noqa: E402
from evaluations.observers.refusals import CannotObserve  # noqa: E402
from evaluations.quotes import queries as quotes  # noqa: E402
from evaluations.quotes import services as quoting  # noqa: E402
from evaluations.quotes.models import Audience, Quote  # noqa: E402
from evaluations.refusals import Refusal  # noqa: E402
from instruments import services as instruments  # noqa: E402
from instruments.models import Item, Response  # noqa: E402
from instruments.services import CannotAnswer  # noqa: E402
from mentoring.tenancy import context  # noqa: E402
from mentoring.tenancy.keys import uuid7  # noqa: E402
from organizations.models import Membership  # noqa: E402
from participants.models import Participant  # noqa: E402
from programs.models import Program  # noqa: E402
from reports import services as reports  # noqa: E402
from reports.tasks import make_reports  # noqa: E402

REFUSALS = (Refusal, CannotAnswer, CannotObserve)


def print_quotes(_by, quote):
    """The words that a snapshot would print now."""
    program = Program.objects.get(participants__quotes=quote)
    found = quotes.released(program, Audience.SPONSORS)
    return [one.words for one in quoting.take(found, by=None, taken_by=uuid7())]


def withdraw(by, quote):
    return quoting.withdraw(Quote.objects.get(pk=quote), by=by)


def revoke(by, quote):
    """Sponsors may not read it any more; others still may."""
    one = quotes.own_quote_or_404(quote, by.person_id)
    quoting.change(one.row, words=one.words, audiences=["program"], edition=one.row.edition, by=by)
    return True


def certify(by, participant):
    return str(certifying.issue(Participant.objects.get(pk=participant), by=by).pk)


def observe(_by, token_hash, value):
    with links.behind((context.current().organization_id, token_hash)):
        found = answering.find()
        lines = [line for page in answering.questions(found) for line in page.lines]
        items = [line.item for line in lines]
        answering.submit(found, {one: value if one.kind == "scale_5" else "5" for one in items})
    return value


def send(by, response):
    instruments.submit(Response.objects.get(pk=response), by=by)
    return True


def write(by, response, item):
    instruments.save_answers(
        Response.objects.get(pk=response), {Item.objects.get(pk=item): "1"}, by=by
    )
    return True


def count(_by, program, stayed):
    numbers = dict.fromkeys(("counted", "promoted", "larger_role", "moved"), 9)
    numbers["stayed"] = stayed
    program = Program.objects.get(pk=program)
    try:
        reports.count(program, context.current().company_id, "follow_up_6", numbers, seen=None)
    except reports.CountedMeanwhile as other:
        return other.newest.stayed
    return stayed


def act_at_once(organization, acts, answers, barrier):
    """Do each ``(what, as whom, arguments)`` in a transaction, when all others do theirs.

    ``answers`` takes ``[what was answered]``: a refusal is its rule.
    """
    found = []
    for what, who, arguments in acts:
        barrier.wait()
        try:
            with context.enter(_as(organization, **who)):
                # HR's role cannot read who it is.
                by = Membership.objects.get(pk=by) if (by := who.get("membership")) else None
                found.append(what(by, *arguments))
        except REFUSALS as refusal:
            found.append(refusal.rule)
    answers.put(found)


def report_at_once(organization, runs, answers, barrier):
    """Work at each run, as workers do that were sent the same task."""
    for run in runs:
        barrier.wait()
        make_reports.run(organization, run)
    answers.put(runs)


def _as(organization, actor=context.Actor.WORKER, user=None, company=None, membership=None):
    ids = (UUID(one) if one else None for one in (user, company))
    user, company = ids
    return context.Context(UUID(organization), user, context.Actor(actor), company)
