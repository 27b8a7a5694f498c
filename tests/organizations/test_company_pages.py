"""Pages of companies, as a coordinator opens them."""

from uuid import uuid4

import pytest
from django.urls import reverse

from organizations.models import Company, IndustryWaiver
from organizations.roles import Role
from tests.dashboard.statements import MOST, statements
from tests.factories.organizations import (
    CompanyFactory,
    CompanyIndustryFactory,
    CompetitorDeclarationFactory,
    CorporateGroupFactory,
    IndustryWaiverFactory,
    MembershipFactory,
    PersonFactory,
)
from tests.surroundings import inside


def address(name, organization, *arguments):
    place = "companies:list" if name == "companies" else f"organizations:{name}"
    return reverse(place, args=[organization.slug, *arguments])


def rivals():
    one, other = CompanyFactory(name="Alder"), CompanyFactory(name="Birch")
    CompanyIndustryFactory(company=one, code="311811")
    CompanyIndustryFactory(company=other, code="311812")
    return one, other


def test_an_empty_organization_is_told_why_companies_matter(coordinator_client, organization):
    assert "No companies yet" in coordinator_client.get(address("companies", organization)).text


def test_the_list_shows_people_industries_group_and_conflicts(coordinator_client, organization):
    one, _other = rivals()
    one.corporate_group = CorporateGroupFactory(name="Halden")
    one.save()
    PersonFactory.create_batch(2, company=one)

    answer = coordinator_client.get(address("companies", organization))

    lines = [line for line, *_words in answer.context["rows"]]
    rows = {line.company.name: (line.company.people, line.conflicts) for line in lines}
    assert rows == {"Alder": (2, 1), "Birch": (0, 1)}
    assert "311811" in answer.text
    assert "Halden" in answer.text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ald", ["Alder"]),
        ("halden", ["Alder"]),
        ("der al", ["Alder"]),
        ("%", []),
        ("_", []),
        ("'; --", []),
        ("\0", ["Alder", "Birch", "株式会社山田"]),
        ("山田", ["株式会社山田"]),
        ("x" * 5000, []),
    ],
)
def test_the_list_is_searched_by_name_and_group(coordinator_client, organization, text, names):
    CompanyFactory(name="Alder", corporate_group=CorporateGroupFactory(name="Halden"))
    CompanyFactory(name="Birch")
    CompanyFactory(name="株式会社山田")

    answer = coordinator_client.get(address("companies", organization), {"q": text})

    assert [line.company.name for line, *_words in answer.context["rows"]] == names


@pytest.mark.parametrize("page", ["0", "-1", "999", "x", "2"])
def test_a_page_that_is_not_there_shows_one_that_is(coordinator_client, organization, page):
    CompanyFactory()

    answer = coordinator_client.get(address("companies", organization), {"page": page})

    assert answer.status_code == 200
    assert answer.context["page"].number == 1


def test_a_company_is_created_with_all_its_facts(coordinator_client, organization):
    other = CompanyFactory(name="Birch")
    form = {
        "name": "  Alder   GmbH ",
        "industries": ["311811"],
        "industry_search": "5221; 3118",
        "corporate_group": "Halden",
        "competitors": [other.pk],
    }

    answer = coordinator_client.post(address("create-company", organization), form, follow=True)

    company = Company.objects.get(name="Alder GmbH")
    assert [row.code for row in company.industries.all()] == ["3118", "311811", "5221"]
    assert "Alder GmbH is saved." in answer.text
    assert "declared by Alder GmbH" in answer.text
    assert "Retail Bakeries" in answer.text


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"name": ""}, "name", "Please fill this in."),
        ({"name": "\t "}, "name", "Please fill this in."),
        ({"name": "birch"}, "name", "There is a company with this name already"),
        ({"name": " BIRCH  "}, "name", "There is a company with this name already"),
        ({"name": "x" * 161}, "name", "at most 160"),
        ({"industry_search": "311899"}, "industry_search", "The nearest is 31183"),
        ({"industry_search": "bakeries"}, "industry_search", "Tick an industry"),
        ({"industries": ["000"]}, "industries", "Select a valid choice"),
        ({"competitors": ["x"]}, "competitors", "not a valid"),
        ({"competitors": [uuid4()]}, "competitors", "Select a valid choice"),
        ({"corporate_group": "x" * 161}, "corporate_group", "at most 160"),
    ],
)
def test_a_company_that_cannot_be_is_said_at_its_field(
    coordinator_client, organization, facts, field, said
):
    CompanyFactory(name="Birch")

    answer = coordinator_client.post(
        address("create-company", organization), {"name": "Alder"} | facts
    )

    assert said in str(answer.context["form"].errors[field])
    assert said in answer.text
    assert Company.objects.count() == 1


@pytest.mark.parametrize(
    "name",
    [
        "Alder\u202e",
        "\u2067Alder",
        "Al\u200bder",
        "Alder\ufeff",
        "Al\u00adder",
        "Al\u200dder",
        "Alder\u200d",
        "\u200c",
        "Alder\u3164",
        "\u2800",
        "Alder\U000e0041",
        "Alder\ufffd",
    ],
)
def test_a_name_that_is_not_as_it_looks_is_refused(coordinator_client, organization, name):
    form = {"name": name, "corporate_group": name}

    answer = coordinator_client.post(address("create-company", organization), form)

    told = "There are damaged or invisible control characters here. Type the text again."
    assert answer.context["form"].errors == {"name": [told], "corporate_group": [told]}
    assert told in answer.text
    assert not Company.objects.exists()


def test_a_name_of_which_nothing_can_be_seen_is_refused(coordinator_client, organization):
    form = {"name": "\u0301\ufe0f"}

    answer = coordinator_client.post(address("create-company", organization), form)

    assert "Nothing of this can be seen." in str(answer.context["form"].errors["name"])


@pytest.mark.parametrize(
    "name", ["شرکت می\u200cنا", "ශ්\u200dරී ලංකා", "क्\u200dष", "Smith & Söhne – ☀", "株式会社山田"]
)
def test_a_name_in_any_script_is_kept_as_it_is_written(coordinator_client, organization, name):
    coordinator_client.post(address("create-company", organization), {"name": name})

    assert Company.objects.get().name == name


def test_a_company_of_another_organization_cannot_be_a_competitor(
    coordinator_client, organization, other_organization
):
    with inside(other_organization):
        foreign = CompanyFactory(name="Foreign")
    form = {"name": "Alder", "competitors": [foreign.pk]}

    answer = coordinator_client.post(address("create-company", organization), form)

    assert answer.context["form"].errors["competitors"]
    assert "Foreign" not in answer.text


def test_changing_a_company_shows_and_keeps_its_facts(coordinator_client, organization):
    one, other = rivals()
    CompetitorDeclarationFactory(company=one, competitor=other)
    url = address("edit-company", organization, one.pk)

    page = coordinator_client.get(url)

    assert 'value="311811" checked' in page.text
    assert f'value="{other.pk}" checked' in page.text
    form = {"name": "Alder", "industries": ["311811"], "competitors": [other.pk]}
    coordinator_client.post(url, form | {"corporate_group": "Halden"})
    one.refresh_from_db()
    assert one.corporate_group.name == "Halden"
    assert one.declarations.count() == 1


def test_without_scripts_find_keeps_the_form_and_saves_nothing(coordinator_client, organization):
    form = {
        "name": "Alder",
        "industries": ["5221"],
        "industry_search": "retail bak",
        "find": "industries",
    }

    answer = coordinator_client.post(address("create-company", organization), form)

    assert 'value="Alder"' in answer.text
    assert 'value="5221" checked' in answer.text
    assert 'value="311811">' in answer.text
    assert "needs another look" not in answer.text
    assert not Company.objects.exists()


def test_searching_industries_swaps_the_list_that_the_page_shows(coordinator_client, organization):
    query = {"industry_search": "retail bak", "industries": ["5221", "nonsense"]}

    swapped = coordinator_client.get(address("industries", organization), query).text

    assert swapped.startswith('<fieldset id="industry-list">')
    assert 'value="5221" checked' in swapped
    assert 'value="311811">' in swapped
    assert "nonsense" not in swapped


def test_searching_competitors_never_offers_the_company_itself(coordinator_client, organization):
    one, other = rivals()
    query = {"competitor_search": "", "company": one.pk, "competitors": ["nonsense"]}

    swapped = coordinator_client.get(address("competitors", organization), query).text

    assert str(other.pk) in swapped
    assert str(one.pk) not in swapped


def test_waiving_from_the_page_of_either_company(coordinator_client, organization):
    one, other = rivals()
    url = address("waive", organization, other.pk, one.pk)
    assert "Bakeries and Tortilla" in coordinator_client.get(url).text

    form = {"reason": "Other countries", "expires_on": ""}
    answer = coordinator_client.post(url, form, follow=True)

    assert "no longer keeps these two" in answer.text
    waiver = IndustryWaiver.objects.get()
    assert (
        "Other countries" in coordinator_client.get(address("company", organization, one.pk)).text
    )
    coordinator_client.post(address("end-waiver", organization, one.pk, waiver.pk))
    assert not IndustryWaiver.objects.exists()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"reason": ""}, "Please fill this in."),
        ({"reason": "x", "expires_on": "2001-01-01"}, "Choose today or a later day"),
        ({"reason": "x", "expires_on": "soon"}, "Enter a valid date"),
        ({"reason": "x" * 2001}, "at most 2000"),
    ],
)
def test_a_waiver_that_cannot_be_is_said(coordinator_client, organization, form, said):
    one, other = rivals()

    answer = coordinator_client.post(address("waive", organization, one.pk, other.pk), form)

    assert said in answer.text
    assert not IndustryWaiver.objects.exists()


def test_a_waiver_of_other_companies_is_not_found(coordinator_client, organization):
    one, other = rivals()
    low, high = sorted([one, other], key=lambda company: company.pk)
    waiver = IndustryWaiverFactory(low=low, high=high)
    third = CompanyFactory()

    answer = coordinator_client.post(address("end-waiver", organization, third.pk, waiver.pk))

    assert answer.status_code == 404
    assert IndustryWaiver.objects.exists()


def test_removing_says_what_still_refers_to_the_company(coordinator_client, organization):
    one, _other = rivals()
    PersonFactory(company=one)

    answer = coordinator_client.post(address("remove-company", organization, one.pk))

    assert "It still has 1 job of a person." in answer.text
    assert Company.objects.filter(pk=one.pk).exists()


def test_removing_a_company_leads_back_to_the_list(coordinator_client, organization):
    one, _other = rivals()

    answer = coordinator_client.post(address("remove-company", organization, one.pk), follow=True)

    assert "Alder is removed." in answer.text


@pytest.mark.parametrize("name", ["company", "edit-company", "remove-company"])
def test_a_foreign_company_is_not_found(coordinator_client, organization, other_organization, name):
    with inside(other_organization):
        foreign = CompanyFactory()

    for pk in (foreign.pk, uuid4()):
        url = address(name, organization, pk)
        post = name == "remove-company"
        answer = coordinator_client.post(url) if post else coordinator_client.get(url)
        assert answer.status_code == 404


@pytest.mark.parametrize("name", ["companies", "create-company", "industries", "competitors"])
def test_pages_of_companies_are_for_staff(client_for, organization, name):
    hr = MembershipFactory(role=Role.HR, company=CompanyFactory())

    assert client_for(hr).get(address(name, organization)).status_code == 403


def test_hostile_names_are_shown_as_text(coordinator_client, organization):
    form = {"name": "<script>alert(1)</script>", "corporate_group": '"><b>x'}

    answer = coordinator_client.post(address("create-company", organization), form, follow=True)

    assert "<script>alert" not in answer.text
    assert '"><b>x' not in answer.text


@pytest.mark.parametrize("name", ["companies", "company", "edit-company"])
def test_pages_cost_the_same_for_one_row_and_for_three(coordinator_client, organization, name):
    company, _other = rivals()
    url = address(name, organization, *([] if name == "companies" else [company.pk]))
    once = statements(coordinator_client, url)
    for number in range(2):
        row = CompanyFactory(corporate_group=CorporateGroupFactory())
        CompanyIndustryFactory(company=row, code=f"31181{number + 1}")
        CompetitorDeclarationFactory(company=row, competitor=company)
        PersonFactory(company=row)

    assert len(statements(coordinator_client, url)) == len(once) <= MOST
