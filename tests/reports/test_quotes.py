"""Sentences that their authors let sponsors read stand in the final report, and stay there."""

from datetime import date

import pytest

from evaluations.quotes import services
from evaluations.quotes.models import QuoteConsent
from mentoring.tenancy import context
from reports import queries
from reports.models import Snapshot
from tests.evaluations.quotes.people import author, release
from tests.factories.organizations import CompanyFactory
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from tests.reports.test_publishing import FINAL, made

SAID = [f"What I learned, number {number}." for number in range(4)]


@pytest.fixture
def program(organization):
    return ProgramFactory(starts_on=date(2026, 1, 5), ends_on=date(2027, 1, 5))


def sponsor(program, name, people):
    """A sponsor with so many people who could have written a quote."""
    company = CompanyFactory(name=name)
    SponsorshipFactory(program=program, company=company)
    company.authors = [author(program=program, company=company) for _ in range(people)]
    return company


def accepted(authors, coordinator):
    """Three quotes for sponsors and one for others, as a coordinator has accepted them."""
    for person, words in zip(authors, SAID, strict=False):
        quote = release(person, words, ("sponsors",) if words != SAID[3] else ("program",))
        staff = context.Context(
            quote.organization_id, coordinator.user_id, context.Actor.COORDINATOR
        )
        with context.enter(staff):
            services.accept(quote, edition=quote.edition, by=coordinator)


def test_enough_quotes_of_enough_authors_stand_in_the_final_report(
    program, coordinator, django_capture_on_commit_callbacks
):
    company, small = sponsor(program, "Large", 10), sponsor(program, "Small", 1)
    accepted(company.authors, coordinator)

    made(program, FINAL, django_capture_on_commit_callbacks)

    reports = {one.company: one for one in Snapshot.objects.exclude(company=None)}
    content = queries.published(reports[company]).content
    (section,) = [one for one in content.sections if one.key == "quotes"]
    assert sorted(section.quotes) == SAID[:3]
    assert "What I learned" not in reports[small].content
    assert QuoteConsent.objects.filter(taken_at__isnull=False).count() == 3


def test_quotes_that_no_report_prints_may_still_be_taken_back(
    program, coordinator, django_capture_on_commit_callbacks
):
    companies = [sponsor(program, name, 6) for name in ("One", "Other")]
    accepted(companies[0].authors, coordinator)

    made(program, FINAL, django_capture_on_commit_callbacks)

    assert Snapshot.objects.count() == 3
    assert not any("What I learned" in one.content for one in Snapshot.objects.all())
    assert not QuoteConsent.objects.filter(taken_at__isnull=False).exists()
