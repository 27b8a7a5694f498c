"""What the API writes of evaluations: observers' answers, quotes and numbers as plain values."""

from instruments.kinds import Kind
from instruments.values import UNSURE_CODE

NUMBERED = (Kind.SCALE_5, Kind.SCALE_11, Kind.NUMBER)


def round_of(found):
    """A ``Round`` of a mentee's observers."""
    window, invited = found.window, found.invitations
    return {
        "occasion": window.occasion if window else None,
        "opens_on": window and window.opens_on,
        "closes_on": window and window.closes_on,
        "is_open": bool(window and window.is_open),
        "why": window.why if window else "",
        "observers": invited,
    }


def said(pages):
    """Questions with their answers, by section."""
    return [
        {"title": page.title, "answers": [_line(line) for line in page.lines]} for page in pages
    ]


def _line(line):
    is_number = line.item.kind in NUMBERED and line.value not in ("", UNSURE_CODE)
    return {
        "key": line.item.key,
        "question": line.item.text,
        "answer": line.words,
        "number": int(line.value) if is_number else None,
        "is_gone": line.is_gone,
    }


def own_quote(found):
    """A quote for its author."""
    row = found.row
    return {
        "id": row.pk,
        "program": row.participant.program.slug,
        "participant": row.participant_id,
        "published": found.taken,
        **_quote(found),
    }


def quote_to_check(found):
    """A quote for coordinators: nothing says whose it is."""
    return {"id": found.row.pk, "names": found.marks, **_quote(found)}


def _quote(found):
    facts = ("state", "edition", "written_at")
    return {
        **{name: getattr(found.row, name) for name in facts},
        "words": found.words,
        "reason": found.reason,
        "audiences": found.audiences,
    }
