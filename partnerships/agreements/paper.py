"""An agreement as a PDF, for the two to keep."""

from pathlib import Path
from unicodedata import bidirectional

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentoring.documents import pdf
from mentoring.documents.fonts import GAP
from mentoring.ui.formats import written_time
from partnerships.agreements import reading, words
from partnerships.lifecycle import MENTEE, MENTOR

STRONG = ("L", "R", "AL")
TEMPLATE = Path(__file__).parent / "agreement.typ"


def paper(pair, said) -> bytes:
    """The PDF of one ``Said`` of a ``Pair``, times in the zone of whoever asks."""
    text = reading.read(said.row.text.source)
    partnership = pair.partnership
    names = {side: getattr(partnership, f"{side}_person").name for side in (MENTEE, MENTOR)}
    between = _("Between %(mentee)s, mentee, and %(mentor)s, mentor.")
    facts = [list(map(str, fact)) for fact in words.cadence(said.row)]
    values = {
        "lang": (get_language() or "en").partition("-")[0],
        "title": text.title,
        "summary": text.summary,
        "organization": partnership.organization.name,
        "program": partnership.program.name,
        "state": _state(pair, said),
        "between": between % names,
        "opening": _blocks(text.opening),
        "sections": [
            {
                "title": section.title,
                "facts": facts if section.kind == "Cadence" else [],
                "blocks": _blocks(section),
            }
            for section in text.sections
        ],
        "own_title": _("In our own words"),
        "own": _own(said),
        "signatures_title": _("Signatures"),
        "signatures": [_signature(pair, said, side, names) for side in (MENTEE, MENTOR)],
        "footer": _("Confidential: for the two whose names it bears"),
        "gaps_said": _(
            "%(gap)s stands for characters that could not be printed here. You read them on the "
            "page of your agreement."
        )
        % {"gap": GAP},
        "mark": _("Agreement %(n)s, text version %(v)s. Its mark: %(digest)s")
        % {"n": said.row.number, "v": said.row.text.number, "digest": said.row.digest},
    }
    return pdf.render(TEMPLATE, values)


def _state(pair, said):
    if said.stands:
        day = written_time(said.stood_from, pair.zone)
        return _("Signed by both; it has held since %(day)s.") % {"day": day}
    return _("A proposal that has not been signed by both.")


def _blocks(section):
    return [
        {"kind": block.kind, "text": block.text, "items": block.items} for block in section.blocks
    ]


def _own(said):
    """Paragraphs, each with whether it runs from right to left."""
    own = said.clauses or ""
    if said.has_unreadable:
        own = _("Whoever wrote this has had it erased.")
    lines = [line for line in own.splitlines() if line.strip()]
    return [{"text": line, "is_rtl": _runs_left(line)} for line in lines]


def _runs_left(line):
    strong = (bidirectional(one) for one in line)
    return next((kind for kind in strong if kind in STRONG), "L") != "L"


def _signature(pair, said, side, names):
    at = said.signed_at.get(getattr(pair.partnership, f"{side}_person_id"))
    day = at and written_time(at, pair.zone)
    signed = _("signed %(day)s") % {"day": day} if at else _("not signed")
    return {"name": names[side], "said": signed}
