"""Reads about companies and people that several apps share."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.tenancy.keys import as_id, as_ids
from organizations.industries import industry
from organizations.models import (
    Company,
    CompanyAlias,
    CompanyConflict,
    CompetitorDeclaration,
    CorporateGroup,
    Employment,
    IndustryWaiver,
    Person,
)
from organizations.searching import beginning, coming_near, holding, words_of

FOUND = 20
Rule = CompanyConflict.Rule


def companies_by_name():
    """``{lower-cased name: Company}`` of the organization, with the other names it goes by."""
    companies = {company.pk: company for company in Company.objects.all()}
    others = CompanyAlias.objects.values_list("name", "company_id")
    names = {name.casefold(): companies[pk] for name, pk in others}
    return names | {company.name.casefold(): company for company in companies.values()}


def names_of_companies():
    """``[(company id, name)]``, the other names that companies go by first, in one statement."""
    own = Company.objects.order_by().values_list("id", "name").annotate(rank=Value(1))
    others = CompanyAlias.objects.order_by().values_list("company_id", "name")
    rows = others.annotate(rank=Value(0)).union(own, all=True).order_by("rank")
    return [(pk, name) for pk, name, _rank in rows]


def company_conflicts():
    """Every pair that must not be matched: ``{(low id, high id): [CompanyConflict]}``."""
    conflicts = defaultdict(list)
    for conflict in CompanyConflict.objects.order_by("rule", "detail"):
        conflicts[conflict.low_id, conflict.high_id].append(conflict)
    return dict(conflicts)


def conflicts_of(company):
    """``[(other company, CompanyConflict)]`` of one company, by the other's name."""
    found = CompanyConflict.objects.filter(Q(low=company) | Q(high=company))
    rows = [
        (row.high if row.low_id == company.pk else row.low, row)
        for row in found.select_related("low", "high")
    ]
    return sorted(rows, key=lambda row: (row[0].name.casefold(), row[1].rule))


def current_employments(person_ids):
    """``{person id: Employment}`` of those who have a job now."""
    jobs = Employment.objects.filter(person_id__in=person_ids, ended_on__isnull=True)
    return {job.person_id: job for job in jobs}


def company_or_404(company_id):
    """A company of the organization, its corporate group loaded, with ``people`` now."""
    company = _with_people(Company.objects.filter(pk=company_id)).first()
    if company is None:
        raise Http404
    return company


def waiver_or_404(company, waiver_id):
    """A waiver between ``company`` and another."""
    mine = IndustryWaiver.objects.filter(Q(low=company) | Q(high=company))
    waiver = mine.filter(pk=waiver_id).first()
    if waiver is None:
        raise Http404
    return waiver


def group_names():
    """Names of the corporate groups that companies of the organization belong to."""
    return list(CorporateGroup.objects.values_list("name", flat=True))


def other_companies(company=None):
    """Every company but this one, by name: whom it may declare a competitor."""
    return Company.objects.exclude(pk=company.pk) if company else Company.objects.all()


def competitor_choices(company, ids, text):
    """``(ticked, found)``: companies with these ids, and up to ``FOUND`` others by name.

    Neither holds ``company`` itself; what is no id is nobody's. One statement.
    """
    ticked = Q(pk__in=as_ids(ids))
    rows, words = other_companies(company), text.split()
    if words:
        named = Q(*(Q(name__icontains=word) for word in words))
        rows = rows.filter(ticked | named)
    rows = rows.annotate(is_ticked=ExpressionWrapper(ticked, BooleanField()))
    rows = list(rows.order_by("-is_ticked", "name", "id")[: len(ids) + FOUND])
    found = [row for row in rows if not row.is_ticked]
    return [row for row in rows if row.is_ticked], found[:FOUND]


def company_with_id(text):
    """The company with the id that ``text`` is, or None."""
    pk = as_id(text)
    return Company.objects.filter(pk=pk).first() if pk else None


def companies_matching(text=""):
    """Companies by name, found by their own or their group's name, each with ``people`` now."""
    found = _with_people(Company.objects.prefetch_related("industries"))
    words = words_of(text)
    return found.filter(holding(words, "search", "corporate_group__search")).order_by("name", "id")


def _with_people(companies):
    """Companies with their corporate group loaded, each with ``people`` now."""
    jobs = Employment.objects.filter(company=OuterRef("pk"), ended_on__isnull=True)
    people = jobs.order_by().values("company").annotate(number=Count("pk")).values("number")
    number = Coalesce(Subquery(people, output_field=IntegerField()), Value(0))
    return companies.select_related("corporate_group").annotate(people=number)


def conflict_counts(companies):
    """``{company id: with how many companies it must not be matched}``, in one statement."""
    ids = [company.pk for company in companies]
    conflicts = CompanyConflict.objects.order_by()
    sides = (
        conflicts.filter(low__in=ids)
        .values_list("low", "high")
        .union(conflicts.filter(high__in=ids).values_list("high", "low"))
    )
    counts = dict.fromkeys(ids, 0)
    for mine, _other in sides:
        if mine in counts:
            counts[mine] += 1
    return counts


@dataclass(frozen=True)
class Conflict:
    """Why a company must not be matched with ``other``, in words; one entry a reason."""

    other: Company
    reasons: tuple[str, ...]
    can_be_waived: bool

    @property
    def stays_after_waiver(self):
        """Whether other rules still hold when the industry rule is lifted."""
        return self.can_be_waived and len(self.reasons) > 1


def conflicts_in_words(company):
    """``[Conflict]`` of one company by the other's name, in two statements."""
    declared = {
        (row.company_id, row.competitor_id)
        for row in CompetitorDeclaration.objects.filter(Q(company=company) | Q(competitor=company))
    }
    found = defaultdict(dict)
    waivable, others = set(), {}
    for other, conflict in conflicts_of(company):
        others[other.pk] = other
        # A dictionary keeps the order and drops what reads the same: two numbers of one sector.
        found[other.pk][_reason(company, other, conflict, declared)] = None
        if conflict.rule == Rule.INDUSTRY:
            waivable.add(other.pk)
    return [Conflict(others[pk], tuple(found[pk]), pk in waivable) for pk in others]


def _reason(company, other, conflict, declared):
    if conflict.rule == Rule.GROUP:
        return _("same corporate group, %(group)s") % {"group": conflict.detail}
    if conflict.rule == Rule.COMPETITOR_GROUP:
        return _("same competitor group, %(group)s") % {"group": conflict.detail}
    if conflict.rule == Rule.INDUSTRY:
        return _("same industry, %(industry)s") % {"industry": industry(conflict.detail).label}
    mine, theirs = (company.pk, other.pk) in declared, (other.pk, company.pk) in declared
    if mine and theirs:
        return _("each declared the other a competitor")
    return _("declared by %(company)s") % {"company": company.name if mine else other.name}


@dataclass(frozen=True)
class Waived:
    """The industry rule lifted between a company and ``other``."""

    id: UUID
    other: Company
    waiver: IndustryWaiver
    is_in_force: bool


def waivers_of(company):
    """``[Waived]`` of one company by the other's name; those that ran out are among them."""
    rows = IndustryWaiver.objects.filter(Q(low=company) | Q(high=company))
    today = clock.today()
    found = [
        Waived(
            id=row.pk,
            other=row.high if row.low_id == company.pk else row.low,
            waiver=row,
            is_in_force=row.expires_on is None or row.expires_on >= today,
        )
        for row in rows.select_related("low", "high")
    ]
    return sorted(found, key=lambda waived: waived.other.name.casefold())


def declarations_of(company):
    """``(ids it declares, companies that declare it)``, in one statement; none of no company."""
    if company is None:
        return [], []
    rows = CompetitorDeclaration.objects.filter(Q(company=company) | Q(competitor=company))
    rows = list(rows.select_related("company").order_by("company__name"))
    declared = [row.competitor_id for row in rows if row.company_id == company.pk]
    return declared, [row.company for row in rows if row.company_id != company.pk]


def people_matching(text):
    """Up to ``FOUND`` people by name or address, all words in any order, each with ``employer``.

    People whose names begin with the words come first.
    """
    words = words_of(text)
    found = _with_employer(Person.objects.filter(holding(words, "search")))
    first = [beginning(words, "search").desc()] if words else []
    return list(found.order_by(*first, "family_name", "given_name", "id")[:FOUND])


def people_like(text):
    """Up to ``FOUND`` people whose name or address comes near, for when nobody's is the same."""
    near = coming_near(words_of(text), "search")
    if near is None:
        return []
    found = _with_employer(Person.objects.filter(near))
    return list(found.order_by("family_name", "given_name", "id")[:FOUND])


def _with_employer(people):
    job = Employment.objects.filter(person=OuterRef("pk"), ended_on__isnull=True)
    return people.annotate(employer=Subquery(job.values("company__name")[:1]))


def industries_of(company):
    """``[Industry]`` of a company, by code."""
    return [industry(row.code) for row in company.industries.all()]


def conflict_between(company, other):
    """The ``Conflict`` that keeps two companies apart, or None."""
    found = (conflict for conflict in conflicts_in_words(company) if conflict.other == other)
    return next(found, None)
