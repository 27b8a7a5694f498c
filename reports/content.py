"""What a report says: plain values, frozen with all their words, and the same in every format.

A page, a PDF, a workbook and a CSV file draw one ``Content`` and decide nothing: each prints
``Cell.text``, and where a format has typed cells it takes ``Cell.number``. Charts have no numbers
of their own: they draw a column of a table. Nothing here knows a database or Django.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum

VERSION = 1
HIDDEN = "–"


class Kind(StrEnum):
    """What a cell holds. ``HIDDEN`` looks the same whatever the reason is."""

    COUNT = "count"
    MEAN = "mean"
    CHANGE = "change"
    PERCENT = "percent"
    MONEY = "money"
    WORDS = "words"
    NOBODY = "nobody"
    HIDDEN = "hidden"


class ReportKind(StrEnum):
    QUARTERLY = "quarterly"
    FINAL = "final"


@dataclass(frozen=True)
class Cell:
    """One cell of a table.

    ``low`` and ``high`` are decimals as text, alike for an exact number and the two ends of a
    range; both are None where there is no number. ``unit`` is a currency or empty.
    """

    kind: Kind
    text: str
    low: str | None = None
    high: str | None = None
    unit: str = ""

    @property
    def number(self) -> Decimal | None:
        """The exact number, or None: for ranges, words and gaps."""
        return Decimal(self.low) if self.low is not None and self.low == self.high else None

    @property
    def is_gap(self) -> bool:
        return self.kind in (Kind.HIDDEN, Kind.NOBODY)


@dataclass(frozen=True)
class Row:
    """One line: what it is about, and a cell for each column after the first."""

    label: str
    cells: tuple[Cell, ...]
    hint: str = ""


@dataclass(frozen=True)
class Table:
    """``columns`` has the heading of the labels first; ``id`` is unique in a report."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True)
class Chart:
    """Bars of one column of a table (0 is the first after the labels); never without the table.

    ``most`` is the end of the scale, a decimal as text; empty is the largest number shown.
    """

    table: str
    column: int
    title: str
    most: str = ""


@dataclass(frozen=True)
class Section:
    """One heading with what it says in words, its tables, their charts, and quotes."""

    key: str
    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    quotes: tuple[str, ...] = ()

    def table(self, id: str) -> Table:
        return next(one for one in self.tables if one.id == id)


@dataclass(frozen=True)
class Cover:
    """``company`` is empty in a report for the organization itself; days are ISO dates."""

    title: str
    organization: str
    program: str
    company: str
    kind: ReportKind
    period: str
    period_from: str
    period_to: str
    published_on: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Term:
    """A word and what it means."""

    word: str
    meaning: str


@dataclass(frozen=True)
class Content:
    """A whole report. ``summary`` is one page in words, ``method`` how to read it."""

    cover: Cover
    summary: tuple[str, ...]
    sections: tuple[Section, ...]
    method: tuple[str, ...]
    glossary: tuple[Term, ...]
    version: int = field(default=VERSION)

    def tables(self):
        """``[(Section, Table)]`` in order."""
        return [(section, table) for section in self.sections for table in section.tables]

    @property
    def hash(self) -> str:
        return hash_of(to_json(self))


@dataclass(frozen=True)
class Published:
    """A content with what its snapshot adds: id, number, day of publication and hash, as text."""

    id: str
    number: str
    published_on: str
    hash: str
    content: Content


def to_json(content: Content) -> str:
    """Canonical JSON: equal contents are equal texts, whatever made them."""
    return json.dumps(
        asdict(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def hash_of(text: str) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def from_json(text: str) -> Content:
    """The content of a canonical JSON. Raises ``ValueError`` for another version's."""
    raw = json.loads(text)
    if raw["version"] != VERSION:
        raise ValueError(f"a content of version {raw['version']}, not {VERSION}")
    return Content(
        cover=Cover(**{**raw["cover"], "kind": ReportKind(raw["cover"]["kind"])}),
        summary=tuple(raw["summary"]),
        sections=tuple(_section(one) for one in raw["sections"]),
        method=tuple(raw["method"]),
        glossary=tuple(Term(**one) for one in raw["glossary"]),
    )


def _section(raw) -> Section:
    return Section(
        key=raw["key"],
        title=raw["title"],
        paragraphs=tuple(raw["paragraphs"]),
        tables=tuple(_table(one) for one in raw["tables"]),
        charts=tuple(Chart(**one) for one in raw["charts"]),
        quotes=tuple(raw["quotes"]),
    )


def _table(raw) -> Table:
    rows = tuple(
        Row(one["label"], tuple(_cell(cell) for cell in one["cells"]), one["hint"])
        for one in raw["rows"]
    )
    return Table(raw["id"], raw["title"], tuple(raw["columns"]), rows, raw["note"])


def _cell(raw) -> Cell:
    return Cell(**{**raw, "kind": Kind(raw["kind"])})
