"""A published report as a workbook and as CSV: the same cells, typed where the format has types."""

import csv as files
import io
import re
from datetime import datetime

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentoring.ui.exports import LONGEST_CELL, guarded
from reports.content import Kind, Published

FORMATS = {
    Kind.COUNT: "#,##0",
    Kind.MEAN: "0.0",
    Kind.CHANGE: "+0.0;−0.0;0.0",
    Kind.PERCENT: '0" %"',
}
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LONGEST_NAME = 31
WIDE, NARROW, LABELS = 60, 14, 34
CSV_COLUMNS = ("report", "section", "table", "row", "column", "shown", "lowest", "highest", "unit")


def csv(published: Published) -> bytes:
    """One line for each cell of each table, in order, and for each quote."""
    text = io.StringIO(newline="")
    writer = files.writer(text)
    writer.writerow(CSV_COLUMNS)
    for words, numbers in _lines(published):
        # A minus before a number is no formula: numbers stay numbers.
        writer.writerow([*(guarded(one) for one in words), *numbers])
    return text.getvalue().encode("utf-8-sig")


def _lines(published):
    """``(texts, numbers)`` of each line; the unit stands last."""
    for section in published.content.sections:
        for table in section.tables:
            for row in table.rows:
                for column, cell in zip(table.columns[1:], row.cells, strict=True):
                    where = (published.number, section.title, table.title, row.label, column)
                    yield (*where, cell.text), (cell.low or "", cell.high or "", cell.unit)
        for quote in section.quotes:
            yield (published.number, section.title, "", "", "", quote), ("", "", "")


def xlsx(published: Published) -> bytes:
    """A sheet in words, then one for each table, its header frozen."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, OPTIONS)
    cover = published.content.cover
    book.set_properties(
        {
            "title": cover.title,
            "author": cover.organization,
            "created": datetime.fromisoformat(published.published_on or cover.period_to),
        }
    )
    formats = _Formats(book)
    with override(cover.language):
        first = _("Report")
        names = _names([first, *(table.title for _section, table in published.content.tables())])
        _words(book.add_worksheet(names[0]), published, names[1:], formats)
        for name, (_section, table) in zip(names[1:], published.content.tables(), strict=True):
            _table(book.add_worksheet(name), table, formats)
    book.close()
    return file.getvalue()


class _Formats:
    """Each look of a cell once."""

    def __init__(self, book):
        self.book = book
        top = {"valign": "top", "text_wrap": True}
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.heading = book.add_format({"bold": True, "bottom": 1, **top})
        self.text = book.add_format(top)
        self.gap = book.add_format({"align": "right", "font_color": "#6b6660", "valign": "top"})
        self.range = book.add_format({"align": "right", "valign": "top"})
        self._numbers = {}

    def number(self, cell):
        unit = cell.unit.replace('"', "")
        shape = FORMATS.get(cell.kind, f'#,##0.00" {unit}"')
        if shape not in self._numbers:
            look = {"num_format": shape, "align": "right", "valign": "top"}
            self._numbers[shape] = self.book.add_format(look)
        return self._numbers[shape]


def _table(sheet, table, formats):
    has_hints = any(row.hint for row in table.rows)
    sheet.set_column(0, 0, LABELS)
    sheet.set_column(1, len(table.columns) - 1 + has_hints, NARROW)
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, column[:LONGEST_CELL], formats.heading)
    if has_hints:
        sheet.write_string(0, len(table.columns), _("Note"), formats.heading)
    for line, row in enumerate(table.rows, start=1):
        sheet.write_string(line, 0, row.label[:LONGEST_CELL], formats.text)
        for at, cell in enumerate(row.cells, start=1):
            _cell(sheet, line, at, cell, formats)
        if row.hint:
            sheet.write_string(line, len(table.columns), row.hint[:LONGEST_CELL], formats.text)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _cell(sheet, line, at, cell, formats):
    if cell.number is not None:
        sheet.write_number(line, at, cell.number, formats.number(cell))
    elif cell.kind is Kind.WORDS:
        sheet.write_string(line, at, cell.text[:LONGEST_CELL], formats.text)
    else:
        look = formats.gap if cell.is_gap else formats.range
        sheet.write_string(line, at, cell.text[:LONGEST_CELL], look)


def _words(sheet, published, names, formats):
    """What the report says in words, and in which sheet each table is."""
    content, line = published.content, 1
    cover = content.cover
    sheet.set_column(0, 0, LABELS)
    sheet.set_column(1, 1, WIDE)
    sheet.write_string(0, 0, cover.title[:LONGEST_CELL], formats.title)
    for group in _groups(published, names):
        line += 1
        for left, right, look in group:
            sheet.write_string(line, 0, left[:LONGEST_CELL], getattr(formats, look))
            sheet.write_string(line, 1, right[:LONGEST_CELL], formats.text)
            line += 1
    sheet.freeze_panes(1, 0)


def _groups(published, names):
    content = published.content
    cover = content.cover
    yield [
        (_("Organization"), cover.organization, "text"),
        (_("Company"), cover.company, "text"),
        (_("Program"), cover.program, "text"),
        (_("Period"), cover.period, "text"),
        (_("Published"), published.published_on, "text"),
        (_("Number"), published.number, "text"),
        (_("Fingerprint"), published.hash, "text"),
    ]
    yield [(_("Summary"), "", "heading"), *(("", one, "text") for one in content.summary)]
    sheets = zip(names, (table for _section, table in content.tables()), strict=True)
    titles = [(name, table.title, table.note) for name, table in sheets]
    yield [
        (_("Sheet"), "", "heading"),
        *((name, f"{title}. {note}" if note else title, "text") for name, title, note in titles),
    ]
    for section in content.sections:
        words = (*section.paragraphs, *section.quotes)
        if words:
            yield [(section.title, "", "heading"), *(("", one, "text") for one in words)]
    yield [(_("Method and limits"), "", "heading"), *(("", one, "text") for one in content.method)]
    terms = [(one.word, one.meaning, "text") for one in content.glossary]
    yield [(_("Glossary"), "", "heading"), *terms]


def _names(titles):
    """A name that a sheet may have for each title, no two alike whatever their case."""
    names = []
    for title in titles:
        plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip(" '") or "–"
        name, number = _shortened(plain), 1
        while name.casefold() in {one.casefold() for one in names} | {"history"}:
            number += 1
            ending = f" {number}"
            name = plain[: LONGEST_NAME - len(ending)].strip(" '") + ending
        names.append(name)
    return names


def _shortened(name):
    """As much of a name as a sheet may have, its last word whole if there is a word before it."""
    if len(name) <= LONGEST_NAME:
        return name
    whole, space, _rest = name[: LONGEST_NAME + 1].rpartition(" ")
    short = whole if space else name[:LONGEST_NAME]
    return short.strip(" ',;:") or "–"
