"""The gallery shows everything; start, sign-in and error pages are whole and strict."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse

from mentoring.ui import samples
from organizations.models import User
from organizations.roles import Role
from tests.factories.organizations import CompanyFactory, MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.urls")]

TEMPLATES = Path(settings.BASE_DIR) / "templates"
ERRORS = ("400", "403", "403_csrf", "404", "500")


def components():
    return {f"components/{file.name}" for file in (TEMPLATES / "components").glob("*.html")}


def test_the_gallery_shows_every_component(client):
    response = client.get(reverse("ui:gallery"))
    assert response.status_code == 200
    shown = {template.name for template in response.templates}
    assert components() - shown == set()


@pytest.mark.parametrize("surface", samples.SURFACES)
def test_every_surface_has_a_frame(client, surface):
    response = client.get(reverse("ui:surface", args=[surface]))
    assert response.status_code == 200
    assert b'id="main"' in response.content
    assert client.get(reverse("ui:surface", args=["nothing"])).status_code == 404


def test_pages_are_under_the_strict_policy(client):
    policy = client.get(reverse("ui:gallery"))["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_start_page_says_what_this_is_and_leads_to_sign_in(client):
    html = client.get("/").content.decode()
    assert reverse("account_login") in html
    for group in ("Coordinators", "Mentees and mentors", "Sponsoring companies"):
        assert group in html


def test_the_start_page_leads_somebody_with_one_role_straight_on(coordinator_client, organization):
    answer = coordinator_client.get("/")
    assert answer.url == reverse("dashboard:home", args=[organization.slug])
    assert answer["Cache-Control"] == "no-store"


def test_the_start_page_lists_the_ways_of_somebody_with_two_roles(coordinator_client, coordinator):
    user = User.objects.get(pk=coordinator.user_id)
    MembershipFactory(user=user, role=Role.HR, company=CompanyFactory())
    html = coordinator_client.get("/").content.decode()
    assert "Where to?" in html
    assert "/dashboard/" in html
    assert "/company/" in html


def test_sign_in_offers_a_code_first_and_a_password_second(client):
    html = client.get(reverse("account_login")).content.decode()
    code = html.index(f'action="{reverse("account_request_login_code")}')
    password = html.index(f'action="{reverse("account_login")}"')
    assert code < password
    assert "Use a passkey" in html
    assert "sign up" not in html.lower()


def test_a_wrong_password_opens_the_password_part_and_says_so(client):
    data = {"login": "nobody@example.org", "password": "wrong horse battery"}
    html = client.post(reverse("account_login"), data).content.decode()
    assert '<details class="more" open>' in html
    assert "notice--error" in html


@pytest.mark.parametrize(
    "path",
    [
        "account_login",
        "account_request_login_code",
        "account_reset_password",
        "account_signup",
        "account_inactive",
    ],
)
def test_pages_before_sign_in_have_the_look(client, path):
    response = client.get(reverse(path))
    assert response.status_code == 200
    assert "layouts/account.html" in {template.name for template in response.templates}


@pytest.mark.parametrize(
    "path", ["account_email", "mfa_index", "usersessions_list", "account_logout"]
)
def test_pages_of_ones_own_account_have_the_look(coordinator_client, path):
    response = coordinator_client.get(reverse(path))
    assert response.status_code == 200
    names = {template.name for template in response.templates}
    assert "allauth/layouts/manage.html" in names


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_is_the_same_bytes_for_everybody(rf, name, coordinator):
    template = get_template(f"{name}.html")
    plain = template.render({})
    request = rf.get("/a/b?q=secret", headers={"accept-language": "ar"})
    request.user = coordinator.user
    assert template.render({"exception": "secret", "reason": "secret"}, request) == plain
    for word in ("csrf", "nonce", "secret", "hx-"):
        assert word not in plain


def test_an_error_page_is_served_without_a_question_to_the_database(
    client, django_assert_num_queries
):
    client.raise_request_exception = False
    with django_assert_num_queries(0):
        get_template("500.html").render({})
    assert client.get("/nothing/here/at/all/").status_code == 404
