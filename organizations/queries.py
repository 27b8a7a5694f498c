"""Reads about companies and people that several apps share."""

from collections import defaultdict

from organizations.models import Company, CompanyConflict, Employment


def companies_by_name():
    """``{lower-cased name: Company}`` of the organization."""
    return {company.name.casefold(): company for company in Company.objects.all()}


def company_conflicts():
    """Every pair of companies that must not be matched: ``{(low id, high id): [CompanyConflict]}``."""
    conflicts = defaultdict(list)
    for conflict in CompanyConflict.objects.order_by("rule", "detail"):
        conflicts[conflict.low_id, conflict.high_id].append(conflict)
    return dict(conflicts)


def conflicts_of(company):
    """``[(other company, CompanyConflict)]`` of one company, by the other's name."""
    found = CompanyConflict.objects.select_related("low", "high")
    rows = [(row.high, row) for row in found.filter(low=company)]
    rows += [(row.low, row) for row in found.filter(high=company)]
    return sorted(rows, key=lambda row: (row[0].name.casefold(), row[1].rule))


def current_employments(person_ids):
    """``{person id: Employment}`` of those who have a job now."""
    jobs = Employment.objects.filter(person_id__in=person_ids, ended_on__isnull=True)
    return {job.person_id: job for job in jobs}
