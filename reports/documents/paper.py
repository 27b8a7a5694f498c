"""A published report as a PDF: a cover, one page in words, charts above their tables, how to read
it, and what its words mean."""

import re
from datetime import date
from pathlib import Path
from unicodedata import bidirectional

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentoring.documents import pdf as documents
from mentoring.documents.fonts import GAP
from reports.content import Kind, Published, Section, Table
from reports.documents.charts import bars

TEMPLATE = Path(__file__).parent / "report.typ"
LONGEST = 18
NARROWEST, WIDEST = 6, 28  # characters of a column
BREAK = "\u200b"  # a place where a line may end, drawn as nothing


def pdf(published: Published) -> bytes:
    """Written as PDF/UA-1 and PDF/A-2a, with its fonts inside."""
    with override(published.content.cover.language):
        values = _values(published)
    return documents.render(TEMPLATE, values, documents.LASTING)


def _values(published):
    content = published.content
    cover = content.cover
    return {
        "day": _parts(published.published_on or cover.period_to),
        "lang": cover.language.partition("-")[0],
        "cover": _cover(published),
        "heading": _("%(kind)s, %(period)s") % {"kind": kind_of(cover), "period": cover.period},
        "summary_title": _("Summary"),
        "summary": [text_of(one) for one in content.summary],
        "contents_title": _("Contents"),
        "sections": [_section(one) for one in content.sections],
        "method_title": _("Method and limits"),
        "method": [text_of(one) for one in content.method],
        "glossary_title": _("Glossary"),
        "glossary": [
            {"word": text_of(one.word), "meaning": text_of(one.meaning)} for one in content.glossary
        ],
        "footer": _("Report %(number)s") % {"number": published.number},
        "gaps_said": _("%(gap)s stands for characters that could not be printed here.")
        % {"gap": GAP},
    }


def _cover(published):
    cover = published.content.cover
    facts = [
        (_("Program"), cover.program),
        (_("Period"), cover.period),
        (_("Published"), _day(published.published_on)),
        (_("Number"), published.number),
        (_("Fingerprint"), " ".join(re.findall(".{8}", published.hash))),
    ]
    return {
        "title": text_of(cover.title),
        "plain_title": cover.title,
        "author": cover.organization,
        "organization": text_of(cover.organization),
        "company": text_of(cover.company or cover.organization),
        "kind": kind_of(cover),
        "facts": [{"name": name, "value": text_of(value)} for name, value in facts],
    }


def kind_of(cover):
    """What kind of report it is, in words."""
    return _("Final report") if cover.kind == "final" else _("Quarterly report")


def _section(section: Section):
    parts = []
    for table in section.tables:
        parts += [_chart(one, table) for one in section.charts if one.table == table.id]
        parts.append(_table(table))
    return {
        "title": text_of(section.title),
        "paragraphs": [text_of(one) for one in section.paragraphs],
        "parts": parts,
        "quotes": [text_of(one) for one in section.quotes],
    }


def _chart(chart, table):
    """``alt`` says where the numbers are: a chart never stands without its table."""
    return {
        "is_chart": True,
        "title": text_of(chart.title),
        "alt": _("Bars of “%(column)s”; the table “%(table)s” has the numbers.")
        % {"column": table.columns[chart.column + 1], "table": table.title},
        "bars": [
            {
                "label": text_of(bar.label),
                "text": bar.text,
                "start": float(bar.start),
                "width": float(bar.width),
                "is_gap": bar.is_gap,
            }
            for bar in bars(chart, table)
        ],
    }


def _table(table: Table):
    return {
        "is_chart": False,
        "title": text_of(table.title),
        "note": text_of(table.note),
        "columns": [text_of(one) for one in table.columns],
        "widths": list(_widths(table)),
        "rows": [
            {
                "label": text_of(row.label),
                "hint": text_of(row.hint),
                "cells": [
                    {
                        **text_of(cell.text),
                        "is_words": cell.kind in (Kind.WORDS, Kind.NOBODY),
                        "is_gap": cell.is_gap,
                    }
                    for cell in row.cells
                ],
            }
            for row in table.rows
        ],
    }


def _widths(table):
    """Shares of the width: as its longest text asks for, the labels' column at least a third."""
    others = []
    for number, column in enumerate(table.columns[1:]):
        texts = [row.cells[number].text for row in table.rows]
        longest = max([*map(len, texts), *map(len, column.split())], default=0)
        others.append(min(max(longest, NARROWEST), WIDEST))
    labels = max((len(row.label) for row in table.rows), default=0)
    yield max(min(labels, WIDEST), sum(others) // 2)
    yield from others


def text_of(text):
    """A text, which way it runs, and where a line may end in words that no line holds."""
    return {"text": breakable(text), "is_rtl": runs_left(text)}


def breakable(text):
    return re.sub(rf"[^\s{BREAK}]{{{LONGEST},}}", _with_breaks, text)


def _with_breaks(found):
    word = found[0]
    return BREAK.join(word[at : at + LONGEST - 6] for at in range(0, len(word), LONGEST - 6))


def runs_left(text):
    """Whether the first letter that has a direction runs from right to left."""
    strong = (bidirectional(one) for one in text)
    return next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L"


def _day(iso):
    return date_format(date.fromisoformat(iso), "j F Y") if iso else ""


def _parts(iso):
    """Year, month and day: a document that lasts says when it was made, the same each time."""
    day = date.fromisoformat(iso)
    return [day.year, day.month, day.day]
