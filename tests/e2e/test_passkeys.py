"""A passkey, with the browser's own virtual authenticator: added by hand, then used to sign in."""

import pytest
from playwright.sync_api import expect

from mentoring.tenancy import context
from organizations.models import User
from organizations.roles import Role
from organizations.services import create_organization, grant_role

pytestmark = pytest.mark.browser

ADDRESS, PASSWORD = "ines@bridges.example", "three unrelated words"
# As a phone or laptop that checks a finger or face, and is always willing.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def coordinator(transactional_db, settings):
    """The only coordinator of an organization, with a password."""
    # The web server compares as in production.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    made = create_organization(name="Bridges", slug="bridges")
    with context.enter(context.Context(made.pk)):
        grant_role(email=ADDRESS, name="Ines Calloway", role=Role.COORDINATOR, by=None)
    user = User.objects.get(email=ADDRESS)
    user.set_password(PASSWORD)
    user.save()
    user.emailaddress_set.create(email=ADDRESS, verified=True, primary=True)
    return user


@pytest.fixture
def page(visit, product):
    """A page of a browser on a device that can keep passkeys."""
    # A passkey belongs to a domain, and an address of four numbers is none.
    page = visit(base_url=product.base_url.replace("127.0.0.1", "localhost"))
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def test_a_passkey_is_added_and_signs_in(coordinator, page):
    _sign_in_with_password(page)
    _add_a_passkey(page, "Work laptop")
    _sign_out(page)

    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()

    _is_home(page)
    page.goto("/accounts/2fa/webauthn/")
    key = page.get_by_role("row", name="Work laptop")
    expect(key).to_contain_text("passkey")
    expect(key).not_to_contain_text("never")


def test_a_key_that_does_not_answer_is_no_dead_end(coordinator, page):
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_role("status")).to_contain_text("No key answered.")
    page.get_by_role("status").get_by_role("button", name="Close").click()
    _sign_in_with_password(page)


def _sign_in_with_password(page):
    page.goto("/accounts/login/")
    page.get_by_text("Use a password instead").click()
    page.get_by_label("Mail address", exact=True).fill(ADDRESS)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    _is_home(page)


def _add_a_passkey(page, name):
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Add a key").click()
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name, so that you know it again").fill(name)
    page.get_by_label("A passkey: it signs you in on its own").check()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def _sign_out(page):
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page).not_to_have_url("/accounts/logout/")


def _is_home(page):
    expect(page).to_have_url("/bridges/dashboard/")
