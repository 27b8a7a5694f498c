"""What coordinators make of the names that HR typed."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from organizations import named as acts
from organizations.company_files import COLUMNS, BadFile, save_rows
from organizations.models import (
    AuditEvent,
    CompanyAlias,
    CompanyConflict,
    CompetitorDeclaration,
    NamedCompetitor,
    NamedDecision,
)
from organizations.roles import Role
from organizations.services import save_company
from tests.dashboard.statements import MOST, statements
from tests.factories.organizations import (
    CompanyFactory,
    CompetitorDeclarationFactory,
    MembershipFactory,
)


@pytest.fixture
def torvelia(organization):
    return CompanyFactory(name="Torvelia Foods")


@pytest.fixture
def names(organization, torvelia, client_for):
    """``names("Alder", …)``: HR of Torvelia types these; the rows."""

    def send(*typed, company=torvelia):
        browser = client_for(MembershipFactory(role=Role.HR, company=company))
        url = reverse("company:competitors", args=[organization.slug])
        browser.post(url, {"names": "\n".join(typed)})
        return [NamedCompetitor.objects.get(company=company, name=name) for name in typed]

    return send


def decide(browser, organization, row, **form):
    url = reverse("organizations:decide-named", args=[organization.slug, row.pk])
    return browser.post(url, form, follow=True)


def page(organization):
    return reverse("organizations:named", args=[organization.slug])


def test_a_name_is_shown_with_companies_that_it_may_mean(coordinator_client, organization, names):
    CompanyFactory(name="Harlund Tools GmbH")
    CompanyFactory(name="Far Away Shipping")
    CompanyAlias.objects.create(company=CompanyFactory(name="Nordwerk"), name="Harlunt Tool")
    names("harlund tools, inc.")

    (line,) = coordinator_client.get(page(organization)).context["lines"]

    assert [company.name for company in line.close] == ["Harlund Tools GmbH", "Nordwerk"]


def test_linking_declares_the_two_competitors_in_both_directions(
    coordinator_client, organization, names, torvelia, coordinator
):
    other = CompanyFactory(name="Harlund Tools")
    (row,) = names("Harlund")

    answer = decide(coordinator_client, organization, row, act="link", company=other.pk)

    assert "Torvelia Foods and Harlund Tools are kept apart now." in answer.text
    conflict = CompanyConflict.objects.get()
    assert {conflict.low_id, conflict.high_id} == {torvelia.pk, other.pk}
    assert answer.context["lines"] == []
    trace = AuditEvent.objects.get(verb="competitor.linked")
    assert trace.by_user_id == coordinator.user_id
    assert trace.facts == {"competitor": str(other.pk)}


@pytest.mark.parametrize("called", ["harlund TOOLS", "  Harlund   Tools ", "Old Harlund"])
def test_a_company_can_be_typed_by_any_of_its_names(
    coordinator_client, organization, names, called
):
    other = CompanyFactory(name="Harlund Tools")
    CompanyAlias.objects.create(company=other, name="Old Harlund")
    (row,) = names("H. T.")

    decide(coordinator_client, organization, row, act="link", called=called)

    assert NamedDecision.objects.get().competitor == other


@pytest.mark.parametrize(
    ("form", "complaint"),
    [
        ({"act": "link", "called": "Nobody"}, "No company has this name."),
        ({"act": "link"}, "No company has this name."),
        ({"act": "link", "called": "torvelia foods"}, "This is the company that typed the name."),
        ({"act": "link", "company": "no-id"}, "Choose what this name means."),
        ({"act": "delete"}, "Choose what this name means."),
        ({}, "Choose what this name means."),
    ],
)
def test_what_decides_nothing_is_refused_at_the_name(
    coordinator_client, organization, names, form, complaint
):
    (row,) = names("Harlund")

    answer = decide(coordinator_client, organization, row, **form)

    assert complaint in answer.text
    assert not NamedDecision.objects.exists()
    assert not CompetitorDeclaration.objects.exists()


def test_a_name_that_nobody_knows_leaves_the_list_of_what_is_to_decide(
    coordinator_client, organization, names
):
    (row,) = names("Harlund")

    answer = decide(coordinator_client, organization, row, act="unknown")

    assert answer.context["lines"] == []
    assert NamedDecision.objects.get().competitor is None
    assert not CompetitorDeclaration.objects.exists()


def test_taking_a_decision_back_ends_its_declaration_and_no_other(organization, names, torvelia):
    other, known = CompanyFactory(), CompanyFactory()
    CompetitorDeclarationFactory(company=torvelia, competitor=known)
    first, again, earlier = names("Harlund", "Harlund Inc", "Known")
    for row in (first, again):
        acts.link(row, other, by=None)
    acts.link(earlier, known, by=None)

    acts.reopen(earlier, by=None)
    acts.reopen(first, by=None)
    assert set(CompetitorDeclaration.objects.values_list("competitor", flat=True)) == {
        other.pk,
        known.pk,
    }
    acts.reopen(again, by=None)
    acts.reopen(again, by=None)
    assert [row.competitor for row in CompetitorDeclaration.objects.all()] == [known]
    assert AuditEvent.objects.filter(verb="competitor.reopened").count() == 3


def test_deciding_again_replaces_the_decision(organization, names):
    one, other = CompanyFactory(), CompanyFactory()
    (row,) = names("Harlund")

    acts.link(row, one, by=None)
    acts.link(row, other, by=None)

    assert [row.competitor for row in CompetitorDeclaration.objects.all()] == [other]
    acts.mark_unknown(row, by=None)
    assert not CompetitorDeclaration.objects.exists()


@pytest.mark.parametrize(("act", "declarations"), [("reopen", 0), ("keep", 1)])
def test_a_name_taken_off_by_hr_waits_for_a_coordinator(
    coordinator_client, organization, names, client_for, torvelia, act, declarations
):
    (row,) = names("Harlund")
    acts.link(row, CompanyFactory(), by=None)
    browser = client_for(MembershipFactory(role=Role.HR, company=torvelia))
    browser.post(reverse("company:take-off-competitor", args=[organization.slug, row.pk]))

    assert CompetitorDeclaration.objects.count() == 1
    (line,) = coordinator_client.get(page(organization)).context["taken_off"]
    assert line.named == row
    answer = decide(coordinator_client, organization, row, act=act)

    assert answer.context["taken_off"] == []
    assert CompetitorDeclaration.objects.count() == declarations


def test_hr_reads_nothing_of_a_decision(organization, names, client_for, torvelia):
    other = CompanyFactory(name="Harlund Tools")
    linked, unknown, waiting = names("First", "Second", "Third")
    acts.link(linked, other, by=None)
    acts.mark_unknown(unknown, by=None)
    browser = client_for(MembershipFactory(role=Role.HR, company=torvelia))

    answer = browser.get(reverse("company:competitors", args=[organization.slug]))

    assert "Harlund" not in answer.text
    assert answer.text.count("received") == 3


def test_the_page_costs_the_same_for_one_name_and_many(coordinator_client, organization, names):
    names("First")
    one = statements(coordinator_client, page(organization))
    rows = names("Second", "Third", "Fourth")
    few = statements(coordinator_client, page(organization))
    acts.link(rows[0], CompanyFactory(), by=None)
    acts.link(rows[1], CompanyFactory(), by=None)
    decided = statements(coordinator_client, page(organization))

    assert len(one) == len(few) <= MOST
    assert len(decided) <= MOST


def edit(browser, organization, company, **form):
    url = reverse("organizations:edit-company", args=[organization.slug, company.pk])
    return browser.post(url, {"name": company.name, **form}, follow=True)


COMPLAINT = "HR of Torvelia Foods named Harlund Tools; undo that under Names from HR first."


def test_a_linked_competitor_is_not_dropped_from_the_company(
    coordinator_client, organization, names, torvelia
):
    other = CompanyFactory(name="Harlund Tools")
    (row,) = names("Harlund")
    acts.link(row, other, by=None)

    answer = edit(coordinator_client, organization, torvelia)

    assert COMPLAINT in answer.text
    with pytest.raises(ValidationError, match="undo that under Names from HR"):
        save_company(name=torvelia.name, company=torvelia, by=None)
    assert CompanyConflict.objects.count() == 1
    acts.reopen(row, by=None)
    assert COMPLAINT not in edit(coordinator_client, organization, torvelia).text


def test_a_file_drops_no_linked_competitor(organization, names, torvelia):
    other = CompanyFactory(name="Harlund Tools")
    (row,) = names("Harlund")
    acts.link(row, other, by=None)
    line = dict.fromkeys(COLUMNS, "") | {"name": "torvelia foods"}

    with pytest.raises(BadFile, match="HR of Torvelia Foods named Harlund Tools"):
        save_rows([(2, line)], by=None)

    assert CompanyConflict.objects.count() == 1
    assert save_rows([(2, line | {"competitors": "Harlund Tools"})], by=None) == 1


def test_what_a_coordinator_declares_after_the_link_outlives_it(
    coordinator_client, organization, names, torvelia
):
    other = CompanyFactory(name="Harlund Tools")
    (row,) = names("Harlund")
    acts.link(row, other, by=None)

    edit(coordinator_client, organization, torvelia, competitors=[other.pk])
    answer = decide(coordinator_client, organization, row, act="reopen")

    assert "Torvelia Foods and Harlund Tools stay apart" in answer.text
    assert CompetitorDeclaration.objects.get().competitor == other


def test_a_box_that_was_ticked_already_declares_nothing_anew(
    coordinator_client, organization, names, torvelia
):
    other = CompanyFactory(name="Harlund Tools")
    (row,) = names("Harlund")
    acts.link(row, other, by=None)
    url = reverse("organizations:edit-company", args=[organization.slug, torvelia.pk])
    shown = coordinator_client.get(url).context["form"]["shown"].value()

    edit(coordinator_client, organization, torvelia, competitors=[other.pk], shown=shown)
    answer = decide(coordinator_client, organization, row, act="reopen")

    assert "stay apart" not in answer.text
    assert not CompetitorDeclaration.objects.exists()
