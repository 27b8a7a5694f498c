"""Codes → sentences: rules, reasons, signs, costs and what became of a match."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.decisions import AlternateState, Decision, Sign
from matching.engine.explain import NEEDED
from matching.models import PARTS
from matching.pool import Missing
from matching.queries import partnership_now
from mentoring.ui.formats import group_thousands
from participants import reference
from partnerships.lifecycle import FAILED, Status
from partnerships.refusals import RULES as REFUSALS

PART_LABELS = dict(
    zip(
        PARTS,
        (
            gettext_lazy("Needs"),
            gettext_lazy("Path"),
            gettext_lazy("Ways of working"),
            gettext_lazy("Wishes"),
            gettext_lazy("Logistics"),
            gettext_lazy("Other view"),
        ),
        strict=True,
    )
)

# The rule's name in the engine → why it stands between a mentee and a mentor.
RULE_LABELS = {
    "SAME_COMPANY": gettext_lazy("same company"),
    "CORPORATE_GROUP": gettext_lazy("same corporate group"),
    "DECLARED_COMPETITORS": gettext_lazy("declared competitors"),
    "COMPETITOR_GROUP": gettext_lazy("same competitor group"),
    "SAME_INDUSTRY": gettext_lazy("same industry"),
    "COMPANY_VETO": gettext_lazy("a company's veto"),
    "NO_COMMON_LANGUAGE": gettext_lazy("no common language"),
    "TIME_ZONE_GAP": gettext_lazy("time zones too far apart"),
    "FORMER_EMPLOYER": gettext_lazy("former employer"),
    "REPORTING_LINE": gettext_lazy("line of reporting"),
    "PAIRED_BEFORE": gettext_lazy("paired before"),
    "PLEASE_NOT": gettext_lazy("on a “please not” list"),
    "NO_TOP_NEED": gettext_lazy("neither of the top two needs on offer"),
    "NO_CAPACITY": gettext_lazy("no free place"),
    "INCOMPLETE_PROFILE": gettext_lazy("incomplete profile"),
    "VETO": gettext_lazy("rejected or declined before"),
    "BELOW_FLOOR": gettext_lazy("below the lowest score allowed"),
    "COMPETING_LATER": gettext_lazy("a change of employer to come"),
}


@dataclass(frozen=True)
class State:
    """A dot and a word for the tag ``status``."""

    tone: str
    label: str


def sentences(match, side):
    """The reasons ``for`` or ``against`` a match (people loaded), a sentence each."""
    names = {
        "mentee": match.mentee.person.given_name,
        "mentor": match.mentor.person.given_name,
    }
    found = match.reasons.get(side, [])
    return [SENTENCES[reason["code"]](reason, names) for reason in found]


def listed(words):
    """Ana, Ben and Cleo."""
    words = list(words)
    if len(words) < 2:
        return "".join(words)
    return _("%(all)s and %(last)s") % {"all": ", ".join(words[:-1]), "last": words[-1]}


def _needs(pairs):
    label = reference.competencies().label
    return listed(
        _("%(need)s (level %(level)s of 5)") % {"need": label(code), "level": level}
        for code, level in pairs
    )


def _transitions(codes):
    label = reference.transitions().label
    return listed(f"“{label(code)}”" for code in codes)


def _years(years):
    return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}


def _hours(minutes):
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(n)s minutes") % {"n": rest}
    amount = f"{hours}½" if rest >= 30 else f"{hours}"
    return _("%(n)s hours") % {"n": amount} if amount != "1" else _("one hour")


def _offers_needs(reason, names):
    return _("%(mentor)s offers %(needs)s.") % {**names, "needs": _needs(reason["needs"])}


def _offers_little(reason, names):
    facts = {**names, "needs": _needs(reason["needs"])}
    return _("%(mentor)s offers %(needs)s, which is little.") % facts


def _lacks_needs(reason, names):
    label = reference.competencies().label
    needs = listed(label(code) for code in reason["needs"])
    return _("%(mentor)s does not offer %(needs)s.") % {**names, "needs": needs}


def _walked(reason, names):
    steps = _transitions(reason["transitions"])
    return _("%(mentor)s has walked the step that %(mentee)s faces: %(steps)s.") % {
        **names,
        "steps": steps,
    }


def _not_walked(reason, names):
    steps = _transitions(reason["transitions"])
    return _("%(mentor)s has not walked the step that %(mentee)s faces: %(steps)s.") % {
        **names,
        "steps": steps,
    }


def _years_ahead(reason, names):
    facts = {**names, "years": _years(reason["years"])}
    return _("%(mentor)s has %(years)s more experience.") % facts


def _few_years(reason, names):
    if reason["years"] <= 0:
        return _("%(mentor)s has no more years of experience than %(mentee)s.") % names
    facts = {**names, "years": _years(reason["years"])}
    return _("%(mentor)s is only %(years)s ahead in experience.") % facts


def _no_level_above(reason, names):
    return _("%(mentor)s stands on no higher level than %(mentee)s.") % names


def _far_above(reason, names):
    facts = {**names, "levels": reason["levels"]}
    return _("%(mentor)s stands %(levels)s levels above %(mentee)s.") % facts


def _work_alike(reason, names):
    return _("They like to work alike in %(alike)s of %(answered)s ways.") % reason


def _work_differently(reason, names):
    return _("They like to work alike in only %(alike)s of %(answered)s ways.") % reason


def _shared_hours(reason, names):
    return _("Their office hours share %(hours)s a day.") % {"hours": _hours(reason["minutes"])}


def _few_hours(reason, names):
    if not reason["minutes"]:
        return _("Their office hours do not overlap.")
    return _("Their office hours share only %(hours)s a day.") % {
        "hours": _hours(reason["minutes"])
    }


def _meeting_form(reason, names):
    if reason["mentee"] == "virtual":
        return _("%(mentee)s wants to meet online, %(mentor)s in person.") % names
    return _("%(mentee)s wants to meet in person, %(mentor)s online.") % names


SENTENCES = {
    "offers_needs": _offers_needs,
    "offers_little": _offers_little,
    "lacks_needs": _lacks_needs,
    "walked": _walked,
    "not_walked": _not_walked,
    "years_ahead": _years_ahead,
    "few_years": _few_years,
    "no_level_above": _no_level_above,
    "far_above": _far_above,
    "work_alike": _work_alike,
    "work_differently": _work_differently,
    "shared_hours": _shared_hours,
    "few_hours": _few_hours,
    "meeting_form": _meeting_form,
}


def cost(matches, points):
    """What choosing otherwise would cost the whole run, in a few words."""
    if (matches, points) == (0, 0):
        return _("nothing: an equally good answer")
    if matches > 0:
        lost = ngettext("%(n)s match fewer", "%(n)s matches fewer", matches)
        return lost % {"n": matches}
    return ngettext("%(n)s point", "%(n)s points", points) % {"n": group_thousands(points)}


def loss(matches, points):
    """What the whole run would lose without a pair, in a sentence."""
    if (matches, points) == (0, 0):
        return _("A tie: there is an answer without this match that is just as good for everybody.")
    if matches == NEEDED.matches:
        return _("A quota needs this match: without it the quotas of the run cannot be kept.")
    if matches > 0:
        return _("Without this match one mentee more would have nobody.")
    text = ngettext(
        "Without this match the whole run would lose %(n)s point.",
        "Without this match the whole run would lose %(n)s points.",
        points,
    )
    return text % {"n": group_thousands(points)}


def confidence(percent):
    """How much of the score rests on answers of both."""
    if percent >= 90:
        return State("good", _("Both answered nearly everything"))
    tone = "" if percent >= 60 else "warning"
    return State(tone, _("Both answered %(percent)s %% of what counts") % {"percent": percent})


def sign(match):
    """The most pressing reason for the match's band, in a few words; may be empty."""
    return str(Sign(match.signs[0]).label) if match.signs else ""


def refusal(rule):
    """The sentence of a rule that refused an announcement."""
    for name, sentence in REFUSALS.values():
        if name == rule:
            return str(sentence)
    return _("A rule of the database stands against it.")


def state(match):
    """Where a match stands: its decision, and once announced what the two have answered."""
    if match.decision == Decision.PROPOSED:
        return State("", _("to decide"))
    if match.decision == Decision.REJECTED:
        return State("", _("rejected"))
    if match.decision == Decision.APPROVED:
        refused = State("error", _("could not be announced"))
        return refused if match.refusal else State("good", _("approved"))
    partnership = partnership_now(match)
    alternates = list(match.alternates.all())
    is_first = partnership.pk == match.partnership_id
    if partnership.status in FAILED:
        if any(row.state == AlternateState.WAITING for row in alternates):
            return State("warning", _("next alternate follows"))
        return State("warning", _("back in the pool"))
    answer = answers(match, partnership)
    if is_first:
        return answer
    rank = next(row.rank for row in alternates if row.partnership_id == partnership.pk)
    label = _("alternate %(rank)s: %(answer)s") % {"rank": rank, "answer": answer.label}
    return State(answer.tone, label)


def answers(match, partnership):
    """What the two said to a live partnership that came of ``match``."""
    if partnership.status != Status.PROPOSED:
        tone = "good" if partnership.place else ""
        return State(tone, partnership.get_status_display().lower())
    if partnership.mentee_accepted_at:
        return State("accent", _("mentee said yes"))
    if partnership.mentor_accepted_at:
        return State("accent", _("mentor said yes"))
    return State("", _("waiting for both"))


def outcome(partnership):
    """What became of a partnership, for the rows of alternates."""
    if partnership.status in FAILED or partnership.status == Status.ENDED:
        return State("warning", partnership.get_status_display().lower())
    return answers(None, partnership)


MISSING = {code.value: code.label for code in Missing}


def binding_rules(why):
    """Why no mentor is possible: the rule that alone would open most, then what forbids most."""
    lines = []
    if why["opened"]:
        rule, count = why["opened"][0]
        text = _("For %(count)s of them it is one rule alone: %(rule)s.")
        lines.append(text % {"count": count, "rule": RULE_LABELS[rule]})
    forbidden = listed(
        _("%(rule)s (%(count)s)") % {"rule": RULE_LABELS[rule], "count": count}
        for rule, count in why["forbidden"]
    )
    lines.append(_("Ruled out in all by %(rules)s.") % {"rules": forbidden})
    return lines


def one_of(names):
    """Ana, Ben or Cleo."""
    if len(names) < 2:
        return "".join(names)
    return _("%(all)s or %(last)s") % {"all": ", ".join(names[:-1]), "last": names[-1]}
