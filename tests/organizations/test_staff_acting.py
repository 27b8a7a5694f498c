"""Several roles of one login: one at a time, chosen, shown, and written into the trail."""

import re
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone

from organizations.models import (
    AuditEvent,
    Company,
    Membership,
    NamedCompetitor,
    Organization,
    User,
)
from organizations.navigation import ACTING_AS
from organizations.roles import Role
from tests.factories.organizations import (
    CompanyFactory,
    MembershipFactory,
    PersonFactory,
    UserFactory,
)
from tests.surroundings import dark, inside


@pytest.fixture
def user(organization):
    return UserFactory()


@pytest.fixture
def browser(client, user):
    client.force_login(user)
    return client


def hold(user, role, **facts):
    return MembershipFactory(user=user, role=role, **facts)


def page(organization, name):
    return reverse(name, args=[organization.slug])


def act_as(browser, membership, **said):
    slug = membership.organization.slug
    return browser.post(reverse("acting:act-as", args=[slug, membership.pk]), said)


@pytest.fixture
def both(user):
    """``(administrator, coordinator)`` of one login."""
    return hold(user, Role.ADMINISTRATOR), hold(user, Role.COORDINATOR)


def test_the_surface_one_enters_sets_the_role(browser, user, organization):
    hold(user, Role.COORDINATOR)
    hold(user, Role.PARTICIPANT, person=PersonFactory())

    desk = browser.get(page(organization, "dashboard:home"))
    portal = browser.get(page(organization, "portal:home"))

    assert (desk.context["acting"], portal.context["acting"]) == ("Coordinator", "Participant")
    assert [role["current"] for role in portal.context["roles"]] == [False, True]


def test_the_header_shows_the_role(browser, user, organization):
    hold(user, Role.PARTICIPANT, person=PersonFactory())

    text = browser.get(page(organization, "portal:home")).text

    assert "<small>Participant</small>" in text


def test_who_acts_as_coordinator_does_not_administer(browser, both, organization):
    administrator, coordinator = both
    invite = page(organization, "staff:invite")
    act_as(browser, administrator)
    assert browser.get(invite).status_code == 200

    act_as(browser, coordinator)
    assert browser.get(invite).status_code == 403
    assert browser.post(invite, {"email": "a@mail.example"}).status_code == 403
    text = browser.get(page(organization, "staff:list")).text
    assert "switch to administrator" in text

    act_as(browser, administrator)
    assert browser.get(invite).status_code == 200


def test_the_trail_says_under_which_role(browser, both, organization):
    for membership in both:
        act_as(browser, membership)
        name = f"Company of {membership.role}"
        typed = {"name": name, ACTING_AS: membership.pk}
        browser.post(page(organization, "organizations:create-company"), typed)

    roles = AuditEvent.objects.filter(verb="company.created").values_list("role", flat=True)
    assert sorted(roles) == ["administrator", "coordinator"]


@pytest.fixture
def two_companies(user):
    """Contacts of two companies, one login."""
    return [
        hold(user, Role.HR, company=CompanyFactory(name=name)) for name in ("Fern Paper", "Glade")
    ]


def test_the_contact_of_two_companies_chooses_one(browser, two_companies, organization):
    home, (fern, glade) = page(organization, "company:home"), two_companies

    first = browser.get(home)
    assert first.url == page(organization, "acting:choose") + "?next=" + quote(home, safe="")
    choice = browser.get(first.url).text
    assert "HR, Fern Paper" in choice
    assert "HR, Glade" in choice

    assert act_as(browser, glade).url == home
    shown = browser.get(home)
    assert shown.context["acting"] == "HR, Glade"
    assert shown.context["company"].name == "Glade"
    assert "Fern Paper" not in shown.text.split("<main")[1]
    act_as(browser, fern)
    assert browser.get(home).context["company"].name == "Fern Paper"


def test_a_program_is_told_to_choose_too(browser, two_companies, organization):
    calls = reverse("api:programs", args=[organization.slug])
    assert browser.get(calls).status_code == 403

    act_as(browser, two_companies[0])
    assert browser.get(calls).status_code == 200


def test_the_start_page_leads_to_each_company(browser, two_companies, organization):
    text = browser.get(reverse("home")).text

    for membership in two_companies:
        assert reverse("acting:act-as", args=[organization.slug, membership.pk]) in text
    assert "HR, Fern Paper" in text


def test_looking_at_an_address_changes_no_role(browser, both, organization):
    administrator, coordinator = both
    address = reverse("acting:act-as", args=[organization.slug, coordinator.pk])
    act_as(browser, administrator)

    assert browser.get(address).status_code == 405
    home = browser.get(page(organization, "dashboard:home"))
    assert home.context["acting"] == "Administrator"
    assert f'<form method="post" action="{address}">' in home.text
    assert f'href="{address}"' not in home.text


def test_nobody_acts_as_somebody_else(browser, both, organization):
    theirs = MembershipFactory(role=Role.ADMINISTRATOR)

    assert act_as(browser, theirs).status_code == 404
    Membership.objects.filter(pk=both[1].pk).update(ended_at=timezone.now())
    assert act_as(browser, both[1]).status_code == 404


def test_a_role_that_ended_is_forgotten(browser, both, organization):
    act_as(browser, both[1])
    Membership.objects.filter(pk=both[1].pk).update(ended_at=timezone.now())

    assert browser.get(page(organization, "dashboard:home")).context["acting"] == "Administrator"


def test_one_role_leaves_nothing_in_the_session(browser, user, organization):
    hold(user, Role.COORDINATOR)
    browser.get(page(organization, "dashboard:home"))

    with dark():
        assert "acting" not in browser.session


def test_nobody_enters_an_organization_that_has_ended(browser, user, organization):
    hold(user, Role.COORDINATOR)
    assert browser.get(page(organization, "dashboard:home")).status_code == 200
    with dark():
        Organization.objects.filter(pk=organization.pk).update(ended_at=timezone.now())

    assert browser.get(page(organization, "dashboard:home")).status_code == 404
    with dark():
        assert User.objects.filter(pk=user.pk).exists()
    assert organization.name not in browser.get(reverse("home")).text


# Two tabs of one browser


def drawn_for(answer):
    """The memberships that the forms and the calls of a page say they were drawn for."""
    fields = re.findall(rf'name="{ACTING_AS}" value="([^"]+)"', answer.text)
    return {*fields, *re.findall(r'"Acting-As": "([^"]+)"', answer.text)}


def names_of(membership):
    with inside(membership.organization):
        named = NamedCompetitor.objects.filter(company_id=membership.company_id)
        return set(named.values_list("name", flat=True))


def test_a_form_of_one_company_is_not_carried_out_for_the_other(
    browser, two_companies, organization
):
    fern, glade = two_companies
    form = page(organization, "company:competitors")
    act_as(browser, fern)
    assert drawn_for(browser.get(form)) == {str(fern.pk)}
    act_as(browser, glade)

    refused = browser.post(
        form,
        {"names": "Rival", ACTING_AS: fern.pk},
        headers={"referer": f"http://testserver{form}"},
    )

    assert refused.status_code == 409
    assert "You changed to <bdi>HR, Glade</bdi> in another tab" in refused.text
    assert reverse("acting:act-as", args=[organization.slug, fern.pk]) in refused.text
    assert f'name="next" value="{form}"' in refused.text
    assert names_of(fern) == names_of(glade) == set()
    assert act_as(browser, fern, next=form).url == form
    assert browser.post(form, {"names": "Rival", ACTING_AS: fern.pk}).status_code == 302
    assert (names_of(fern), names_of(glade)) == ({"Rival"}, set())


def test_a_form_that_says_nothing_is_refused_where_it_could_be_another_s(
    browser, two_companies, organization
):
    fern, form = two_companies[0], page(organization, "company:competitors")
    act_as(browser, fern)

    for said in ({}, {ACTING_AS: ""}, {ACTING_AS: "x" * 5000}, {ACTING_AS: "\u0627\x00"}):
        assert browser.post(form, {"names": "Rival", **said}).status_code == 409
    assert names_of(fern) == set()


def test_a_call_of_the_page_says_it_in_its_header(browser, two_companies, organization):
    fern, glade = two_companies
    form = page(organization, "company:competitors")
    act_as(browser, glade)

    def call(said, **field):
        headers = {"HX-Request": "true", "Acting-As": str(said.pk)}
        return browser.post(form, {"names": "Rival", **field}, headers=headers).status_code

    assert call(fern) == 409
    assert call(glade, **{ACTING_AS: fern.pk}) == 409
    assert names_of(glade) == set()
    assert call(glade) == 302
    assert names_of(glade) == {"Rival"}


def test_an_administrator_in_one_tab_is_no_coordinator_in_the_other(browser, both, organization):
    administrator, coordinator = both
    create = page(organization, "organizations:create-company")
    act_as(browser, coordinator)
    assert drawn_for(browser.get(create)) == {str(coordinator.pk)}
    act_as(browser, administrator)

    assert browser.post(create, {"name": "Reed", ACTING_AS: coordinator.pk}).status_code == 409
    assert not Company.objects.filter(name="Reed").exists()


def test_a_form_of_a_role_that_ended_is_not_carried_out_as_the_one_left(
    browser, two_companies, organization
):
    fern, glade = two_companies
    act_as(browser, fern)
    Membership.objects.filter(pk=fern.pk).update(ended_at=timezone.now())
    form = page(organization, "company:competitors")

    assert browser.post(form, {"names": "Rival", ACTING_AS: fern.pk}).status_code == 409
    assert names_of(glade) == set()


def test_entering_another_surface_changes_nothing_of_the_first(
    browser, user, two_companies, both, organization
):
    hold(user, Role.PARTICIPANT, person=PersonFactory())
    act_as(browser, both[1])
    act_as(browser, two_companies[1])
    with dark():
        before = dict(browser.session)

    assert browser.get(page(organization, "portal:home")).context["acting"] == "Participant"
    assert browser.get(page(organization, "dashboard:home")).context["acting"] == "Coordinator"
    assert browser.get(page(organization, "company:home")).context["acting"] == "HR, Glade"
    with dark():
        assert dict(browser.session) == before


@pytest.mark.parametrize("name", ["dashboard:home", "staff:invite"])
def test_nobody_administers_without_having_chosen_to(browser, both, organization, name):
    asked = page(organization, name)

    choice = browser.get(asked)

    assert choice.url == page(organization, "acting:choose") + "?next=" + quote(asked, safe="")
    assert f'name="next" value="{asked}"' in browser.get(choice.url).text
    assert act_as(browser, both[0], next=asked).url == asked
    assert browser.get(asked).context["acting"] == "Administrator"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/accounts/logout/", "/as/", "\\evil"]
)
def test_choosing_leads_to_pages_of_the_surface_alone(browser, both, organization, elsewhere):
    home = page(organization, "dashboard:home")

    assert act_as(browser, both[0], next=elsewhere).url == home
    assert act_as(browser, both[0], next=page(organization, "portal:home")).url == home


def test_a_program_names_the_role_it_calls_as(browser, two_companies, organization):
    calls = reverse("api:programs", args=[organization.slug])
    theirs = MembershipFactory(role=Role.HR, company=CompanyFactory())

    def status(membership):
        return browser.get(calls, headers={"Acting-As": str(membership.pk)}).status_code

    assert (status(two_companies[0]), status(theirs)) == (200, 403)
