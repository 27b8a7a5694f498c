"""What changed, as a company reads it: of each informant by itself, with what it rests on."""

import math
from decimal import Decimal
from fractions import Fraction
from operator import itemgetter

from django.utils.translation import gettext as _

from evaluations.statistics.change import interval
from instruments.kinds import Informant
from reports import cells
from reports.content import Chart, Row, Section, Table
from reports.gathering.choosing import OTHERS
from reports.gathering.measures import INFORMANTS
from reports.release.bands import FINE, band, rounded

WEAK = Fraction(3, 5)  # of those who were asked
# Of people who changed alike an interval would be as narrow as to tell what each of them said.
LEAST_SPREAD = 0.5
END, CHANGE = 1, 2  # columns


def cell_of(measure, said):
    """The cell of what was said of one group; what was not said looks the same everywhere."""
    if said is None:
        return cells.hidden()
    if measure.is_share:
        return cells.span(*band(int(said.sum), said.people))
    return cells.mean(Decimal(rounded(said.mean, said.people)))


def section(scales, answered, said_of):
    """What people say before and after: a table for each informant, and who answered.

    ``said_of`` is ``{key of a measure: {group: Said}}``. None where nothing was asked twice.
    """
    tables = tuple(
        _table(informant, own, said_of)
        for informant in INFORMANTS
        if (own := [one for one in scales if one.informant == informant])
    )
    if not tables:
        return None
    ends = {
        "scales-mentee": _("Mentees at the end, from 1 to 5"),
        "scales-mentor": _("Mentors at the end, from 1 to 5"),
        "scales-observer": _("Mentees at the end as observers see them, from 1 to 5"),
    }
    charts = tuple(
        Chart(table.id, END, ends[table.id], "5")
        for table in tables
        if any(not row.cells[END].is_gap for row in table.rows)
    )
    tables += (_answered(answered, said_of),)
    return Section("results", _("What changed"), (), tables, charts)


def _table(informant, scales, said_of):
    titles = {
        Informant.MENTEE: _("Mentees, at the start and at the end, from 1 to 5"),
        Informant.MENTOR: _("Mentors, at the start and at the end, from 1 to 5"),
        Informant.OBSERVER: _("Mentees as observers see them, from 1 to 5"),
    }
    notes = {
        Informant.OBSERVER: _(
            "From people who work with your mentees, each the same at the start and at the end. "
            "It stands beside what mentees say, and is never averaged with it."
        )
    }
    columns = (
        *(_("About"), _("Start"), _("End"), _("Change")),
        *(_("95 % interval"), _("Better"), _("Both times"), _("Program, end")),
    )
    rows = tuple(Row(one.label, cells_of(one, said_of)) for one in scales)
    table = f"scales-{informant.value}"
    return Table(table, titles[informant], columns, rows, notes.get(informant, ""))


def cells_of(scale, said_of):
    """Level before and after, their difference and its interval, how many people, the program."""
    before, after, squares, better, people = (
        said_of.get(one.key, {}).get(scale.group) for one in scale.parts
    )
    program = cell_of(scale.after, said_of.get(scale.after.key, {}).get(OTHERS))
    if before is None or after is None:
        return (*(cells.hidden(),) * 6, program)
    one, other = cell_of(scale.before, before), cell_of(scale.after, after)
    return (
        one,
        other,
        cells.change(other.number - one.number),
        interval_cell(before, after, squares),
        cell_of(scale.better, better),
        cell_of(scale.people, people),
        program,
    )


def interval_cell(before, after, squares):
    """The 95 % interval of the mean change, outward to tenths; of fewer than ten people none."""
    if squares is None or squares.people < FINE:
        return cells.hidden()
    n, total = squares.people, after.sum - before.sum
    variance = (squares.sum - total * total / n) / (n - 1)
    low, high = interval(float(total / n), max(LEAST_SPREAD, math.sqrt(variance)), n)
    return cells.changes(_tenth(math.floor(low * 10)), _tenth(math.ceil(high * 10)))


def _tenth(number):
    return Decimal(number) / 10


def _answered(answered, said_of):
    rows = []
    for one in answered:
        said = said_of.get(one.key, {}).get(one.groups[0].value)
        of = cells.hidden() if said is None else cells.count(said.people)
        hint = _("weak basis") if said is not None and said.mean < WEAK else ""
        rows.append(Row(one.label, (cell_of(one, said), of), hint))
    columns = (_("Who"), _("Answered both times"), _("Of"))
    return Table("answered", _("Who answered"), columns, tuple(rows))


def largest(results, first=0):
    """One sentence for each informant: the largest rise that its table shows, if there is one.

    ``first`` is the column of the level at the start; the one at the end and the change follow.
    """
    said = {
        "mentee": _("What mentees say of themselves rose most in “%(about)s”: %(by)s."),
        "mentor": _("What mentors say of themselves rose most in “%(about)s”: %(by)s."),
        "observer": _("What observers see in mentees rose most in “%(about)s”: %(by)s."),
    }
    lines = []
    for table in results.tables:
        sentence = said.get(table.id.removeprefix("scales-"))
        rises = [(row.cells[first + CHANGE].number or 0, row) for row in table.rows if sentence]
        rise, row = max(rises, key=itemgetter(0), default=(0, None))
        if rise > 0:
            by = _("from %(before)s to %(after)s of 5") % {
                "before": row.cells[first].text,
                "after": row.cells[first + END].text,
            }
            lines.append(sentence % {"about": row.label, "by": by})
    return lines
