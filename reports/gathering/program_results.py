"""What changed in a whole program, for its organization: of each informant by itself.

From ten people on exact; of fewer in halves and ranges, as the pages of results show it.
"""

from decimal import Decimal

from django.utils.translation import gettext as _

from evaluations.results.gathering import FEWEST_OBSERVERS, goals_of
from evaluations.results.numbers import goals
from evaluations.statistics.change import paired
from evaluations.statistics.shown import BANDS, NUMBERS, shown
from instruments.kinds import Informant
from reports import cells
from reports.content import Row, Section, Table
from reports.gathering.changes import WEAK
from reports.gathering.measures import INFORMANTS

FINE, COARSE = Decimal("0.01"), Decimal("0.1")


def sections(measured):
    """``(Section, …)`` of a final report: none where nothing was asked twice."""
    tables = [
        _scales(informant, own, measured)
        for informant in INFORMANTS
        if (own := [one for one in measured.scales if one.informant == informant])
    ]
    tables = [table for table in tables if table.rows]
    if not tables:
        return ()
    tables += [_answered(measured), *_goals(measured.program)]
    return (Section("results", _("What changed"), (), tuple(tables)),)


def _scales(informant, scales, measured):
    label = Informant(informant).label
    columns = (
        *(_("About"), _("People"), _("Start"), _("End"), _("Change")),
        *(_("95 % interval"), _("Up"), _("Down")),
    )
    fewest = FEWEST_OBSERVERS if informant == Informant.OBSERVER else 1
    rows = []
    for one in scales:
        both = measured.facts.scales[one.informant, one.dimension]
        change = paired(*zip(*both.values(), strict=True))
        if change.n >= fewest:
            rows.append(Row(one.label, _cells(change)))
    title = _("%(who)s: start and end, from 1 to 5") % {"who": label}
    note = ""
    if informant == Informant.OBSERVER:
        note = _("People are mentees; what several observers say of one is one number.")
    return Table(f"scales-{informant.value}", title, columns, tuple(rows), note)


def _cells(change):
    said = shown(change)
    people = cells.count(change.n)
    if said["as"] == BANDS:
        levels = (_mean(said[name], COARSE) for name in ("level_before", "level_after"))
        ends = (cells.span(*said[name]) for name in ("improved", "worse"))
        return (people, *levels, cells.hidden(), cells.hidden(), *ends)
    return (
        people,
        _mean(said["mean_before"], FINE),
        _mean(said["mean_after"], FINE),
        cells.change(_rounded(said["mean_change"], FINE)),
        cells.changes(*(_rounded(end, FINE) for end in said["ci95"])),
        cells.count(change.improved),
        cells.count(change.worse),
    )


def _mean(value, step):
    return cells.mean(_rounded(value, step))


def _rounded(value, step):
    return Decimal(str(value)).quantize(step)


def _answered(measured):
    """The response rate beside every result."""
    rows = []
    for one in measured.answered:
        sent, asked = int(sum(one.values.values())), len(one.values)
        share = cells.percent(round(100 * sent / asked)) if asked else cells.hidden()
        hint = _("weak basis") if sent < WEAK * asked else ""
        rows.append(Row(one.label, (cells.count(sent), cells.count(asked), share), hint))
    columns = (_("Who"), _("Answered both times"), _("Of"), _("Share"))
    return Table("answered", _("Who answered"), columns, tuple(rows))


def _goals(program):
    """How far goals came, as far as coordinators may count that; nothing where none was set."""
    found = goals(goals_of(program))
    if not found["set"]:
        return []
    rows = [Row(_("Set"), (cells.count(found["set"]), cells.count(found["people"])))]
    names = {
        Informant.MENTEE: _("Reached, as mentees see it"),
        Informant.MENTOR: _("Reached, as mentors see it"),
    }
    for one in found["sides"]:
        number = one["reached"]
        reached = cells.count(number) if one["as"] == NUMBERS else cells.span(*number)
        rows.append(Row(names[one["informant"]], (reached, cells.count(one["people"]))))
    note = _("Of fewer than five people it is not counted who has reached a goal.")
    columns = (_("Goals"), _("How many"), _("Of so many mentees"))
    return [Table("goals", _("Goals"), columns, tuple(rows), note)]
