"""Reads of the list of companies: which they are, and one page of them."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef

from organizations.company_groups import MODELS
from organizations.models import Company, CompanyIndustry, CorporateGroup
from organizations.queries import companies_matching, conflict_counts


def group_names():
    """``{id: name}`` of the corporate groups, by name."""
    names = CorporateGroup.objects.order_by("name", "id").values_list("pk", "name")
    return {str(pk): name for pk, name in names}


def found(listing):
    """Companies that the listing's filters and text leave, unordered, each with ``people``."""
    return companies_matching(listing.text).filter(listing.condition()).order_by()


def in_order(listing):
    """All that are found, in the order asked for, each with the ``codes`` of its industries."""
    (first, *others), falls = listing.ordering
    by_first = F(first).desc(nulls_last=True) if falls else F(first).asc(nulls_last=True)
    codes = CompanyIndustry.objects.filter(company=OuterRef("pk")).order_by("code").values("code")
    rows = found(listing).prefetch_related(None).annotate(codes=ArraySubquery(codes))
    kept = ("name", "created_at", "corporate_group__name")
    return rows.only(*kept).order_by(by_first, *others, "id")


@dataclass(frozen=True)
class Line:
    """One company of the list, and with how many others its people may not be matched."""

    company: Company
    conflicts: int


def lines_of(companies):
    """A ``Line`` for each company, in one more statement."""
    companies = list(companies)
    conflicts = conflict_counts(companies)
    return [Line(company, conflicts[company.pk]) for company in companies]


def chosen(ids):
    """Companies with these ids, by name."""
    return list(Company.objects.filter(pk__in=ids).order_by("name", "id"))


def groups():
    """``[(kind, [group])]`` of both kinds, by name."""
    return [(kind, list(model.objects.order_by("name", "id"))) for kind, model in MODELS.items()]
