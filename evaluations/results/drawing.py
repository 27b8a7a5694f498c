"""Charts of results, each with its table."""

from django.utils.translation import gettext as _

from evaluations.results import wording
from evaluations.statistics.shown import NUMBERS
from instruments.kinds import Informant
from mentoring.ui import charts
from mentoring.ui.formats import group_thousands, percent
from partnerships.goals.scale import Level as GoalLevel

ROOM = 1.1  # of the widest interval, so that none ends at the edge


def changes(informant, lines):
    """Mean changes with their intervals; None where too few answered twice for that."""
    found = [(line["label"], line["change"]) for line in lines if line["change"]]
    rows = [
        (label, low, change.data["mean_change"], high, f"{change.mean} ({change.interval})")
        for label, change in found
        if change.is_exact
        for low, high in [change.data["ci95"]]
    ]
    if not rows:
        return None
    ends = [abs(end) for _label, low, _mean, high, _text in rows for end in (low, high)]
    widest = ROOM * max(0.5, *ends)
    return charts.intervals(
        f"changes-{informant}",
        _("Mean change and its 95 % interval"),
        rows,
        span=(-widest, widest),
        zero=0,
        ends=(_("lower than before"), _("higher than before")),
        columns=(_("Scale"), _("Mean change and interval")),
    )


def levels(found):
    """One scale over the year, where ten people or more answered; None where nowhere."""
    rows = [
        (level.label, low, level.mean, high, f"{level.words} ({level.interval})")
        for level in found
        if level.mean is not None
        for low, high in [level.data["ci95"]]
    ]
    if not rows:
        return None
    return charts.intervals(
        "levels",
        _("Mean and its 95 % interval"),
        rows,
        span=(1, 5),
        ends=("1", "5"),
        columns=(_("Occasion"), _("Mean and interval")),
    )


def recommendation(found):
    """How likely one informant is to recommend the program, 0 to 10."""
    one = {"label": Informant(found["informant"]).label, "n": found["n"], "chart": None}
    one["level"] = wording.about_level(found)
    if found["as"] == NUMBERS:
        one["chart"] = charts.histogram(
            f"recommend-{found['informant']}",
            one["label"],
            [(str(step), count) for step, count in enumerate(found["counts"])],
            ends=(_("not at all likely"), _("extremely likely")),
            columns=(_("Answer"), _("People")),
        )
    return one


def goals(label, found):
    """How far goals came in one side's view."""
    one = found | {"label": label, "chart": None}
    if found["as"] != NUMBERS:
        return one | {"band": wording.band(found["reached"])}
    rows = [
        (GoalLevel(step).label, found["counts"][str(step)], "good" if step >= 0 else "other")
        for step in range(2, -3, -1)
    ]
    one["chart"] = charts.horizontal_bars(
        f"goals-{found['informant']}", label, rows, columns=(_("Level"), _("Goals"))
    )
    one["mean"] = wording.signed(found["mean"], 2)
    one["share"] = percent(found["reached"], found["scored"])
    one["reached"] = group_thousands(found["reached"])
    return one
