"""Tables as files: CSV and XLSX with the same columns, written row by row.

Rows are read inside the request's transaction, so they go into a file on disk (small ones stay in
memory) that is then sent piece by piece.
"""

import csv
import io
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _

from mentoring import clock

KINDS = ("csv", "xlsx")
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that starts with one of these is taken for a formula by spreadsheets, those of East Asian
# surroundings read full-width signs too, and old ones a pipe.
FORMULA_SIGNS = ("=", "+", "-", "@", "|", "\t", "\r", "＝", "＋", "－", "＠", "｜")
GUARD = "'"
KEPT_IN_MEMORY = 1 << 20
LONGEST_CELL = 32_767  # of a workbook
WIDEST, NARROWEST = 48, 8


def links(view, arguments, listing):
    """``[(label, hint, address)]`` of the files that a list can be had as.

    ``view`` is the name of the address that takes ``arguments`` and the kind of file.
    """
    labels, hint = {"xlsx": _("Excel"), "csv": _("CSV")}, _("What is shown, all pages")
    return [
        (label, hint, reverse(view, args=[*arguments, kind]) + listing.address())
        for kind, label in labels.items()
    ]


@dataclass(frozen=True)
class Column:
    """One column of a file: its name in CSV, its heading in a workbook, and a row's value.

    The value is a text, a number, a date, an aware datetime, or None for an empty cell. With
    ``words``, ``{value: what it is called}``, a cell holds these instead, translated once a file.
    """

    name: str
    label: str
    value: Callable
    words: Mapping | None = None

    def reader(self):
        """A function of a row: what its cell holds."""
        if self.words is None:
            return self.value
        read, words = self.value, {value: str(word) for value, word in self.words.items()}
        return lambda row: words.get(read(row))


def guarded(text):
    """``text`` as a CSV cell that no spreadsheet takes for a formula."""
    return GUARD + text if text.startswith(FORMULA_SIGNS) else text


def unguarded(text):
    """The text that ``guarded`` made this of."""
    is_guarded = text.startswith(GUARD) and text[1:].startswith(FORMULA_SIGNS)
    return text.removeprefix(GUARD) if is_guarded else text


def csv_file(columns, rows):
    """An open file of UTF-8 with a byte order mark, which spreadsheets need, and a header."""
    file = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY)  # noqa: SIM115  the answer closes it
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([column.name for column in columns])
    readers = [column.reader() for column in columns]
    for row in rows:
        writer.writerow([_cell(read(row)) for read in readers])
    text.detach()
    file.seek(0)
    return file


def _cell(value):
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(sep=" ", timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def xlsx_file(columns, rows, title):
    """An open workbook of one sheet: typed cells, the header frozen, a filter on every column."""
    file = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY)  # noqa: SIM115  the answer closes it
    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    sheet = book.add_worksheet(_sheet_name(title))
    heading = book.add_format({"bold": True, "bottom": 1})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for at, column in enumerate(columns):
        sheet.set_column(at, at, min(WIDEST, max(NARROWEST, len(str(column.label)) + 6)))
        sheet.write_string(0, at, str(column.label), heading)
    sheet.freeze_panes(1, 0)
    count = _write_rows(sheet, columns, rows, moment)
    sheet.autofilter(0, 0, count, len(columns) - 1)
    book.close()
    file.seek(0)
    return file


def _write_rows(sheet, columns, rows, moment):
    """Writes them below the header; how many there were."""
    readers, count = list(enumerate(column.reader() for column in columns)), 0
    for count, row in enumerate(rows, start=1):
        for at, read in readers:
            value = read(row)
            if value is not None and value != "":
                _write(sheet, count, at, value, moment)
    return count


def _write(sheet, row, at, value, moment):
    if isinstance(value, str):
        sheet.write_string(row, at, value[:LONGEST_CELL])
    elif isinstance(value, datetime):
        local = timezone.localtime(value).replace(tzinfo=None)  # workbooks know no time zones
        sheet.write_datetime(row, at, local, moment)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, value)
    else:
        sheet.write_number(row, at, value)


def _sheet_name(title):
    """At most 31 characters, none of those that workbooks forbid."""
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in str(title))
    return plain.strip(" '")[:31] or "Sheet"


def download(kind, columns, rows, *, title, words):
    """A response with the file; ``title`` names the sheet, ``words`` the file beside today."""
    name = f"{slugify(words) or 'list'}-{clock.today():%Y-%m-%d}.{kind}"
    if kind == "csv":
        file, media_type = csv_file(columns, rows), CSV_TYPE
    else:
        file, media_type = xlsx_file(columns, rows, title), XLSX_TYPE
    if file.seek(0, io.SEEK_END) > KEPT_IN_MEMORY:
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=name, content_type=media_type)
    with file:
        file.seek(0)
        headers = {"Content-Disposition": content_disposition_header(True, name)}
        return HttpResponse(file.read(), content_type=media_type, headers=headers)
