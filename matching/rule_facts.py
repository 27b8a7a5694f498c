"""The hard rules of one pair: which are passed, which stand against it, and the facts behind each.

Which rules forbid the pair says the run's frozen problem; the facts are those of today, so that a
coordinator sees what can be changed. Nothing here tells who wrote a "please not" list.
"""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.utils import formats as dates
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching import words
from matching.engine.problem import Rule
from matching.rulings.models import Kind, Ruling
from organizations.models import PlannedJob, PlannedState
from organizations.queries import conflict_between, industries_of
from participants import reference
from participants.models import Participant
from partnerships.models import Partnership

# In the order in which they are told; the companies' five are one line while they are passed.
COMPANIES = (
    Rule.SAME_COMPANY,
    Rule.CORPORATE_GROUP,
    Rule.DECLARED_COMPETITORS,
    Rule.COMPETITOR_GROUP,
    Rule.SAME_INDUSTRY,
    Rule.COMPANY_VETO,
)


@dataclass(frozen=True)
class RuleLine:
    """One rule of a pair in a sentence."""

    rule: str
    passed: bool
    text: str


def loaded_pair(mentee_id, mentor_id):
    """The two participants with what ``rules_of`` reads, or None when one is not there."""
    rows = Participant.objects.filter(pk__in=[mentee_id, mentor_id])
    rows = rows.select_related("person", "company__corporate_group").prefetch_related(
        "company__industries", "competencies", "former_employers__company"
    )
    found = {str(row.pk): row for row in rows}
    mentee, mentor = found.get(str(mentee_id)), found.get(str(mentor_id))
    return (mentee, mentor) if mentee and mentor else None


def against(program, pair, rules):
    """``[RuleLine]`` of the ``rules`` (bits) that forbid a pair from ``loaded_pair``."""
    told = _Told(program, *pair)
    return [RuleLine(rule.name, False, told.against(rule)) for rule in Rule if rules & rule]


def passed(program, pair):
    """``[RuleLine]`` of all that a possible pair has passed."""
    told = _Told(program, *pair)
    return [RuleLine(name, True, text) for name, text in told.passed()]


class _Told:
    """Facts of two participants, as sentences."""

    def __init__(self, program, mentee, mentor):
        self.program, self.mentee, self.mentor = program, mentee, mentor
        self.names = {"mentee": mentee.person.given_name, "mentor": mentor.person.given_name}

    def against(self, rule):
        tell = getattr(self, f"_{rule.name.lower()}", None)
        if rule in COMPANIES[1:5]:
            tell = self._companies
        label = str(words.RULE_LABELS[rule.name])
        return (tell() if tell else "") or f"{label[0].upper()}{label[1:]}."

    def passed(self):
        mine, theirs = self.mentee, self.mentor
        yield "companies", _("Different companies: %(one)s and %(other)s") % self._company_names()
        yield "competitors", _("No competition declared, no common group")
        yield "industry", self._industries()
        yield "language", _("Common language: %(all)s") % {"all": self._common_languages()}
        yield "zone", self._apart_in_words()
        yield "former", self._no_former()
        yield "reporting", _("No line of reporting")
        yield "before", _("Never paired before")
        yield "please_not", _("On no “please not” list")
        common = self._top_needs() & {row.competency for row in theirs.competencies.all()}
        labels = words.listed(map(reference.competencies().label, sorted(common)))
        yield "need", _("On offer of the top two needs: %(needs)s") % {"needs": labels}
        yield (
            "complete",
            _("Both profiles are complete: %(one)s, %(other)s")
            % {"one": mine.person.name, "other": theirs.person.name},
        )

    def _company_names(self):
        return {"one": self.mentee.company.name, "other": self.mentor.company.name}

    def _industries(self):
        codes = [
            ", ".join(found.code for found in industries_of(row.company)) or "–"
            for row in (self.mentee, self.mentor)
        ]
        text = _("Different industries, or a waiver: %(one)s and %(other)s")
        return text % dict(zip(("one", "other"), codes, strict=True))

    def _same_company(self):
        return _("Both work at %(one)s.") % self._company_names()

    def _companies(self):
        conflict = conflict_between(self.mentee.company, self.mentor.company)
        if conflict is None:
            return ""
        reasons = words.listed(conflict.reasons)
        return _("%(one)s and %(other)s: %(why)s.") % {**self._company_names(), "why": reasons}

    def _common_languages(self):
        common = [code for code in self.mentee.languages if code in self.mentor.languages]
        return words.listed(map(reference.languages().label, common))

    def _no_common_language(self):
        label = reference.languages().label
        return _("%(mentee)s speaks %(mine)s; %(mentor)s speaks %(theirs)s.") % {
            **self.names,
            "mine": words.listed(map(label, self.mentee.languages)) or "–",
            "theirs": words.listed(map(label, self.mentor.languages)) or "–",
        }

    def _apart(self):
        """Whole hours between the two, and the fewest that one of them accepts."""
        noon = datetime.combine(self.program.starts_on, time(12))
        offsets = [
            int(noon.replace(tzinfo=ZoneInfo(row.time_zone)).utcoffset().total_seconds()) // 60
            for row in (self.mentee, self.mentor)
            if row.time_zone
        ]
        apart = abs(offsets[0] - offsets[1]) % 1440 if len(offsets) == 2 else 0
        gaps = [
            self.program.default_zone_gap_hours
            if row.max_zone_gap_hours is None
            else row.max_zone_gap_hours
            for row in (self.mentee, self.mentor)
        ]
        return min(apart, 1440 - apart) / 60, min(gaps)

    def _apart_in_words(self):
        apart, accepted = self._apart()
        hours = ngettext("%(n)s hour apart", "%(n)s hours apart", int(apart))
        hours = hours % {"n": f"{apart:g}"}
        return _("%(apart)s; both accept %(n)s") % {"apart": hours, "n": accepted}

    def _time_zone_gap(self):
        apart, accepted = self._apart()
        text = _("They are %(apart)s hours apart; at least one accepts only %(n)s.")
        return text % {"apart": f"{apart:g}", "n": accepted}

    def _no_former(self):
        months = {"months": self.program.former_employer_months}
        return _("Neither worked for the other's company in the last %(months)s months") % months

    def _former_employer(self):
        for row, other in ((self.mentee, self.mentor), (self.mentor, self.mentee)):
            for former in row.former_employers.all():
                named = former.company.name if former.company else former.name
                if named.casefold() == other.company.name.casefold():
                    return _("%(who)s worked at %(company)s until %(day)s.") % {
                        "who": row.person.given_name,
                        "company": other.company.name,
                        "day": dates.date_format(former.ended_on),
                    }
        return _("One of the two worked for the other's company not long ago.")

    def _competing_later(self):
        people = {self.mentee.person_id: self.mentee, self.mentor.person_id: self.mentor}
        rows = PlannedJob.objects.filter(
            person__in=people,
            state=PlannedState.PLANNED,
            takes_effect_on__lte=self.program.ends_on,
        )
        told = []
        for row in rows.select_related("company").order_by("takes_effect_on", "pk"):
            text = _("%(who)s leaves their company on %(day)s.")
            if row.company:
                text = _("%(who)s joins %(company)s on %(day)s.")
            names = {"who": people[row.person_id].person.given_name, "company": row.company}
            told.append(text % {**names, "day": dates.date_format(row.takes_effect_on)})
        end = _("From then on their companies would compete or be the same.")
        return " ".join([*told, end]) if told else ""

    def _paired_before(self):
        rows = Partnership.objects.filter(
            mentee_person=self.mentee.person, mentor_person=self.mentor.person
        )
        first = rows.order_by("announced_at").values_list("announced_at", flat=True).first()
        if first is None:
            return ""
        return _("They were paired before, on %(day)s.") % {"day": dates.date_format(first.date())}

    def _top_needs(self):
        needs = sorted(self.mentee.competencies.all(), key=_rank)
        return {row.competency for row in needs[:2]}

    def _no_top_need(self):
        label = reference.competencies().label
        needs = words.listed(sorted(map(label, self._top_needs())))
        text = _("%(mentor)s offers neither of the top two needs of %(mentee)s: %(needs)s.")
        return text % {**self.names, "needs": needs}

    def _no_capacity(self):
        return _("%(mentor)s had no free place.") % self.names

    def _incomplete_profile(self):
        return _("The profile of one of the two was incomplete.")

    def _veto(self):
        vetoes = Ruling.objects.filter(
            mentee=self.mentee, mentor=self.mentor, kind=Kind.VETO, lifted_at__isnull=True
        )
        found = vetoes.select_related("made_by__user").first()
        if found is None:
            return _("A coordinator rejected these two, or one of them said no before.")
        return _("Vetoed on %(day)s: %(reason)s") % {
            "day": dates.date_format(found.made_at.date()),
            "reason": found.reason,
        }

    def _below_floor(self):
        return _("Their score is below the floor of this run.")


def _rank(row):
    return row.rank or 99
