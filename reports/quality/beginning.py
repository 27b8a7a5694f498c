"""Judges of what is there before the two meet: purpose, preparation and matching."""

from django.utils.translation import gettext as _

from participants.roles import Side
from partnerships.lifecycle import Status
from reports.quality.evidence import (
    ENOUGH,
    Evidence,
    State,
    all_of,
    number,
    of_share,
    of_whether,
    share,
    whether,
)
from reports.quality.looking import (
    AGREEMENT,
    BEFORE,
    BRIEFINGS,
    CASES,
    IN,
    MODULES,
    PAIRS,
    SETTINGS,
    SPONSORS,
    TIMETABLE,
    ended,
    filled,
    judges,
    simply,
    total,
    trained,
    version,
)

PLANNED = ("baseline", "check_6", "end")


@judges("purpose")
def _purpose(facts):
    has_purpose, has_measures = filled(facts, "purpose"), filled(facts, "success_measures")
    return Evidence(
        all_of(of_whether(has_purpose), of_whether(has_measures)),
        (
            whether(_("The purpose is written down"), has_purpose, (SETTINGS, "")),
            whether(_("Measures of success are written down"), has_measures, (SETTINGS, "")),
        ),
    )


@judges("aims")
def _aims(facts):
    sponsors = facts.setting["sponsors"]
    return simply(
        _("Sponsors with an aim"), sum(bool(one["aims"]) for one in sponsors), sponsors, SPONSORS
    )


@judges("eligibility")
def _eligibility(facts):
    is_said = filled(facts, "eligibility")
    label = _("Who can take part is written down")
    return Evidence(of_whether(is_said), (whether(label, is_said, (SETTINGS, "")),))


@judges("promise")
def _promise(facts):
    has_benefits, has_demands = filled(facts, "benefits"), filled(facts, "demands")
    agreed, people = total(facts, "agreed"), total(facts, "number")
    return Evidence(
        all_of(of_whether(has_benefits), of_whether(has_demands), of_share(agreed, people)),
        (
            whether(_("Benefits are written down"), has_benefits, (SETTINGS, "")),
            whether(_("Demands are written down"), has_demands, (SETTINGS, "")),
            share(_("People who have agreed to what they read"), agreed, people, IN),
            version(_("Version of that text now"), facts.setting["consent_text"]),
        ),
    )


@judges("plan")
def _plan(facts):
    kept, waits = set(facts.setting["dates_kept"]), facts.program.needs_baseline
    labels = {
        "baseline": _("Baseline evaluation is planned"),
        "check_6": _("Mid-year evaluation is planned"),
        "end": _("Final evaluation is planned"),
    }
    return Evidence(
        all_of(*(of_whether(key in kept) for key in PLANNED), of_whether(waits)),
        (
            *(whether(labels[key], key in kept, (TIMETABLE, "")) for key in PLANNED),
            whether(_("Matches wait for the baseline"), waits, (SETTINGS, "")),
        ),
    )


@judges("mentors_trained")
def _mentors_trained(facts):
    return trained(facts, Side.MENTOR)


@judges("mentees_trained")
def _mentees_trained(facts):
    return trained(facts, Side.MENTEE)


@judges("confidentiality")
def _confidentiality(facts):
    done, people = total(facts, "confident"), total(facts, "number")
    label = _("People who have finished the module about confidentiality")
    return Evidence(
        of_share(done, people),
        (
            share(label, done, people, (MODULES, "")),
            version(
                _("Version of the agreement that pairs are given"),
                facts.setting["agreement"],
                (AGREEMENT, ""),
            ),
        ),
    )


@judges("sponsors_briefed")
def _sponsors_briefed(facts):
    sponsors = facts.setting["sponsors"]
    done, page = sum(one["is_briefed"] for one in sponsors), (BRIEFINGS, "")
    return Evidence(
        of_share(done, len(sponsors)),
        (
            share(_("Sponsors whose HR has agreed"), done, len(sponsors), page),
            number(_("Mentees whose manager has agreed"), facts.setting["managers"], page),
        ),
    )


@judges("walls")
def _walls(facts):
    sponsors = facts.setting["sponsors"]
    stated, conflicts = sum(one["has_stated"] for one in sponsors), facts.cases.conflicts
    label = _("Open cases about companies that must not be matched any more")
    state = of_share(stated, len(sponsors))
    return Evidence(
        State.PARTLY if conflicts and state == State.SHOWN else state,
        (
            share(_("Sponsors that named competitors"), stated, len(sponsors), (SPONSORS, "")),
            number(label, conflicts, (CASES, f"program={facts.program.pk}&signal=conflict")),
        ),
    )


@judges("method_known")
def _method_known(facts):
    agreed, people = total(facts, "agreed"), total(facts, "number")
    line = share(_("People who have agreed to what they read"), agreed, people, IN)
    return Evidence(of_share(agreed, people), (line,))


@judges("both_decide")
def _both_decide(facts):
    begun = [one for one in facts.pairs if one["status"] not in BEFORE]
    both = sum(bool(one["mentor_accepted_at"] and one["mentee_accepted_at"]) for one in begun)
    declined = sum(one["status"] == Status.DECLINED for one in facts.pairs)
    return Evidence(
        of_share(both, len(begun)),
        (
            share(_("Partnerships with the yes of both"), both, len(begun), (PAIRS, "")),
            number(_("Matches that one of the two declined"), declined, (PAIRS, "status=declined")),
        ),
    )


@judges("two_approvers")
def _two_approvers(facts):
    are_asked = facts.program.needs_two_approvers
    label = _("Two pairs of eyes are asked for")
    return Evidence(of_whether(are_asked), (whether(label, are_asked, (SETTINGS, "")),))


@judges("another_match")
def _another_match(facts):
    early = ended(facts)
    return simply(
        _("Early ends after which somebody said whether they want another match"),
        sum(one["has_wish"] for one in early),
        early,
        PAIRS,
        "status=ended",
        ENOUGH,
    )
