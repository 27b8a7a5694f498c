"""Reads about agreements: what stands between a pair, what is proposed, and who has signed."""

from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.http import Http404

from mentoring.crypto.master import Unreadable
from partnerships.agreements import reading
from partnerships.agreements.models import Agreement, AgreementText, ProgramAgreement, Signature
from partnerships.lifecycle import Status
from partnerships.models import Partnership
from partnerships.writing.keys import Keyring

# While these last there is something to agree on.
OPEN = (Status.PREPARING, Status.ACTIVE, Status.PAUSED)
BOTH = 2


@dataclass(frozen=True)
class Said:
    """One agreement, with who has signed it; ``clauses`` is None unless they could be opened."""

    row: Agreement
    clauses: str | None = field(default=None, repr=False)

    @cached_property
    def signed_at(self):
        """``{person id: when}``."""
        return dict(zip(self.row.signers, self.row.moments, strict=True))

    @property
    def stands(self):
        return len(self.signed_at) == BOTH

    @property
    def stood_from(self):
        """When the second of the two signed, or None."""
        return max(self.signed_at.values()) if self.stands else None

    @property
    def has_unreadable(self):
        """There were clauses, and their author has had them erased."""
        return self.row.clauses_id is not None and self.clauses is None


@dataclass(frozen=True)
class Agreements:
    """All that a pair has proposed, the newest first."""

    all: list[Said]

    @property
    def newest(self):
        return self.all[0] if self.all else None

    @property
    def standing(self):
        """What holds between the two, or None before both have signed for the first time."""
        return next((said for said in self.all if said.stands), None)

    @property
    def proposed(self):
        """What waits for a signature, or None."""
        return self.newest if self.newest and not self.newest.stands else None

    @property
    def number(self):
        return self.newest.row.number if self.newest else 0


def agreements_of(partnership, keys: Keyring | None = None):
    """The ``Agreements`` of a partnership.

    With ``keys`` the newest and the standing one have their text, and their clauses are opened.
    """
    rows = _with_signatures(Agreement.objects.filter(partnership=partnership))
    rows = rows.select_related("text").defer("text__source").order_by("-number")
    found = Agreements([Said(row) for row in rows])
    if keys is None or not found.all:
        return found
    shown = {said.row.pk for said in (found.newest, found.standing) if said}
    whole = Agreement.objects.filter(pk__in=shown).select_related("text", "clauses")
    words = {row.pk: (row.text, row.clauses) for row in whole}
    for said in found.all:
        if said.row.pk in words:
            said.row.text, said.row.clauses = words[said.row.pk]
    return Agreements([_said(said.row, keys, shown) for said in found.all])


def _said(row, keys, shown):
    return Said(row, _opened(row, keys) if row.pk in shown else None)


def said_or_404(partnership, number, keys):
    """One of a pair's agreements by its number, with its text and its clauses opened."""
    rows = Agreement.objects.filter(partnership=partnership, number=number)
    row = _with_signatures(rows).select_related("text", "clauses").first()
    if row is None:
        raise Http404
    return Said(row, _opened(row, keys))


def _with_signatures(rows):
    """Each with ``signers`` and the ``moments`` at which they signed, in one statement."""
    signed = Signature.objects.filter(agreement=OuterRef("pk")).order_by("signed_at", "id")
    return rows.annotate(
        signers=ArraySubquery(signed.values("person_id")),
        moments=ArraySubquery(signed.values("signed_at")),
    )


def _opened(row, keys):
    if row.clauses is None:
        return None
    try:
        return keys.read(row.clauses)
    except Unreadable:
        return None


def standing(partnership_ref="pk"):
    """Of a row that leads to a partnership: its standing agreements, to be used in a Subquery."""
    signed = Signature.objects.filter(agreement=OuterRef("pk")).order_by()
    second = signed.values("pk")[1:BOTH]
    rows = Agreement.objects.filter(partnership=OuterRef(partnership_ref))
    return rows.annotate(second=Subquery(second)).filter(second__isnull=False).order_by("-number")


def agreed_weeks(partnership_ref="pk"):
    """Of a row that leads to a partnership: the weeks between meetings that both have signed."""
    return Subquery(standing(partnership_ref).values("weeks")[:1])


def unsigned_since(moment):
    """Partnerships introduced by then that still wait for both signatures, the longest first."""
    rows = Partnership.objects.filter(status=Status.PREPARING, introduced_at__lte=moment)
    return rows.order_by("introduced_at", "id")


def newest_text():
    """The newest version of the organization's text, or None before the first is shipped."""
    return AgreementText.objects.order_by("-number").first()


def text_of(program_id):
    """The version that the pairs of a program are given now, or None while there is none yet."""
    pin = ProgramAgreement.objects.filter(program=program_id).select_related("text").first()
    return pin.text if pin else None


def text_with(number):
    found = AgreementText.objects.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def versions():
    """Every version, the newest first, without its words."""
    return list(AgreementText.objects.defer("source").order_by("-number"))


def uses():
    """Programs with the version that they use."""
    rows = ProgramAgreement.objects.select_related("program", "text").defer("text__source")
    return list(rows.order_by("program__name", "program_id"))


def read_text(text):
    """A version, read into its sections."""
    return reading.read(text.source)
