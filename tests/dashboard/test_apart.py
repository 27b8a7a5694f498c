"""Who may not meet whom, and why; and groups of companies."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from organizations.models import (
    AuditEvent,
    CompanyAlias,
    CompanyConflict,
    CompetitorGroup,
    CorporateGroup,
)
from participants.roles import Standing
from tests.dashboard.statements import MOST, statements
from tests.factories.organizations import (
    CompanyFactory,
    CompanyIndustryFactory,
    CompetitorDeclarationFactory,
    CompetitorGroupFactory,
    CompetitorGroupMemberFactory,
    CorporateGroupFactory,
    IndustryWaiverFactory,
)
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory, SponsorshipFactory


@pytest.fixture
def page(organization, coordinator_client):
    def get(**query):
        url = reverse("apart:list", args=[organization.slug], query=query)
        return coordinator_client.get(url)

    return get


def shown(answer):
    """``[(one, other, reasons)]`` of a page."""
    return [
        (row.one.name, row.other.name, row.reasons) for row in answer.context["found"].object_list
    ]


@pytest.fixture
def four(organization):
    """Alder and Birch by every rule, Cedar and Birch by industry; Dogwood with nobody."""
    group = CorporateGroupFactory(name="Halden")
    names = ("Alder", "Birch", "Cedar", "Dogwood")
    alder, birch, cedar, dogwood = (CompanyFactory(name=name) for name in names)
    for company in (alder, birch):
        company.corporate_group = group
        company.save()
    rivals = CompetitorGroupFactory(name="Bakers")
    for company in (alder, birch):
        CompetitorGroupMemberFactory(group=rivals, company=company)
    CompetitorDeclarationFactory(company=birch, competitor=alder)
    CompanyIndustryFactory(company=alder, code="541110")
    CompanyIndustryFactory(company=birch, code="311811")
    CompanyIndustryFactory(company=cedar, code="3118")
    return alder, birch, cedar, dogwood


def test_every_pair_stands_with_all_its_reasons(page, four):
    assert shown(page()) == [
        (
            "Alder",
            "Birch",
            (
                "same competitor group, Bakers",
                "declared by Birch",
                "same corporate group, Halden",
            ),
        ),
        ("Birch", "Cedar", ("same industry, 3118 Bakeries and Tortilla Manufacturing",)),
    ]


@pytest.mark.parametrize(
    ("query", "pairs"),
    [
        ({"company": "cedar"}, [("Cedar", "Birch")]),
        ({"company": "Old Cedar"}, [("Cedar", "Birch")]),
        ({"company": "Dogwood"}, []),
        ({"company": "Nobody"}, []),
        ({"rule": "declared"}, [("Alder", "Birch")]),
        ({"rule": "industry"}, [("Birch", "Cedar")]),
        ({"rule": "waived"}, []),
        ({"rule": "no such rule"}, [("Alder", "Birch"), ("Birch", "Cedar")]),
        ({"of": "bridge"}, [("Birch", "Cedar")]),
        ({"of": "no-such"}, [("Alder", "Birch"), ("Birch", "Cedar")]),
        ({"of": "bridge", "rule": "group"}, []),
        ({"company": "x" * 5000, "page": "-3"}, []),
        ({"company": "\0", "page": "zzz"}, [("Alder", "Birch"), ("Birch", "Cedar")]),
    ],
)
def test_filters_narrow_the_list(page, four, query, pairs):
    _alder, birch, cedar, _dogwood = four
    CompanyAlias.objects.create(company=cedar, name="Old Cedar")
    program = ProgramFactory(name="Bridge", slug="bridge")
    for company in (birch, cedar):
        SponsorshipFactory(program=program, company=company)

    assert [row[:2] for row in shown(page(**query))] == pairs


def test_people_are_counted_who_could_have_met(page, four):
    _alder, birch, cedar, _dogwood = four
    program = ProgramFactory(slug="bridge")
    for company in (birch, cedar):
        SponsorshipFactory(program=program, company=company)
    for _ in range(2):
        ParticipantFactory(program=program, company=birch)
    ParticipantFactory(program=program, company=birch, mentor=True)
    ParticipantFactory(program=program, company=cedar, mentor=True, standing=Standing.NOMINATED)
    ParticipantFactory(program=program, company=cedar, mentor=True, standing=Standing.DECLINED)
    ParticipantFactory(program=ProgramFactory(), company=cedar)

    (row,) = page(of="bridge").context["found"].object_list
    assert (row.mentees, row.mentors) == (2, 1)
    (row,) = page(rule="industry").context["found"].object_list
    assert (row.mentees, row.mentors) == (3, 2)


def test_waived_pairs_are_shown_with_reason_and_end(page, four):
    _alder, birch, cedar, _dogwood = four
    low, high = sorted((birch, cedar), key=lambda company: company.pk)
    waiver = IndustryWaiverFactory(low=low, high=high, reason="Other countries")

    assert shown(page(rule="industry")) == []
    assert shown(page(rule="waived")) == [
        ("Birch", "Cedar", ("may meet for good: Other countries",))
    ]
    waiver.expires_on = timezone.localdate() - timedelta(days=1)
    waiver.save()
    assert shown(page(rule="waived")) == []
    assert len(shown(page(rule="industry"))) == 1


def test_250_companies_cost_few_statements_and_print_as_one_page(
    organization, coordinator_client, page
):
    for number in range(250):
        company = CompanyFactory(name=f"Company {number:03}")
        CompanyIndustryFactory(company=company, code=f"{1111 + number % 100}")
    found = CompanyConflict.objects.values("low", "high").distinct().count()

    answer = page()
    assert answer.context["found"].paginator.count == found == 200
    assert len(shown(answer)) == 100
    assert len(shown(page(print="1"))) == 200
    url = reverse("apart:list", args=[organization.slug])
    assert len(statements(coordinator_client, url)) <= MOST


@pytest.fixture
def groups(organization, coordinator_client):
    """``groups(kind, id, **form)`` changes a group, ``groups(**form)`` makes one."""

    def send(*group, **form):
        name = "change-group" if group else "groups"
        url = reverse(f"organizations:{name}", args=[organization.slug, *group])
        return coordinator_client.post(url, form, follow=True)

    return send


@pytest.mark.parametrize(
    ("kind", "model"), [("competitors", CompetitorGroup), ("corporate", CorporateGroup)]
)
def test_a_group_is_made_filled_emptied_and_removed(groups, kind, model):
    CompanyFactory(name="Alder")
    CompanyFactory(name="Birch")
    groups(name="  Bakers  of the North ", kind=kind)
    group = model.objects.get()
    assert group.name == "Bakers of the North"

    groups(kind, group.pk, act="add", name="alder")
    groups(kind, group.pk, act="add", name="Birch")
    groups(kind, group.pk, act="add", name="Birch")
    assert CompanyConflict.objects.count() == 1
    assert "Take its companies out first." in groups(kind, group.pk, act="remove").text
    groups(kind, group.pk, act="rename", name="Northern bakers")
    groups(kind, group.pk, act="take_out", name="Birch")
    assert not CompanyConflict.objects.exists()
    groups(kind, group.pk, act="take_out", name="Alder")
    groups(kind, group.pk, act="remove")
    assert not model.objects.exists()
    verbs = AuditEvent.objects.order_by("id").values_list("verb", flat=True)
    steps = ("made", "joined", "joined", "renamed", "left", "left", "removed")
    assert list(verbs) == [f"{kind}_group.{step}" for step in steps]


@pytest.mark.parametrize(
    ("form", "complaint"),
    [
        ({"name": "HALDEN", "kind": "corporate"}, "There is a group with this name already."),
        ({"name": "x" * 161, "kind": "corporate"}, "at most 160 characters"),
        ({"name": "Al\u202eder", "kind": "corporate"}, "invisible control characters"),
        ({"name": "Alder", "kind": "friends"}, "Select a valid choice"),
    ],
)
def test_a_group_that_cannot_be_is_refused(groups, organization, form, complaint):
    CorporateGroupFactory(name="Halden")

    assert complaint in groups(**form).text
    assert CorporateGroup.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "complaint"),
    [
        ({"act": "add", "name": "Nobody"}, "No company has this name."),
        ({"act": "explode", "name": "Alder"}, "No company has this name."),
        ({"act": "rename", "name": ""}, "Type a name of at most 160 characters."),
        ({"act": "rename", "name": "halden"}, "There is a group with this name already."),
    ],
)
def test_a_change_that_cannot_be_is_refused_at_the_group(groups, organization, form, complaint):
    CompanyFactory(name="Alder")
    CorporateGroupFactory(name="Halden")
    group = CorporateGroupFactory(name="Torvelia")

    answer = groups("corporate", group.pk, **form)

    assert complaint in answer.text
    group.refresh_from_db()
    assert group.name == "Torvelia"


def test_a_group_of_another_kind_or_of_nobody_is_not_found(groups, organization):
    group = CorporateGroupFactory()

    assert groups("competitors", group.pk, act="remove").status_code == 404
    assert groups("friends", group.pk, act="remove").status_code == 404


def test_the_page_of_groups_costs_few_statements(organization, coordinator_client, four):
    url = reverse("organizations:groups", args=[organization.slug])

    assert len(statements(coordinator_client, url)) <= MOST
