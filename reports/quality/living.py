"""Judges of the year of the two, of its end, and of who looks after them."""

from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports.quality.evidence import (
    MOST,
    Evidence,
    State,
    all_of,
    number,
    of_share,
    of_whether,
    share,
    whether,
    words,
)
from reports.quality.looking import (
    AGREED_WITHIN,
    CASES,
    FIGURES,
    MET_WITHIN,
    PAIRS,
    SETTINGS,
    STAFF_LIST,
    ended,
    introduced,
    is_within,
    judges,
    simply,
)

FED_BACK_WITHIN = timedelta(days=60)


@judges("agreement")
def _agreement(facts):
    due = introduced(facts, AGREED_WITHIN)
    return simply(
        _("Agreements signed by both within 30 days"),
        sum(is_within(one, "signed_at", AGREED_WITHIN) for one in due),
        due,
        PAIRS,
        percent=MOST,
    )


@judges("goals")
def _goals(facts):
    due = introduced(facts, AGREED_WITHIN)
    return simply(
        _("Partnerships with a goal within 30 days"),
        sum(is_within(one, "goal_at", AGREED_WITHIN) for one in due),
        due,
        PAIRS,
        percent=MOST,
    )


@judges("first_meeting")
def _first_meeting(facts):
    due = introduced(facts, MET_WITHIN)
    met = sum(is_within(one, "first", MET_WITHIN) for one in due)
    lines = [share(_("Partnerships that met within 10 days"), met, len(due), (PAIRS, ""))]
    if "first" in facts.medians:
        label = _("Days to the first meeting, of the pair in the middle")
        lines.append(number(label, facts.medians["first"], (FIGURES, "")))
    return Evidence(of_share(met, len(due), MOST), tuple(lines))


@judges("rhythm")
def _rhythm(facts):
    most = 1.5 * facts.program.meeting_every_days
    several = [one for one in facts.pairs if one["held"] > 1]
    steady = sum((one["last"] - one["first"]).days / (one["held"] - 1) <= most for one in several)
    label = _("Partnerships that met regularly, of those with two meetings or more")
    lines = [share(label, steady, len(several), (PAIRS, ""))]
    if "cadence" in facts.medians:
        label = _("Days between two meetings, of the pair in the middle")
        lines.append(number(label, facts.medians["cadence"], (FIGURES, "")))
    held = sum(one["held"] for one in facts.pairs)
    lines.append(number(_("Meetings held"), held, (FIGURES, "")))
    return Evidence(of_share(steady, len(several), MOST), tuple(lines))


@judges("early_help")
def _early_help(facts):
    cases, page = facts.cases, f"program={facts.program.pk}"
    state = of_share(cases.helped, cases.seasoned, MOST)
    if cases.open:
        state = all_of(state, of_share(cases.owned, cases.open, MOST))
    label = _("Cases that moved within seven days")
    return Evidence(
        state,
        (
            share(label, cases.helped, cases.seasoned, (CASES, page)),
            share(_("Open cases with an owner"), cases.owned, cases.open, (CASES, page)),
        ),
    )


@judges("learning_on")
def _learning_on(facts):
    lived = facts.setting["lived"]
    mentees, mentors = (sum(one[key] for one in lived) for key in ("mentees", "mentors"))
    page = ("training:list", "")
    return Evidence(
        all_of(of_whether(mentees), of_whether(mentors)),
        (
            number(_("Live sessions for mentees since the start"), mentees, page),
            number(_("Live sessions for mentors since the start"), mentors, page),
        ),
    )


@judges("coordinators")
def _coordinators(facts):
    staff = facts.setting["staff"]
    line = number(_("Coordinators and administrators"), staff, (STAFF_LIST, ""))
    return Evidence(of_share(staff, 2), (line,))


@judges("complaints")
def _complaints(facts):
    is_named = facts.setting["has_contact"]
    label = _("A contact person is named")
    return Evidence(of_whether(is_named), (whether(label, is_named, ("checks:contact", "")),))


@judges("fixed_end")
def _fixed_end(facts):
    signed = [one for one in facts.pairs if one["signed_at"]]
    known = sum(one["last_day"] is not None for one in signed)
    line = share(_("Partnerships with a last day"), known, len(signed), (PAIRS, ""))
    days = number(_("Days for closing after it"), facts.program.closing_days, (SETTINGS, ""))
    return Evidence(of_share(known, len(signed)), (line, days))


@judges("early_end")
def _early_end(facts):
    early = ended(facts)
    reasons = sum(one["has_reason"] for one in early)
    return simply(_("Early ends with a reason"), reasons, early, PAIRS, "status=ended")


@judges("fed_back")
def _fed_back(facts):
    shared, page = facts.setting["shared_on"], ("sharing:overview", "")
    label = _("Results were published for those who took part")
    if shared is None:
        return Evidence(State.NOT_YET, (words(label, _("no"), page),))
    in_time = shared <= facts.program.ends_on + FED_BACK_WITHIN
    line = words(label, date_format(shared, "j F Y"), page)
    return Evidence(State.SHOWN if in_time else State.PARTLY, (line,))
