"""Sponsors are asked for their counts by mail, and coordinators see who has counted what."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from mentoring import clock
from mentoring.tenancy import context
from notifications.models import Message
from organizations.roles import Role
from programs.models import SponsorContact
from reports import services
from reports.counting.asking import ask_due
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from tests.surroundings import inside

END, DUE = date(2026, 1, 6), date(2026, 7, 6)


def on(day):
    return clock.held_at(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


@pytest.fixture
def program(organization):
    return ProgramFactory(name="Bridge", starts_on=date(2025, 1, 6), ends_on=END)


def sponsor(program, name, people=1):
    """A sponsor with people who took part, and a contact who is HR and gets its reports."""
    company = CompanyFactory(name=name)
    sponsorship = SponsorshipFactory(program=program, company=company)
    for _one in range(people):
        ParticipantFactory(program=program, company=company, login=False)
    company.hr = MembershipFactory(role=Role.HR, company=company)
    SponsorContact.objects.create(
        sponsorship=sponsorship, name="Helene", email=company.hr.user.email, gets_reports=True
    )
    return company


def count(program, company, *numbers, **group):
    names = ("counted", "stayed", "promoted", "larger_role", "moved")
    with inside(program.organization, company.hr.user_id, context.Actor.HR, company.pk):
        given = dict(zip(names, numbers, strict=True)) | group
        services.count(program, company.pk, "follow_up_6", given, seen=None)


def test_who_has_not_counted_is_asked_until_they_have(
    program, mailoutbox, django_capture_on_commit_callbacks
):
    asked, counted = sponsor(program, "Torvelia Foods"), sponsor(program, "Aldergate Rail")
    sponsor(program, "Nobody There", people=0)
    gone = sponsor(program, "Gone")
    gone.sponsorships.update(withdrew_at=clock.now())
    lost = sponsor(program, "Lost")
    lost.hr.ended_at = clock.now()
    lost.hr.save()

    def sweep(day):
        with on(day), django_capture_on_commit_callbacks(execute=True):
            ask_due()
        return Message.objects.filter(kind="counts_due").count()

    assert sweep(DUE - timedelta(days=1)) == 0
    assert sweep(DUE) == sweep(DUE + timedelta(days=1)) == 2
    with on(DUE):
        count(program, counted, 1, 1, 0, 0, 0)
    assert sweep(DUE + timedelta(days=14)) == 3
    assert sweep(DUE + timedelta(days=22)) == 3

    theirs = [one for one in mailoutbox if one.to == [asked.hr.user.email]]
    assert [one.subject.startswith("Still open") for one in theirs] == [False, True]
    assert all("Bridge" in one.subject and "follow_up_6" in one.body for one in theirs)
    assert not any("Torvelia" in one.body for one in theirs)


def test_a_mail_that_waits_while_somebody_counts_is_not_sent(program, settle):
    company = sponsor(program, "Torvelia Foods")
    with on(DUE):
        ask_due()
        count(program, company, 1, 1, 0, 0, 0)
        settle()

    assert Message.objects.get(kind="counts_due").sent_at is None


def cells(page):
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    texts = ([re.sub(r"<[^>]+>", "", one).strip() for one in _cells(row)] for row in rows)
    return {row[0]: row[1:] for row in texts}


def _cells(row):
    return re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)


def test_coordinators_see_who_has_counted_and_nothing_of_few_people(
    organization, program, coordinator_client, django_assert_max_num_queries
):
    names = ("Aldergate Rail", "Kestrel", "Mistral", "Torvelia Foods")
    large, compared, small, waiting = (sponsor(program, name) for name in names)
    SponsorContact.objects.filter(sponsorship__company=waiting).delete()
    with on(DUE):
        ask_due()
        count(program, large, 9, 8, 2, 3, 1)
        words = ("counted", "stayed", "promoted", "larger_role", "moved")
        group = dict(zip((f"group_{one}" for one in words), (20, 15, 1, 2, 0), strict=True))
        count(program, compared, 6, 6, 0, 1, 0, group_words="<b>Same level", **group)
        count(program, small, 3, 0, 3, 0, 0)
        url = reverse("reports:counts", args=[organization.slug, program.slug])
        with django_assert_max_num_queries(16):
            page = coordinator_client.get(url).text

    found = cells(page)
    assert found["Aldergate Rail"][1:] == ["9", "8", "2", "3", "1"]
    assert found["Mistral"] == ["6 July 2026", *"–––––"]
    assert found["Torvelia Foods"][0].startswith("nobody gets reports and can sign in")
    # All but the three: with them the whole would say what the three are.
    assert found["All that are shown"][1:] == ["15", "14", "2", "4", "1"]
    assert found["Kestrel"] == ["&lt;b&gt;Same level", "20", "15", "1", "2", "0"]
    assert "3 of 4 sponsors have counted." in page
    assert "Weak basis" not in page
    assert "Sponsors are asked on 6 January 2027" in page


def test_before_the_day_and_without_sponsors_the_page_says_so(
    organization, program, coordinator_client
):
    url = reverse("reports:counts", args=[organization.slug, program.slug])
    with on(END):
        assert "No sponsor of this program has people to count" in coordinator_client.get(url).text
        sponsor(program, "Torvelia Foods")
        page = coordinator_client.get(url).text
    assert "Sponsors are asked on 6 July 2026" in page
    assert "have counted" not in page
