"""Names of people and companies in a passage: found by machine, for a coordinator to look at.

It marks too much rather than too little, and it never decides: who reads does.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.db.models import F, Q, TextField, Value

from organizations.models import Company, CompanyAlias, Person

PERSON, COMPANY = "person", "company"
# What a company is called by is what stands before these.
LEGAL_FORMS = re.compile(
    r"[\s,]+(ag|bv|co|company|corp|corporation|gmbh|group|holding|holdings|inc|incorporated|kg|"
    r"limited|llc|llp|ltd|nv|oy|plc|sa|sas|se|spa|srl)\.?$",
    re.IGNORECASE,
)
# Scripts in which words do not stand apart, so that a name begins and ends anywhere.
TOGETHER = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR")
SHORTEST = 2


@dataclass(frozen=True)
class Piece:
    """Some of a passage; ``kind`` is what the machine takes it for, "" for nothing."""

    text: str
    kind: str = ""


def known_names(passages):
    """``{kind: [name]}`` of those of the organization that may occur in the passages.

    Two statements, however many passages there are.
    """
    text = _plain("\n".join(passages))
    if not text.strip():
        return {PERSON: [], COMPANY: []}
    rows = Person.objects.annotate(words=Value(text, output_field=TextField())).filter(
        Q(words__icontains=F("given_name")) | Q(words__icontains=F("family_name"))
    )
    pairs = rows.order_by().values_list("given_name", "family_name").distinct()
    people = {name for pair in pairs for name in pair}
    own, other = (
        model.objects.order_by().values_list("name", flat=True) for model in (Company, CompanyAlias)
    )
    return {PERSON: sorted(people), COMPANY: sorted(own.union(other))}


def pieces(passage, known):
    """The passage as ``[Piece]``, in order; joined they are the passage in its normal form."""
    passage, taken = _plain(passage), []
    for kind, names in ((COMPANY, map(_called, known[COMPANY])), (PERSON, known[PERSON])):
        for name in sorted({_plain(one).strip() for one in names}, key=len, reverse=True):
            if len(name) >= SHORTEST or _is_together(name):
                taken += _found(passage, name, kind, taken)
    said, at = [], 0
    for start, end, kind in sorted(taken):
        said += [Piece(passage[at:start]), Piece(passage[start:end], kind)]
        at = end
    return [piece for piece in (*said, Piece(passage[at:])) if piece.text]


def _found(passage, name, kind, taken):
    spans = []
    for match in _pattern(name).finditer(passage):
        start, end = match.span()
        if all(end <= one or start >= other for one, other, _kind in (*taken, *spans)):
            spans.append((start, end, kind))
    return spans


def _pattern(name):
    inner = r"\s+".join(map(re.escape, name.split()))
    if _is_together(name):
        return re.compile(inner, re.IGNORECASE)
    return re.compile(rf"(?<!\w){inner}(?!\w)", re.IGNORECASE)


def _is_together(name):
    return any(unicodedata.name(one, "").startswith(TOGETHER) for one in name)


def _called(company):
    """The name of a company without what says its legal form."""
    before = None
    while before != company:
        before, company = company, LEGAL_FORMS.sub("", company.strip())
    return company


def _plain(text):
    return unicodedata.normalize("NFC", text)
