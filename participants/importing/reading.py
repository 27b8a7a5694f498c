"""From bytes to rows: encoding, delimiter, header, and what is wrong with the file as a whole."""

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentoring.jobs.running import Refused
from mentoring.ui.exports import unguarded
from participants.cells import tidy
from participants.columns import columns, columns_by_name
from participants.reference import Entry, Registry
from participants.roles import Side

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
DELIMITERS = ",;\t"
NAMED_DELIMITERS = DELIMITERS + "|"

_STEP = 1 << 16
_MOST_EXPLAINED = 5
_OTHER_FORMATS = {b"PK\x03\x04": "Excel", b"\xd0\xcf\x11\xe0": "Excel", b"%PDF": "PDF"}
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ENCODING_NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}
_SEPARATOR_LINE = "sep="


@dataclass(frozen=True)
class Row:
    """One row of the file as spreadsheets number them; the header is row 1.

    ``problem`` is set when the row does not fit the header.
    """

    number: int
    cells: dict
    problem: str = ""


class Table:
    """Rows of a CSV file. Raises ``Refused`` with what to do when it is none.

    ``read_header`` answers the names of the columns for the cells of the first line.
    """

    def __init__(self, content, read_header):
        self._content = content
        self.encoding = _encoding(content)
        self._delimiter, self._skip = self._sniff()
        self._header = read_header(next(self._records(), None) or [])

    @property
    def most_rows(self):
        return MOST_ROWS

    @property
    def encoding_name(self):
        return ENCODING_NAMES.get(self.encoding, "UTF-16")

    @cached_property
    def count(self):
        """How many rows are not empty; ``Refused`` if the file cannot be read to its end."""
        return sum(1 for _row in self.rows())

    def rows(self):
        """Each row that is not empty, one at a time."""
        width, count = len(self._header), 0
        records = self._records()
        next(records)
        for number, record in enumerate(records, start=2):
            if not any(cell.strip() for cell in record):
                continue
            count += 1
            if count > self.most_rows:
                raise Refused(
                    _("The file has more than %(most)s rows. Split it into smaller files.")
                    % {"most": f"{self.most_rows:,}"}
                )
            while len(record) > width and not record[-1].strip():
                record.pop()
            yield self._row(number, record)

    def chunks(self, size):
        """The rows in lists of up to ``size``."""
        rows = self.rows()
        while chunk := list(islice(rows, size)):
            yield chunk

    def _row(self, number, record):
        # What our own exports write so that no spreadsheet runs it is read as it was.
        cells = dict(zip(self._header, map(unguarded, record), strict=False))
        cells.pop("", None)
        if len(record) == len(self._header):
            return Row(number, cells)
        problem = _("The row has %(found)d cells, the header %(expected)d. Compare the separators.")
        return Row(number, cells, problem % {"found": len(record), "expected": len(self._header)})

    def _text(self):
        return io.TextIOWrapper(io.BytesIO(self._content), encoding=self.encoding, newline="")

    def _sniff(self):
        text = self._text()
        first = text.readline(_STEP)
        line = first.strip("\r\n ").strip('"')
        if line[: len(_SEPARATOR_LINE)].lower() == _SEPARATOR_LINE:
            return _named_delimiter(line[len(_SEPARATOR_LINE) :]), 1
        bare = re.sub(r'"[^"]*"', "", first)
        return max(DELIMITERS, key=bare.count), 0

    def _records(self):
        text = self._text()
        for _line in range(self._skip):
            text.readline()
        records = csv.reader(text, delimiter=self._delimiter, strict=True)
        number = 0
        while True:
            number += 1
            try:
                record = next(records, None)
            except csv.Error:
                raise Refused(
                    _(
                        "Row %(row)d cannot be read: a quotation mark is not closed, stands inside "
                        "a cell, or the cell is too long. Nothing after it was read."
                    )
                    % {"row": number}
                ) from None
            if record is None:
                return
            yield record


class PeopleFile(Table):
    """A file of people of one side."""

    def __init__(self, content, side):
        self.side = Side(side)
        super().__init__(content, lambda names: _header(names, self.side))

    @property
    def absent(self):
        """Columns that the file does not have: what they hold stays as it is."""
        return [column.name for column in columns(self.side) if column.name not in self._header]


def _named_delimiter(name):
    """What stands behind ``sep=``, the line that spreadsheets write for each other."""
    if len(name) != 1 or name not in NAMED_DELIMITERS:
        raise Refused(
            _(
                "The first line, “sep=”, names no separator that can be read. Write a comma, a "
                "semicolon, a tab or | behind it, or remove the line."
            )
        )
    return name


def _encoding(content):
    if len(content) > MOST_BYTES:
        raise Refused(_("The file is larger than 10 MB. Split it into smaller files."))
    if not content.strip(b"\0 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise Refused(_("The file is empty. Start from a template file."))
    for start, name in _OTHER_FORMATS.items():
        if content.startswith(start):
            raise Refused(
                _("This is a file of another kind (%(kind)s). Save it as “CSV UTF-8” first.")
                % {"kind": name}
            )
    for encoding in _candidates(content):
        if _decodes(content, encoding):
            return encoding
    raise Refused(
        _(
            "The file is not plain text in UTF-8, UTF-16 or Windows-1252, or contains NUL bytes. "
            "Save it as “CSV UTF-8” first."
        )
    )


def _candidates(content):
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return [encoding]
    start = content[:200]
    if start[1::2].count(0) > len(start) // 4:
        return ["utf-16-le"]
    if start[0::2].count(0) > len(start) // 4:
        return ["utf-16-be"]
    return ["utf-8", "cp1252"]


def _decodes(content, encoding):
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), _STEP):
            text = decoder.decode(content[start : start + _STEP], start + _STEP >= len(content))
            if "\0" in text:
                return False
    except UnicodeDecodeError:
        return False
    return True


def _header(names, side):
    """The names of the columns, or ``Refused`` with everything that is wrong with them."""
    while names and not tidy(names[-1]):
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise Refused(
            _(
                "The first line names %(count)s columns; the most is %(most)d. "
                "Compare the first line with the template file."
            )
            % {"count": f"{len(names):,}", "most": MOST_COLUMNS}
        )
    names = [tidy(name).casefold().replace(" ", "_") for name in names]
    known, counted = columns_by_name(side), Counter(names)
    problems = _unknown_columns([name for name in counted if name not in known], side)
    for name in counted:
        if name in known and counted[name] > 1:
            problems.append(_("The column “%(name)s” is there twice.") % {"name": name})
    for column in columns(side):
        if column.is_required and column.name not in counted:
            problems.append(_("The column “%(name)s” is missing.") % {"name": column.name})
    if problems:
        advice = _("Compare the first line with the template file.")
        raise Refused(" ".join([*problems, advice]))
    return names


def _unknown_columns(names, side):
    """What to say of names that are no columns: looking for near ones takes its time."""
    problems = [_unknown_column(name, side) for name in names[:_MOST_EXPLAINED]]
    more = len(names) - len(problems)
    if more:
        told = ngettext(
            "%(more)d more name is not a column.", "%(more)d more names are not columns.", more
        )
        problems.append(told % {"more": more})
    return problems


def _unknown_column(name, side):
    if not name:
        return _("A column has no name.")
    other = Side.MENTOR if side == Side.MENTEE else Side.MENTEE
    if name in columns_by_name(other):
        return _("The column “%(name)s” belongs to a file of the other side: %(side)s.") % {
            "name": name,
            "side": other.label,
        }
    entries = [Entry(column.name, column.name) for column in columns(side)]
    by_label = {str(column.label): Entry(column.name, column.name) for column in columns(side)}
    names = by_label | {entry.code: entry for entry in entries}
    near = Registry(entries, suggestions=names).nearest(name.replace("_", " "))
    message = _("“%(name)s” is not a column.") % {"name": name[:60]}
    if near:
        message += " " + _("Did you mean “%(near)s”?") % {"near": near[0]}
    return message
