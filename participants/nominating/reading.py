"""Nominated people from a file or a form: five columns, read as the import of people reads them."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from mentoring.jobs.running import Refused
from participants import cells
from participants.cells import Wrong
from participants.columns import columns_by_name
from participants.importing.reading import Table
from participants.roles import Side

COLUMNS = ("email", "given_name", "family_name", "title", "side")
REQUIRED = ("email", "given_name", "family_name", "side")
LONGEST = {"email": 254, "given_name": 80, "family_name": 80, "title": 160, "side": 40}
MOST_ROWS = 500
TEMPLATE = (
    "email,given_name,family_name,title,side\r\n"
    "nora.lind@company.example,Nora,Lind,Head of quality,mentee\r\n"
    "omar.haddad@company.example,Omar,Haddad,Plant director,mentor\r\n"
)


@dataclass
class Line:
    """One row as it was understood; nothing is written of a row with ``problems``."""

    number: int
    values: dict
    problems: dict = field(default_factory=dict)

    @property
    def name(self):
        names = (self.values.get("given_name", ""), self.values.get("family_name", ""))
        return " ".join(names).strip()

    @property
    def said(self):
        """``[(column, message)]`` of what is wrong."""
        return [(name, text) for name, texts in self.problems.items() for text in texts]


class NominationFile(Table):
    """A file of nominated people of both sides."""

    def __init__(self, content):
        super().__init__(content, _header)

    @property
    def most_rows(self):
        return MOST_ROWS


def read_file(content):
    """``[Line]`` of a CSV file; ``Refused`` if it cannot be read as one."""
    lines = [read(row.number, row.cells, row.problem) for row in NominationFile(content).rows()]
    if not lines:
        raise Refused(_("The file has a first line and nothing below it."))
    _mark_twice(lines)
    return lines


def read(number, texts, problem=""):
    """One row of texts by column, as a ``Line``."""
    line = Line(number, {})
    if problem:
        line.problems[""] = [problem]
        return line
    for name in COLUMNS:
        _read_cell(line, name, cells.tidy(texts.get(name) or ""))
    return line


def _read_cell(line, name, text):
    if not text:
        line.values[name] = ""
        if name in REQUIRED:
            line.problems[name] = [_("This is missing.")]
        return
    try:
        cells.refuse_long(text, LONGEST[name])
        cells.refuse_unreadable(text)
        line.values[name] = _side(text) if name == "side" else _known(name)(text, None, _ignore)
    except Wrong as wrong:
        line.problems[name] = wrong.messages


def _known(name):
    return columns_by_name(Side.MENTEE)[name].read


def _ignore(note):
    """Nothing is understood in spite of its form in these columns."""


def _side(text):
    by_word = {side.value: side.value for side in Side}
    by_word |= {str(side.label).casefold(): side.value for side in Side}
    found = by_word.get(text.casefold())
    if found is None:
        raise Wrong(_("“%(text)s” is no side. Write mentee or mentor.") % {"text": text[:40]})
    return found


def _mark_twice(lines):
    first = {}
    for line in lines:
        email = line.values.get("email")
        if email and email in first:
            line.problems.setdefault("email", []).append(
                _("Row %(row)d has the same address. Keep one of the two.") % {"row": first[email]}
            )
        elif email:
            first[email] = line.number


def _header(names):
    while names and not cells.tidy(names[-1]):
        names.pop()
    names = [cells.tidy(name).casefold().replace(" ", "_") for name in names]
    problems = [
        _("“%(name)s” is not a column.") % {"name": name[:60]}
        if name
        else _("A column has no name.")
        for name in dict.fromkeys(names)
        if name not in COLUMNS
    ][:5]
    problems += [
        _("The column “%(name)s” is there twice.") % {"name": name}
        for name in COLUMNS
        if names.count(name) > 1
    ]
    problems += [
        _("The column “%(name)s” is missing.") % {"name": name}
        for name in REQUIRED
        if name not in names
    ]
    if problems:
        advice = _("The columns are: %(columns)s.") % {"columns": ", ".join(COLUMNS)}
        raise Refused(" ".join([*problems, advice]))
    return names
