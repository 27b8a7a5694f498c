"""Sentences that their authors let sponsors read stand in the final report, and stay there."""

from datetime import date

from evaluations.quotes import services
from evaluations.quotes.models import QuoteConsent
from mentoring.tenancy import context
from reports import queries
from reports.models import Snapshot
from tests.evaluations.quotes.people import author, release
from tests.factories.organizations import CompanyFactory
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from tests.reports.test_publishing import FINAL, made


def test_enough_quotes_of_enough_authors_stand_in_the_final_report(
    organization, coordinator, django_capture_on_commit_callbacks
):
    program = ProgramFactory(starts_on=date(2026, 1, 5), ends_on=date(2027, 1, 5))
    company, small = CompanyFactory(name="Large"), CompanyFactory(name="Small")
    for one in (company, small):
        SponsorshipFactory(program=program, company=one)
    people = [author(program=program, company=company) for _ in range(10)]
    author(program=program, company=small)
    said = [f"What I learned, number {number}." for number in range(4)]
    for person, words in zip(people, said, strict=False):
        quote = release(person, words, ("sponsors",) if words != said[3] else ("program",))
        staff = context.Context(organization.pk, coordinator.user_id, context.Actor.COORDINATOR)
        with context.enter(staff):
            services.accept(quote, edition=quote.edition, by=coordinator)

    made(program, FINAL, django_capture_on_commit_callbacks)

    reports = {one.company: one for one in Snapshot.objects.exclude(company=None)}
    content = queries.published(reports[company]).content
    (section,) = [one for one in content.sections if one.key == "quotes"]
    assert sorted(section.quotes) == said[:3]
    assert "What I learned" not in reports[small].content
    assert QuoteConsent.objects.filter(taken_at__isnull=False).count() == 3
