"""Judges of who has answered. Of fewer than the program's reports may speak of nothing is said."""

from collections import defaultdict
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from instruments.kinds import Informant, Occasion
from participants.roles import Side
from partnerships.lifecycle import Status
from reports import cells
from reports.quality.evidence import (
    ENOUGH,
    Evidence,
    State,
    all_of,
    answered,
    number,
    of_share,
    share,
    words,
)
from reports.quality.looking import PAIRS, SPONSORS, judges

RESULTS, OBSERVERS, CHECKS = "results:program", "observers:overview", "checks:overview"

WHO = {Side.MENTEE: gettext_lazy("Mentees"), Side.MENTOR: gettext_lazy("Mentors")}


@judges("starting_point")
def _starting_point(facts):
    least, page = facts.program.report_minimum, ("instruments:overview", "occasion=baseline")
    people = [(side, facts.people[side]) for side in Side]
    return _together(
        [answered(WHO[side], one.surveyed, one.number, least, page) for side, one in people]
    )


@judges("evaluated")
def _evaluated(facts):
    label = _("Counted with the program’s results")
    if facts.setting["results"] is None:
        return Evidence(State.NOT_YET, (words(label, _("not done yet"), (RESULTS, "")),))
    least, found = facts.program.report_minimum, []
    for side in Side:
        asked, sent = _rate(facts, Occasion.FINAL, side)
        found.append(answered(WHO[side], sent, asked, least, (RESULTS, "")))
    told = _together(found)
    day = date_format(facts.setting["results_on"], "j F Y")
    return Evidence(told.state, (*told.lines, words(label, day, (RESULTS, ""))))


@judges("checks")
def _checks(facts):
    found = []
    for side in Side:
        rates = [one for one in facts.checks if one.side == side]
        count, of = sum(one.answered for one in rates), sum(one.asked for one in rates)
        # So many checks may be a few people's: the largest occasion says how many these are.
        people = max((one.asked for one in rates), default=0)
        least = of + 1 if 0 < people < facts.program.report_minimum else 0
        found.append(answered(WHO[side], count, of, least, (CHECKS, "")))
    return _together(found)


@judges("others_view")
def _others_view(facts):
    asked, sent = _rate(facts, Occasion.FINAL, Informant.OBSERVER)
    least, sponsors = facts.program.report_minimum, facts.setting["sponsors"]
    counted = sum(one["has_counted"] for one in sponsors)
    observers = answered(_("Observers at the end"), sent, asked, least, (OBSERVERS, ""))
    label = _("Sponsors that counted what became of their people")
    of_sponsors = share(label, counted, len(sponsors), (SPONSORS, ""))
    return _together([observers, (of_sponsors, of_share(counted, len(sponsors), ENOUGH))])


@judges("cost")
def _cost(facts):
    sponsors = facts.setting["sponsors"]
    known = [one for one in sponsors if one["cost"] is not None]
    completed = sum(one["status"] == Status.COMPLETED for one in facts.pairs)
    lines = [
        share(_("Sponsors with a cost on record"), len(known), len(sponsors), (SPONSORS, "")),
        number(_("Completed partnerships"), completed, (PAIRS, "status=completed")),
    ]
    if known and completed:
        label = _("What one completed partnership cost, by the costs on record")
        lines.append(words(label, _each(known, completed)))
    state = of_share(len(known), len(sponsors))
    return Evidence(State.PARTLY if known and not completed else state, tuple(lines))


def _each(sponsors, completed):
    """What one cost, by currency: amounts in different ones are never added."""
    sums = defaultdict(Decimal)
    for one in sponsors:
        sums[one["currency"]] += Decimal(str(one["cost"]))
    each = [cells.money(amount / completed, currency) for currency, amount in sorted(sums.items())]
    return " + ".join(one.text for one in each)


def _rate(facts, occasion, informant):
    """``(asked, sent)``; nobody where nothing has been worked out yet."""
    rates = facts.setting["results"] or {}
    one = rates.get(occasion, {}).get(informant, {"asked": 0, "sent": 0})
    return one["asked"], one["sent"]


def _together(found):
    """One ``Evidence`` of several ``(Line, State)``."""
    return Evidence(all_of(*(state for _line, state in found)), tuple(line for line, _ in found))
