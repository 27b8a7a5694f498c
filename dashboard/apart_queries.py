"""Who may not meet whom, and why: every pair of companies that a rule keeps apart."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring import clock
from organizations.industries import industry
from organizations.models import (
    Company,
    CompanyConflict,
    CompetitorDeclaration,
    IndustryWaiver,
)
from participants.models import Participant
from participants.roles import Side, Standing
from programs.models import Sponsorship

Rule = CompanyConflict.Rule
WAIVED = "waived"
RULES = {
    Rule.GROUP: gettext_lazy("same corporate group"),
    Rule.DECLARED: gettext_lazy("declared competitors"),
    Rule.COMPETITOR_GROUP: gettext_lazy("same competitor group"),
    Rule.INDUSTRY: gettext_lazy("same industry"),
    WAIVED: gettext_lazy("industry rule waived"),
}


@dataclass(frozen=True)
class Member:
    """One company of a pair: how many mentees and mentors it has that a match could be made of."""

    id: object
    name: str
    mentees: int
    mentors: int


@dataclass(frozen=True)
class Apart:
    """Two companies and, in words, why their people may not meet."""

    one: Member
    other: Member
    reasons: tuple[str, ...]

    @property
    def mentees(self):
        """Mentees who lose a mentor of the other company by it."""
        one, other = self.one, self.other
        return (one.mentees if other.mentors else 0) + (other.mentees if one.mentors else 0)

    @property
    def mentors(self):
        """Mentors who lose a mentee of the other company by it."""
        one, other = self.one, self.other
        return (one.mentors if other.mentees else 0) + (other.mentors if one.mentees else 0)


def apart(*, program=None, company_id=None, rule=""):
    """``[Apart]`` by name, in four statements; of a program's sponsors, of a company, by one rule.

    The rule ``WAIVED`` answers with pairs whose industry rule a coordinator has lifted.
    """
    companies = {
        pk: Member(pk, name, *numbers) for pk, name, numbers in _companies_with_people(program)
    }
    rows = _waived_rows() if rule == WAIVED else _conflict_rows(rule)
    if program:
        sponsors = Sponsorship.objects.filter(program=program).values("company")
        rows = rows.filter(low__in=sponsors, high__in=sponsors)
    if company_id:
        rows = rows.filter(Q(low=company_id) | Q(high=company_id))
    reasons = _waiver_reasons(rows) if rule == WAIVED else _reasons(rows, companies)
    found = [
        _pair(companies[low], companies[high], why, company_id) for (low, high), why in reasons
    ]
    return sorted(found, key=lambda row: (row.one.name.casefold(), row.other.name.casefold()))


def _pair(low, high, why, company_id):
    """The company that was asked for stands first, else the one whose name does."""
    is_swapped = high.id == company_id or (
        low.id != company_id and high.name.casefold() < low.name.casefold()
    )
    one, other = (high, low) if is_swapped else (low, high)
    return Apart(one, other, tuple(dict.fromkeys(why)))


def _companies_with_people(program):
    people = Participant.objects.filter(standing__in=(Standing.NOMINATED, Standing.IN))
    if program:
        people = people.filter(program=program)
    counts = defaultdict(Counter)
    sides = people.order_by().values_list("company", "side").annotate(Count("pk"))
    for company, side, number in sides:
        counts[company][side] = number
    for pk, name in Company.objects.values_list("pk", "name"):
        yield pk, name, (counts[pk][Side.MENTEE], counts[pk][Side.MENTOR])


def _conflict_rows(rule):
    rows = CompanyConflict.objects.order_by("rule", "detail")
    return rows.filter(rule=rule) if rule in RULES else rows


def _reasons(rows, companies):
    declared = set(CompetitorDeclaration.objects.values_list("company", "competitor"))
    found = defaultdict(list)
    for low, high, rule, detail in rows.values_list("low", "high", "rule", "detail"):
        words = _words(rule, detail, companies[low], companies[high], declared)
        found[low, high].append(words)
    return found.items()


def _words(rule, detail, low, high, declared):
    if rule == Rule.INDUSTRY:
        return _("same industry, %(industry)s") % {"industry": industry(detail).label}
    if rule == Rule.GROUP:
        return _("same corporate group, %(group)s") % {"group": detail}
    if rule == Rule.COMPETITOR_GROUP:
        return _("same competitor group, %(group)s") % {"group": detail}
    by = [one.name for one, other in ((low, high), (high, low)) if (one.id, other.id) in declared]
    if len(by) == len((low, high)):
        return _("each declared the other a competitor")
    return _("declared by %(company)s") % {"company": by[0]}


def _waived_rows():
    today = clock.today()
    in_force = Q(expires_on__isnull=True) | Q(expires_on__gte=today)
    return IndustryWaiver.objects.filter(in_force).order_by("id")


def _waiver_reasons(rows):
    return [((row.low_id, row.high_id), [_waiver_words(row)]) for row in rows]


def _waiver_words(row):
    if row.expires_on is None:
        return _("may meet for good: %(reason)s") % {"reason": row.reason}
    facts = {"day": row.expires_on.isoformat(), "reason": row.reason}
    return _("may meet until %(day)s: %(reason)s") % facts
