"""Proposing what a pair agrees on, and signing it: each for themselves, and only what stands there.

Whoever proposes or signs holds the partnership's row, so the two cannot pass each other; the
database refuses what slips by. The trail says that, when and which version, never the clauses.
"""

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from mentoring.crypto.models import Destroyed
from notifications.services import tell
from organizations.audit import record
from partnerships.agreements import queries
from partnerships.agreements.digests import digest_of
from partnerships.agreements.models import Agreement, PairClauses, Signature
from partnerships.agreements.refusals import (
    FASTER,
    GONE,
    NEWER,
    NO_TEXT,
    NOT_TRAINED,
    NOT_YOURS,
    OVER,
    TOO_MANY,
    CannotAgree,
)
from partnerships.lifecycle import Status
from partnerships.queries import other_side, side_of
from partnerships.refusals import CannotBegin
from partnerships.services import begin
from partnerships.stepping import locked
from partnerships.writing.keys import Keyring

LONGEST_CLAUSES = 5_000
MOST = 100


@transaction.atomic
def propose(partnership, *, weeks, minutes, form, clauses, seen, by):
    """Propose what to agree on: the program's text, a cadence, and clauses of one's own or "".

    ``seen`` is the number of the newest agreement on the page, 0 for none. What already stands
    there is proposed no second time. Until both have signed it the former one holds. Raises
    ``CannotAgree``.
    """
    clauses = checked_clauses(clauses)
    partnership, side = _open(partnership, by)
    keys = Keyring(partnership.pk)
    before = queries.agreements_of(partnership, keys)
    text = queries.text_of(partnership.program_id)
    if text is None:
        raise CannotAgree("no_text", NO_TEXT)
    said = {"text": text, "weeks": weeks, "minutes": minutes, "form": form}
    newest = before.newest
    if newest and _is_same(newest, said, clauses):
        return newest.row
    if before.number != seen:
        raise CannotAgree("changed", FASTER)
    if before.number >= MOST:
        raise CannotAgree("too_many", TOO_MANY)
    row = Agreement(
        partnership=partnership,
        number=before.number + 1,
        clauses=_clauses(partnership, clauses, newest, keys, by),
        proposed_by_id=by.person_id,
        **said,
    )
    row.digest = digest_of(row)
    row.save(force_insert=True)
    record("agreement.proposed", partnership, by=by, number=row.number, text=text.number)
    tell(_partner(partnership, side), "agreement_proposed", row.pk, side=other_side(side))
    return row


@transaction.atomic
def sign(partnership, *, number, digest, by):
    """The person behind ``by`` signs the agreement that they read: its ``number`` and ``digest``.

    Signing twice changes nothing. The second signature makes it stand, and begins the partnership
    if it has not begun. Raises ``CannotAgree``, with the rule ``newer`` when something else stands
    there meanwhile.
    """
    partnership, side = _open(partnership, by)
    said = queries.agreements_of(partnership).newest
    if said is None or (said.row.number, said.row.digest) != (number, digest):
        raise CannotAgree("newer", NEWER)
    if by.person_id in said.signed_at:
        return said.row
    if partnership.introduced_at is None:
        raise CannotAgree("not_trained", NOT_TRAINED)
    Signature.objects.create(agreement=said.row, person_id=by.person_id, digest=digest)
    facts = {"number": number, "text": said.row.text.number}
    record("agreement.signed", partnership, by=by, side=side, **facts)
    if said.signed_at:
        _stand(partnership, said.row, by=by)
    elif said.row.proposed_by_id != by.person_id:
        tell(_partner(partnership, side), "agreement_signed", said.row.pk, side=other_side(side))
    return said.row


def checked_clauses(text):
    """Clauses as they are kept, "" for none. Raises ``CannotAgree`` for too much."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > LONGEST_CLAUSES:
        sizes = {"typed": len(text), "longest": LONGEST_CLAUSES}
        sizes = {name: number_format(n, force_grouping=True) for name, n in sizes.items()}
        said = _("This has %(typed)s characters; %(longest)s is the most. Shorten it.")
        raise CannotAgree("too_long", said % sizes)
    return text


def _open(partnership, by):
    """The partnership, held, and which of the two ``by`` is, while there is something to agree."""
    if by is None or by.person_id is None:
        raise CannotAgree("not_yours", NOT_YOURS)
    partnership = locked(partnership)
    if by.person_id not in (partnership.mentor_person_id, partnership.mentee_person_id):
        raise CannotAgree("not_yours", NOT_YOURS)
    if partnership.status not in queries.OPEN:
        raise CannotAgree("over", OVER)
    return partnership, side_of(partnership, by.person_id)


def _is_same(newest, said, clauses):
    row = newest.row
    now = {"text": row.text, "weeks": row.weeks, "minutes": row.minutes, "form": row.form}
    return now == said and (newest.clauses or "") == clauses and not newest.has_unreadable


def _clauses(partnership, text, newest, keys, by):
    """The row that says these clauses; what nobody changed stays in its author's row."""
    if not text:
        return None
    if newest and newest.clauses == text:
        return newest.row.clauses
    row = PairClauses(partnership=partnership, author_id=by.person_id)
    row.stamp()
    try:
        keys.seal(row, text)
    except Destroyed:
        raise CannotAgree("gone", GONE) from None
    row.save(force_insert=True)
    return row


def _stand(partnership, agreement, *, by):
    """Both have signed: the partnership begins, or the two are told what holds from now on."""
    facts = {"number": agreement.number, "text": agreement.text.number}
    record("agreement.stands", partnership, by=by, **facts)
    if partnership.status == Status.PREPARING:
        try:
            begin(partnership, by=by)
        except CannotBegin as refusal:
            raise CannotAgree(refusal.rule, refusal.message) from refusal
        return
    for side in ("mentor", "mentee"):
        person = getattr(partnership, f"{side}_person")
        tell(person, "agreement_stands", agreement.pk, side=side)


def _partner(partnership, side):
    return getattr(partnership, f"{other_side(side)}_person")
