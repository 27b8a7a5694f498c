"""Writing a quote, letting others read it or not, deciding about it, and taking it along.

The quote is locked first, then its consents: whoever revokes and whoever takes along at the same
moment wait for each other, and the second learns what the first did.
"""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from evaluations.quotes import letters
from evaluations.quotes.consenting import VERSION
from evaluations.quotes.models import MOST_CHARACTERS, Audience, Quote, QuoteConsent, State
from evaluations.quotes.queries import FEWEST_QUOTES
from evaluations.refusals import Refusal
from instruments.models import Response
from mentoring import clock
from mentoring.crypto.services import Destroyed, Keyring
from notifications.services import tell
from organizations.audit import record
from organizations.roles import STAFF

MOST_QUOTES = 10
MOST_OF_REASON = 300

NOT_YOURS = _("Each person quotes themselves.")
NOTHING_SENT = _("You can quote yourself once you have sent a questionnaire of this program.")
EMPTY = _("Write the words first.")
TOO_LONG = _("Keep it to 500 characters: one thought is enough.")
NO_AUDIENCE = _("Choose who may read it, or withdraw it.")
TOO_MANY = _("You have ten quotes in this program. Withdraw one before you write another.")
GONE = _("You have had what you wrote erased, so no words can be kept here.")
WITHDRAWN = _("This quote was withdrawn.")
ACCEPTED_STAYS = _(
    "These words have been accepted and stay as they are. Withdraw them to write others."
)
CHANGED = _("This quote has changed since you opened the page. What you typed is below.")
NO_CHANGE = _("Change the words first: they were sent back as they stand.")
TAKEN = _("These words have been published already, so this cannot be taken back any more.")
NOT_FOR_YOU = _("Coordinators look at quotes.")
CHANGED_BY_AUTHOR = _("Its author has changed or withdrawn it meanwhile. Look at it once more.")
DECIDED = _("Somebody else has decided about this quote meanwhile.")
NO_REASON = _("Say in a few words what should be different, so that the author can change it.")
REASON_TOO_LONG = _("Keep the reason to 300 characters.")


class CannotQuote(Refusal):
    """This cannot be done with a quote (any more); nothing was written."""


@transaction.atomic
def release(participant, words, audiences, *, by, quote_id: UUID):
    """Let audiences read words of one's own, once a coordinator has looked; answers the ``Quote``.

    The same ``quote_id`` twice is once. Raises ``CannotQuote``.
    """
    if by is None or by.person_id != participant.person_id:
        raise CannotQuote("not_yours", NOT_YOURS)
    found = Quote.objects.filter(pk=quote_id, participant=participant).first()
    if found:
        return found
    words, audiences = _clean(words), _chosen(audiences)
    sent = Response.objects.filter(participant=participant, submitted_at__isnull=False)
    if not sent.exists():
        raise CannotQuote("nothing_sent", NOTHING_SENT)
    own = Quote.objects.filter(participant=participant).exclude(state=State.WITHDRAWN)
    if own.count() >= MOST_QUOTES:
        raise CannotQuote("too_many", TOO_MANY)
    quote = Quote(pk=quote_id, participant=participant)
    quote.stamp()
    quote.locked = _locked(participant.person_id, words, quote.about)
    try:
        with transaction.atomic():
            quote.save(force_insert=True)
    except IntegrityError:  # the same form from another tab, at this moment
        found = Quote.objects.filter(pk=quote_id, participant=participant).first()
        if found is None:  # somebody else's quote has this id
            raise CannotQuote("not_yours", NOT_YOURS) from None
        return found
    _give(quote, audiences)
    record("quote.released", quote, by=by, audiences=audiences)
    return quote


@transaction.atomic
def change(quote, *, words, audiences, edition, by):
    """The author writes a quote anew or lets others read it; new words wait for a look again.

    ``edition`` is the one that stood on the page. Words that were accepted stay. Raises
    ``CannotQuote`` and changes nothing.
    """
    quote = _held_own(quote, by)
    words, audiences = _clean(words), _chosen(audiences)
    if quote.edition != edition:
        raise CannotQuote("changed", CHANGED)
    if words != _words_of(quote):
        _rewrite(quote, words)
        record("quote.rewritten", quote, by=by, edition=quote.edition)
    elif quote.state == State.RETURNED:
        raise CannotQuote("same_words", NO_CHANGE)
    held = {one.audience: one for one in _consents(quote)}
    gone = [one for audience, one in held.items() if audience not in audiences]
    if any(one.taken_at for one in gone):
        raise CannotQuote("taken", TAKEN)
    new = [audience for audience in audiences if audience not in held]
    _revoke(gone)
    _give(quote, new)
    if gone or new:
        said = {"given": new, "revoked": [one.audience for one in gone]}
        record("quote.consent_changed", quote, by=by, **said)
    return quote


@transaction.atomic
def withdraw(quote, *, by):
    """Take a quote back: its words are gone from here, and nobody new may read them.

    Answers whether all of it could be taken back: what was published before stays. Twice is once.
    """
    quote = _held_own(quote, by, is_gone_too=True)
    if quote.state == State.WITHDRAWN:
        return True
    consents = _consents(quote)
    _revoke(one for one in consents if one.taken_at is None)
    quote.state, quote.locked, quote.locked_reason = State.WITHDRAWN, None, None
    quote.save(update_fields=["state", "locked", "locked_reason"])
    record("quote.withdrawn", quote, by=by)
    return not any(one.taken_at for one in consents)


@transaction.atomic
def accept(quote, *, edition, by):
    """A coordinator finds nothing in the words that gives anybody away. Raises ``CannotQuote``."""
    quote, is_done = _to_decide(quote, State.ACCEPTED, edition, by)
    if not is_done:
        _decide(quote, State.ACCEPTED)
        record("quote.accepted", quote, by=by, edition=edition)
    return quote


@transaction.atomic
def send_back(quote, reason, *, edition, by):
    """A coordinator asks the author for other words, and says why. Raises ``CannotQuote``.

    The author gets a mail that says that, not what.
    """
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise CannotQuote("no_reason", NO_REASON)
    if len(reason) > MOST_OF_REASON:
        raise CannotQuote("reason", REASON_TOO_LONG)
    quote, is_done = _to_decide(quote, State.RETURNED, edition, by)
    if not is_done:
        author = quote.participant.person
        quote.locked_reason = _locked(author.pk, reason, quote.about_reason)
        _decide(quote, State.RETURNED)
        record("quote.sent_back", quote, by=by, edition=edition)
        tell(author, letters.RETURNED, f"{quote.pk}:{edition}")
    return quote


@transaction.atomic
def take(quotes, *, by, taken_by: UUID):
    """Take ``queries.Released`` quotes along; answers those that may still be used, in their order.

    ``taken_by`` is the snapshot or page whose words they become: only what is answered may stand
    there. Whoever revokes at the same moment either is in time, or is told that it is too late.
    """
    ids = [one.consent_id for one in quotes]
    about = QuoteConsent.objects.filter(pk__in=ids).values("quote")
    held = Quote.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=about)
    accepted = [row.pk for row in held.order_by("pk") if row.state == State.ACCEPTED]
    rows = QuoteConsent.objects.select_for_update(of=("self",), no_key=True).filter(
        pk__in=ids, quote__in=accepted, revoked_at__isnull=True
    )
    rows = {row.pk: row for row in rows.order_by("pk")}
    now = clock.now()
    for row in rows.values():
        if row.taken_at is None:
            row.taken_at, row.taken_by = now, taken_by
            row.save(update_fields=["taken_at", "taken_by"])
            record("quote.taken", row.quote, by=by, audience=row.audience, into=str(taken_by))
    return [one for one in quotes if one.consent_id in rows]


@transaction.atomic
def take_enough(quotes, *, by, taken_by: UUID):
    """``take``, or nothing at all when too few are left: their authors may still revoke."""
    taken = take(quotes, by=by, taken_by=taken_by)
    if len(taken) < FEWEST_QUOTES:
        transaction.set_rollback(True)
        return []
    return taken


def _clean(words):
    words = " ".join(words.replace("\x00", "").split())
    if not words:
        raise CannotQuote("empty", EMPTY)
    if len(words) > MOST_CHARACTERS:
        raise CannotQuote("too_long", TOO_LONG)
    return words


def _chosen(audiences):
    chosen = [one for one in Audience.values if one in set(audiences)]
    if not chosen:
        raise CannotQuote("no_audience", NO_AUDIENCE)
    return chosen


def _locked(author, words, about):
    try:
        return Keyring([author]).encrypt(author, words, about)
    except Destroyed:
        raise CannotQuote("gone", GONE) from None


def _words_of(quote):
    author = quote.participant.person_id
    try:
        return Keyring([author]).decrypt(author, quote.locked, quote.about)
    except Destroyed:
        raise CannotQuote("gone", GONE) from None


def _rewrite(quote, words):
    if quote.state == State.ACCEPTED:
        raise CannotQuote("accepted", ACCEPTED_STAYS)
    quote.locked = _locked(quote.participant.person_id, words, quote.about)
    quote.edition += 1
    quote.state, quote.locked_reason, quote.written_at = State.WAITING, None, clock.now()
    quote.save(update_fields=["locked", "edition", "state", "locked_reason", "written_at"])


def _consents(quote):
    """The consents that hold, held against whoever takes them along."""
    rows = QuoteConsent.objects.select_for_update(of=("self",), no_key=True)
    return list(rows.filter(quote=quote, revoked_at__isnull=True).order_by("pk"))


def _give(quote, audiences):
    QuoteConsent.objects.bulk_create(
        QuoteConsent(quote=quote, audience=one, text_version=VERSION) for one in audiences
    )


def _revoke(consents):
    for one in consents:
        one.revoked_at = clock.now()
        one.save(update_fields=["revoked_at"])


def _held(quote):
    rows = Quote.objects.select_related("participant__person")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=quote.pk)


def _held_own(quote, by, *, is_gone_too=False):
    quote = _held(quote)
    if by is None or by.person_id != quote.participant.person_id:
        raise CannotQuote("not_yours", NOT_YOURS)
    if quote.state == State.WITHDRAWN and not is_gone_too:
        raise CannotQuote("withdrawn", WITHDRAWN)
    return quote


def _to_decide(quote, wanted, edition, by):
    """``(quote as it stands, whether this was decided so already)``."""
    if by is not None and by.role not in STAFF:
        raise CannotQuote("not_for_you", NOT_FOR_YOU)
    quote = _held(quote)
    if quote.state == State.WITHDRAWN or quote.edition != edition:
        raise CannotQuote("changed", CHANGED_BY_AUTHOR)
    if quote.state not in (State.WAITING, wanted):
        raise CannotQuote("decided", DECIDED)
    return quote, quote.state == wanted


def _decide(quote, state):
    quote.state, quote.decided_at = state, clock.now()
    quote.save(update_fields=["state", "decided_at", "locked_reason"])
