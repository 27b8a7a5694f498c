"""Reads about quotes: one's own, those that wait for a look, and those that may be used."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch
from django.http import Http404
from django.utils.functional import cached_property

from evaluations.quotes.models import Audience, Quote, QuoteConsent, State
from evaluations.quotes.names import known_names, pieces
from instruments.kinds import Kind
from instruments.models import Answer, Response
from instruments.values import about
from mentoring.crypto.master import Unreadable
from mentoring.crypto.services import Keyring
from participants.models import Participant

# Quotes are shown from this many on, and where at least so many could have written one.
FEWEST_QUOTES = 3
FEWEST_AUTHORS = 10


@dataclass(frozen=True)
class Read:
    """A quote with its words; ``words`` is None when their key is gone."""

    row: Quote
    words: str | None
    reason: str = ""
    pieces: tuple = ()

    @cached_property
    def consents(self):
        """Those that hold: not revoked."""
        return [one for one in self.row.consents.all() if one.revoked_at is None]

    @property
    def audiences(self):
        return [Audience(one.audience) for one in self.consents]

    @property
    def taken(self):
        return [Audience(one.audience) for one in self.consents if one.taken_at]

    @property
    def marks(self):
        """The texts that the machine takes for names, each once."""
        return list(dict.fromkeys(piece.text for piece in self.pieces if piece.kind))


@dataclass(frozen=True)
class Released:
    """Words that may be used: accepted, and their author lets this audience read them.

    ``consent_id`` is what ``services.take`` takes. Whose they are stays inside.
    """

    consent_id: UUID
    words: str
    participant_id: UUID
    company_id: UUID | None


def own_participants(person_id):
    """The participations in which somebody has sent answers, so that they have something to say."""
    sent = Response.objects.filter(participant=OuterRef("pk"), submitted_at__isnull=False)
    rows = Participant.objects.filter(Exists(sent), person=person_id)
    return list(rows.select_related("program").order_by("-program__starts_on", "id"))


def own_participant_or_404(pk, person_id):
    """``(participation of one's own, whether answers were sent in it)``."""
    sent = Response.objects.filter(participant=OuterRef("pk"), submitted_at__isnull=False)
    rows = Participant.objects.filter(pk=pk, person=person_id).annotate(has_sent=Exists(sent))
    found = rows.select_related("program").first()
    if found is None:
        raise Http404
    return found, found.has_sent


def own_quotes(person_id):
    """``[Read]`` of somebody's quotes, newest first; what was withdrawn is gone."""
    rows = _rows().filter(participant__person=person_id).exclude(state=State.WITHDRAWN)
    return _read(rows.order_by("-written_at", "-id"))


def own_quote_or_404(pk, person_id):
    """One of them."""
    found = _read(_rows().filter(pk=pk, participant__person=person_id))
    if not found:
        raise Http404
    return found[0]


def quotes_of(program, state):
    """The rows of a program in one state, oldest first, to be paged and then ``read``."""
    return _rows().filter(participant__program=program, state=state).order_by("written_at", "id")


def quote_or_404(program, pk):
    row = _rows().filter(participant__program=program, pk=pk).first()
    if row is None:
        raise Http404
    return row


def read(rows, *, is_marked=False):
    """``[Read]`` of rows; ``is_marked`` looks for names in them."""
    found = _read(rows)
    if not is_marked:
        return found
    known = known_names([one.words or "" for one in found])
    return [
        Read(one.row, one.words, one.reason, tuple(pieces(one.words or "", known))) for one in found
    ]


def counts(program):
    """``{state: how many}`` of a program."""
    rows = Quote.objects.filter(participant__program=program).order_by()
    found = rows.values("state").annotate(quotes=Count("pk"))
    return dict.fromkeys(State.values, 0) | dict(found.values_list("state", "quotes"))


def passages(participant):
    """``[(question, words)]`` of what somebody wrote in questionnaires that they have sent.

    The same question may come on several occasions, so each says which.
    """
    rows = Answer.objects.filter(
        response__participant=participant,
        response__submitted_at__isnull=False,
        item__kind=Kind.TEXT,
        locked__isnull=False,
    ).select_related("item", "response")
    keys, found = Keyring([participant.person_id]), []
    for row in rows.order_by("-response__submitted_at", "item__position"):
        try:
            words = keys.decrypt(participant.person_id, row.locked, about(row))
        except Unreadable:
            continue
        found.append((f"{row.response.get_occasion_display()}: {row.item.text}", words))
    return found


def released(program, audience):
    """``[Released]`` of a program for one ``Audience``, in an order that tells nothing.

    Three statements. Whether they may be shown is ``may_be_shown``.
    """
    rows = QuoteConsent.objects.filter(
        quote__participant__program=program,
        quote__state=State.ACCEPTED,
        audience=audience,
        revoked_at__isnull=True,
    ).select_related("quote__participant")
    rows = list(rows)
    keys = Keyring({row.quote.participant.person_id for row in rows})
    found = []
    for row in rows:
        author = row.quote.participant
        words = _words(keys, author.person_id, row.quote.locked, row.quote.about)
        if words is not None:
            found.append(Released(row.pk, words, author.pk, author.company_id))
    secrets.SystemRandom().shuffle(found)
    return found


def eligible_authors(program):
    """How many people of a program could have written a quote: who has sent answers."""
    sent = Response.objects.filter(participant=OuterRef("pk"), submitted_at__isnull=False)
    rows = Participant.objects.filter(Exists(sent), program=program)
    return rows.values("person").distinct().count()


def may_be_shown(quotes, eligible):
    """Whether enough were said by enough, so that words do not lead to their author."""
    return len(quotes) >= FEWEST_QUOTES and eligible >= FEWEST_AUTHORS


def _rows():
    consents = Prefetch("consents", QuoteConsent.objects.order_by("given_at", "id"))
    return Quote.objects.select_related("participant__program").prefetch_related(consents)


def _read(rows):
    rows = list(rows)
    keys = Keyring({row.participant.person_id for row in rows})
    return [
        Read(
            row,
            _words(keys, row.participant.person_id, row.locked, row.about),
            _words(keys, row.participant.person_id, row.locked_reason, row.about_reason) or "",
        )
        for row in rows
    ]


def _words(keys, author, locked, about):
    if locked is None:
        return None
    try:
        return keys.decrypt(author, locked, about)
    except Unreadable:
        return None
