"""The sections of a company's report, from what was chosen."""

import math
from fractions import Fraction

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from instruments.kinds import Informant
from participants.roles import Side
from programs.models import Aim
from reports import cells
from reports.content import Chart, Row, Section, Table
from reports.gathering import changes
from reports.gathering.changes import cell_of
from reports.gathering.choosing import OTHERS, name_of
from reports.gathering.measures import GROUPS
from reports.release.bands import band

# As HR reads them of each of its people.
STAGES = {
    "nominated": gettext_lazy("nominated"),
    "in": gettext_lazy("in"),
    "matched": gettext_lazy("matched"),
    "under way": gettext_lazy("under way"),
    "finished": gettext_lazy("finished"),
    "ended": gettext_lazy("ended"),
    "not taking part": gettext_lazy("not taking part"),
}
SEATED = ("in", "matched", "under way", "finished", "ended")
# Which scales say something about what a sponsor wanted.
SHOWS = {
    Aim.PIPELINE: ("direction", "leadership", "change"),
    Aim.CAPABILITY: ("feedback", "practice", "perspective"),
    Aim.RETENTION: ("engagement", "satisfaction"),
}


def taking_part(roster, side):
    """How many of one side fill a place."""
    return sum(roster[side, stage] for stage in SEATED)


def participation(roster, sponsorship):
    """Who takes part: exact, because HR reads of each who it is and how far they are."""
    rows = [
        Row(capfirst(str(label)), tuple(cells.count(roster[side, stage]) for side in Side))
        for stage, label in STAGES.items()
        if any(roster[side, stage] for side in Side)
    ]
    stages = Table(
        "stages",
        _("Your people by stage"),
        (_("Stage"), _("Mentees"), _("Mentors")),
        tuple(rows) or (Row(_("Your people"), (no_one(), no_one())),),
    )
    places = Table(
        "places",
        _("Your place in the program"),
        (_("What"), _("Agreed"), _("Filled")),
        (
            _place(_("Seats for mentees"), sponsorship.mentee_seats, roster, Side.MENTEE),
            _place(_("Mentors owed"), sponsorship.mentors_owed, roster, Side.MENTOR),
        ),
    )
    charts = (Chart("stages", 0, _("Mentees by stage")),) if len(rows) > 1 else ()
    return Section("participation", _("Who took part"), (), (stages, places), charts)


def _place(label, agreed, roster, side):
    return Row(label, (cells.count(agreed), cells.count(taking_part(roster, side))))


def no_one():
    return cells.nobody(_("no participants"))


def _cells(measure, said, roster):
    """Of everybody, mentees, mentors and the program."""
    found = []
    for side in GROUPS:
        there = taking_part(roster, side) if side else sum(taking_part(roster, s) for s in Side)
        found.append(cell_of(measure, said.get(name_of(side))) if there else no_one())
    if measure.is_share:
        return (*found, share_of(said.get(OTHERS)))
    return (*found, cell_of(measure, said.get(OTHERS)))


def share_of(said):
    """A share of the whole program, as the range of its count in percent: never all, never none."""
    if said is None:
        return cells.hidden()
    low, high = (Fraction(100 * number, said.people) for number in band(int(said.sum), said.people))
    return cells.percents(math.floor(low), math.ceil(high))


def activity(measured, roster):
    """What people did: ``measured`` is ``[(Measure, {group: Said})]``."""
    columns = (_("What"), _("All"), _("Mentees"), _("Mentors"), _("Program"))
    rows = tuple(
        Row(measure.label, _cells(measure, said, roster), _about(measure, said))
        for measure, said in measured
    )
    table = Table(
        "activity",
        _("What your people did"),
        columns,
        rows,
        _("Counts are people. Of the program shares are in percent."),
    )
    return Section("activity", _("What they did"), (), (table,), ())


def _about(measure, said):
    """Of how many people a line speaks, where it may be said."""
    if "all" not in said or measure.is_of_answers:
        return ""
    n = said["all"].people
    return ngettext("of %(n)s person", "of %(n)s people", n) % {"n": n}


def aims(sponsorship, scales, said_of):
    """What the sponsor wanted, and what mentees say of it; None where nothing was said."""
    rows = [
        Row(f"{Aim(aim).label}: {one.label}", changes.cells_of(one, said_of)[:3])
        for aim in Aim.values
        for one in scales
        if aim in sponsorship.aims
        and one.informant == Informant.MENTEE
        and one.dimension in SHOWS[aim]
    ]
    if not rows:
        return None
    columns = (_("What you wanted"), _("Start"), _("End"), _("Change"))
    table = Table("aims", _("What you wanted, and what mentees say"), columns, tuple(rows))
    return Section("aims", _("Your aims"), (), (table,))


def cost(sponsorship, roster):
    """What each completed partnership cost; None where no cost was agreed.

    It is counted by people, whom HR reads as finished: how many partnerships a mentor of several
    has completed would say something about that mentor alone.
    """
    if sponsorship.cost is None:
        return None
    finished = sum(roster[side, "finished"] for side in Side)
    each = cells.words(_("none completed yet"))
    if finished:
        each = cells.money(sponsorship.cost / finished, sponsorship.currency)
    rows = (
        Row(_("In all"), (cells.money(sponsorship.cost, sponsorship.currency),)),
        Row(_("Your people who completed a partnership"), (cells.count(finished),)),
        Row(_("For each completed partnership"), (each,)),
    )
    note = _("A mentor of several mentees counts once.")
    table = Table("cost", _("Cost"), (_("What"), _("Amount")), rows, note)
    return Section("cost", _("What it cost"), (), (table,))


def quotes(words):
    """Sentences whose authors agreed to this; None where there are too few."""
    if not words:
        return None
    said = _("Each author agreed to this sentence in this report. Shuffled, without names.")
    return Section("quotes", _("In their words"), (said,), quotes=tuple(words))
