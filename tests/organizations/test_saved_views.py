"""Saved views: one's own, a colleague's, the one that opens by itself, and those that grew old."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from mentoring.tenancy.keys import uuid7
from organizations import saved_views
from organizations.models import DefaultView, SavedView
from organizations.roles import Role
from tests.factories.organizations import MembershipFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory

PAGE = "participants"


@pytest.fixture
def colleague(organization):
    return MembershipFactory(role=Role.ADMINISTRATOR, name="Tobias Rehn")


@pytest.fixture
def listed(organization):
    """The address of a list with somebody in it."""
    program = ProgramFactory()
    ParticipantFactory(program=program)
    return reverse("participants:list", args=[organization.slug, program.slug])


def view_of(membership, name="Late ones", query="standing=in", **facts):
    return saved_views.save(PAGE, name, query, by=membership, **facts)


def test_a_view_is_saved_where_one_stands_and_opens_again(coordinator_client, coordinator, listed):
    menu = coordinator_client.get(f"{listed}?side=mentee&sort=-level").context["menu"]
    form = coordinator_client.get(menu.save_url)
    hidden = {"page": PAGE, "query": form.context["place"]["query"], "next": form.context["next"]}

    saved = coordinator_client.post(menu.save_url, {**hidden, "name": "  Senior   mentees "})

    view = SavedView.objects.get()
    assert (view.name, view.query) == ("Senior mentees", "side=mentee&sort=-level")
    assert saved["Location"] == f"{listed}?side=mentee&sort=-level"
    opened = coordinator_client.get(listed + saved_views.address_of(view))
    assert opened.context["menu"].current == view
    assert opened.context["listing"].chosen == {"side": "mentee"}


def test_the_same_name_replaces_ones_own_view_and_nobody_elses(coordinator, colleague):
    theirs = view_of(colleague, name="late ONES", is_shared=True)
    first = view_of(coordinator)
    second = view_of(coordinator, name="LATE ones", query="standing=declined")

    assert first.pk == second.pk
    assert SavedView.objects.get(pk=first.pk).query == "standing=declined"
    assert SavedView.objects.get(pk=theirs.pk).query == "standing=in"


def test_colleagues_see_what_is_shared_alone(coordinator, colleague):
    view_of(colleague, name="Private")
    shared = view_of(colleague, name="Shared", is_shared=True)
    own = view_of(coordinator, name="Own")

    (first, second) = saved_views.views_for(coordinator, PAGE)

    assert (first, second) == (own, shared)
    assert (second.is_mine, second.owner) == (False, "Tobias Rehn")
    assert saved_views.views_for(coordinator, "programs") == []


def test_a_default_view_opens_by_itself_until_somebody_asks_for_everything(
    coordinator_client, coordinator, listed
):
    view = view_of(coordinator, is_default=True)

    opened = coordinator_client.get(listed)
    assert opened["Location"] == f"{listed}?standing=in&view={view.pk}"
    page = coordinator_client.get(opened["Location"])
    assert f'href="{page.context["listing"].without_filters}"' in page.text
    everybody = coordinator_client.get(listed + page.context["listing"].without_filters)
    assert everybody.context["listing"].chosen == {}
    for tab in page.context["tabs"]:
        assert coordinator_client.get(listed + tab["url"]).status_code == 200


def test_the_default_is_ones_own_choice_and_there_is_one(
    coordinator, colleague, client_for, listed
):
    shared = view_of(colleague, name="Shared", is_shared=True, is_default=True)
    mine = view_of(coordinator, name="Mine", is_default=True)
    saved_views.set_default(shared, True, by=coordinator)

    assert DefaultView.objects.filter(user=coordinator.user_id).get().view == shared
    saved_views.change(shared, "Shared", by=colleague, is_shared=False, is_default=True)
    assert not DefaultView.objects.filter(user=coordinator.user_id).exists()
    assert client_for(coordinator).get(listed).status_code == 200
    assert mine.pk != shared.pk


def test_a_view_is_renamed_shared_and_deleted_by_its_owner(coordinator_client, coordinator, listed):
    view = view_of(coordinator)
    slug = view.organization.slug
    address = reverse("views:change", args=[slug, view.pk])

    coordinator_client.post(address, {"name": "Now called so", "is_shared": "on", "next": listed})
    view.refresh_from_db()
    assert (view.name, view.is_shared) == ("Now called so", True)

    gone = coordinator_client.post(reverse("views:delete", args=[slug, view.pk]), {"next": listed})
    assert gone["Location"] == f"{listed}?view="
    assert not SavedView.objects.exists()


def test_of_a_colleagues_view_only_the_default_can_be_chosen(coordinator_client, colleague):
    shared, private = (
        view_of(colleague, name="Shared", is_shared=True),
        view_of(colleague, name="Private"),
    )
    slug = shared.organization.slug
    address = reverse("views:change", args=[slug, shared.pk])

    coordinator_client.post(address, {"name": "Mine now", "is_shared": "", "is_default": "on"})

    shared.refresh_from_db()
    assert (shared.name, shared.is_shared) == ("Shared", True)
    assert DefaultView.objects.get().view == shared
    delete = reverse("views:delete", args=[slug, shared.pk])
    assert coordinator_client.post(delete).status_code == 404
    for pk in (private.pk, uuid7()):
        assert coordinator_client.get(reverse("views:change", args=[slug, pk])).status_code == 404
    assert SavedView.objects.count() == 2


def test_two_views_of_one_name_are_refused_and_said(coordinator_client, coordinator):
    view_of(coordinator, name="Taken")
    view = view_of(coordinator, name="Other")
    address = reverse("views:change", args=[view.organization.slug, view.pk])

    page = coordinator_client.post(address, {"name": "TAKEN"})

    assert page.status_code == 200
    assert "Another view of yours on this page has this name." in page.text


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "a\u202eb", "x" * 81])
def test_a_name_that_cannot_be_shown_is_refused(coordinator_client, organization, name):
    address = reverse("views:new", args=[organization.slug])

    page = coordinator_client.post(address, {"page": PAGE, "query": "", "name": name})

    assert page.status_code == 200
    assert not SavedView.objects.exists()


def test_there_is_a_most(coordinator, monkeypatch):
    monkeypatch.setattr(saved_views, "MOST", 2)
    view_of(coordinator, name="One")
    view_of(coordinator, name="Two")

    with pytest.raises(ValidationError):
        view_of(coordinator, name="Three")
    assert view_of(coordinator, name="two").name == "two"


def test_an_old_view_opens_with_a_note(coordinator_client, coordinator, listed):
    view = view_of(coordinator, query=f"company={uuid7()}&standing=in&shoe=7")

    page = coordinator_client.get(listed + saved_views.address_of(view))

    assert "filters that no longer exist: Company, shoe. They are left out." in page.text
    assert page.context["listing"].chosen == {"standing": "in"}


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example/x", "/other/dashboard/", "/\\evil", "x"]
)
def test_nobody_is_led_away(coordinator_client, coordinator, organization, address):
    new = reverse("views:new", args=[organization.slug])

    saved = coordinator_client.post(new, {"page": PAGE, "name": "A", "next": address})

    assert saved["Location"] == reverse("dashboard:home", args=[organization.slug])
