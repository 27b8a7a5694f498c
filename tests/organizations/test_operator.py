"""Operators: made by the owner alone, with two proofs, and blind to what organizations own."""

import os
import subprocess
import sys
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from mentoring.jobs.tasks import tick
from organizations import invitations
from organizations import operator as acts
from organizations.audit import record
from organizations.models import (
    AuditEvent,
    Membership,
    Organization,
    Person,
    RoleInvitation,
    User,
)
from organizations.roles import Role
from tests.factories.operators import operator
from tests.factories.organizations import (
    MembershipFactory,
    OrganizationFactory,
    PersonFactory,
    UserFactory,
)
from tests.running import database_url
from tests.surroundings import dark, inside

ADD = "/operator/organizations/add/"
FORM = {
    "name": "Bridges",
    "slug": "bridges",
    "industry_digits": "5",
    "time_zone": "Europe/Copenhagen",
    "administrator": "Ada@bridges.example",
}


@pytest.fixture
def login(django_db_setup):
    """Made before the test's transaction, which would keep the owner waiting."""
    with operator() as user:
        yield user


@pytest.fixture
def browser(login, client):
    client.force_login(login)
    _prove(client, login)
    return client


def _prove(client, login):
    """As if a code of an app had been given."""
    with dark():
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
        session["account_authentication_methods_user"] = str(login.pk)
        session.save()


def _change(organization):
    return f"/operator/organizations/{organization.pk}/change/"


def test_the_application_cannot_make_an_operator(db):
    user = UserFactory()
    with dark():
        for write in (
            lambda: User.objects.filter(pk=user.pk).update(is_operator=True),
            lambda: User.objects.create(email="me@mail.example", is_operator=True),
        ):
            refused = pytest.raises(ProgrammingError, match="command of the owner")
            with refused, transaction.atomic():
                write()
        with pytest.raises(CommandError, match="as the owner"):
            call_command("create_operator", "me@mail.example")


def _as_owner(*arguments, command="create_operator"):
    surroundings = {
        **os.environ,
        "DATABASE_ROLE": "owner",
        "DATABASE_OWNER_URL": database_url().replace("app_rw", "app_owner", 1),
    }
    return subprocess.run(
        [sys.executable, "manage.py", command, *arguments],
        env=surroundings,
        capture_output=True,
        text=True,
    )


def test_the_owner_makes_an_operator_and_takes_it_back(transactional_db):
    for _twice in range(2):
        made = _as_owner("Op@Mail.example")
        assert made.returncode == 0, made.stderr
        assert User.objects.get(email="op@mail.example").is_operator

    assert "no mail address" in _as_owner("nobody").stderr
    assert "There is no login" in _as_owner("other@mail.example", "--end").stderr
    assert _as_owner("op@mail.example", "--end").returncode == 0
    assert not User.objects.get(email="op@mail.example").is_operator


def test_the_owner_moves_the_login_of_somebody_whose_mailbox_is_gone(transactional_db):
    with inside(OrganizationFactory()):
        role = MembershipFactory(user=UserFactory(email="old@mail.example"))
    UserFactory(email="taken@mail.example")

    def move(*addresses):
        return _as_owner(*addresses, command="move_login")

    assert "There is no login" in move("nobody@mail.example", "new@mail.example").stderr
    assert "has a login already" in move("old@mail.example", "Taken@mail.example").stderr
    assert "valid email" in move("old@mail.example", "new").stderr
    assert User.objects.filter(email="old@mail.example").exists()

    moved = move("Old@mail.example", "New@mail.example")

    assert moved.returncode == 0, moved.stderr
    assert "Noted in 1 organizations" in moved.stdout
    assert User.objects.get(pk=role.user_id).email == "new@mail.example"
    with inside(role.organization):
        assert Membership.objects.filter(pk=role.pk).exists()
        trace = AuditEvent.objects.get(verb="login.moved")
    assert (trace.object_id, trace.facts) == (role.pk, {}), "no address in the trail"
    assert "There is no login" in move("old@mail.example", "new@mail.example").stderr


def test_the_application_cannot_move_a_login(db):
    with pytest.raises(CommandError, match="as the owner"):
        call_command("move_login", "old@mail.example", "new@mail.example")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COORDINATOR])
def test_nobody_else_opens_the_pages(client_for, organization, role):
    browser = client_for(MembershipFactory(role=role))

    for address in ("/operator/", ADD, "/operator/users/"):
        assert browser.get(address).status_code == 403
    assert browser.post(ADD, FORM).status_code == 403


def test_one_proof_is_not_enough(login, client, settings):
    settings.OPERATORS_NEED_SECOND_FACTOR = True
    client.force_login(login)

    answer = client.post(ADD, FORM)

    assert answer.status_code == 403
    assert "One more thing to prove" in answer.text
    with dark():
        assert not Organization.objects.exists()
    _prove(client, login)
    assert client.get(ADD).status_code == 200


def test_an_organization_comes_with_its_first_administrator(
    browser, login, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(ADD, FORM)

    assert answer.status_code == 302, answer.text
    with dark():
        made = Organization.objects.get(slug="bridges")
    assert (made.industry_digits, made.time_zone) == (5, "Europe/Copenhagen")
    with inside(made):
        sent = RoleInvitation.objects.get()
        events = AuditEvent.objects.values_list("verb", "role", "by_user_id")
        assert set(events) == {
            ("organization.created", "operator", login.pk),
            ("invitation.sent", "operator", login.pk),
        }
    assert (sent.email, sent.role) == ("ada@bridges.example", "administrator")
    assert [mail.to for mail in mailoutbox] == [["ada@bridges.example"]]


@pytest.mark.parametrize(
    "wrong",
    [
        {"slug": "accounts"},
        {"slug": "invitations"},
        {"slug": "operator"},
        {"slug": "Bad slug"},
        {"name": ""},
        {"name": "\u202e"},
        {"industry_digits": "7"},
        {"time_zone": "Mars/Olympus"},
        {"administrator": "nobody"},
        {"administrator": ""},
    ],
)
def test_both_or_neither(browser, wrong):
    answer = browser.post(ADD, FORM | wrong)

    assert answer.status_code == 200
    with dark():
        assert not Organization.objects.exists()


def test_an_invitation_that_fails_takes_the_organization_with_it(db):
    with dark(), pytest.raises(Exception, match="valid email"):
        acts.found_organization(**FORM | {"administrator": "nobody"})

    with dark():
        assert not Organization.objects.exists()


def test_the_command_does_the_same(db):
    out = StringIO()
    with dark():
        call_command(
            "create_organization", "bridges", "--name=Bridges", "--administrator=a@b.example",
            stdout=out,
        )  # fmt: skip
        made = Organization.objects.get()
        with pytest.raises(CommandError, match="Nothing is made"):
            call_command(
                "create_organization", "accounts", "--name=B", "--administrator=a@b.example"
            )
    assert "Bridges is made" in out.getvalue()
    with inside(made):
        assert RoleInvitation.objects.get().email == "a@b.example"


def test_an_organization_is_ended_and_opened_again(browser, organization):
    facts = {"name": "Renamed", "time_zone": "UTC"}
    for has_ended in (True, False):
        form = facts | ({"has_ended": "on"} if has_ended else {})
        answer = browser.post(_change(organization), form)
        assert answer.status_code == 302, answer.text
        with dark():
            now = Organization.objects.get(pk=organization.pk)
        assert (now.name, now.ended_at is not None) == ("Renamed", has_ended)
    verbs = AuditEvent.objects.filter(role="operator").values_list("verb", flat=True)
    told = ["organization.changed", "organization.ended", "organization.reopened"]
    assert sorted(verbs) == told


def test_nothing_is_sent_from_an_organization_that_has_ended(
    organization, mailoutbox, django_capture_on_commit_callbacks
):
    invitations.invite(email="nora@mail.example", role=Role.COORDINATOR, by=None)
    for end, mails in ((acts.end_organization, 0), (acts.reopen_organization, 1)):
        with dark():
            end(Organization.objects.get(pk=organization.pk))
            for _round in range(2):
                with django_capture_on_commit_callbacks(execute=True):
                    tick()
        assert len(mailoutbox) == mails


def test_the_slug_and_the_rule_never_change_here(browser, organization):
    form = {"name": "N", "time_zone": "UTC", "slug": "other", "industry_digits": "2"}
    browser.post(_change(organization), form)

    with dark():
        now = Organization.objects.get(pk=organization.pk)
    assert (now.slug, now.industry_digits) == (organization.slug, 4)


def test_an_administrator_is_invited_again(browser, organization):
    form = {"name": "N", "time_zone": "UTC", "administrator": "ada@bridges.example"}
    for number in (1, 2):
        browser.post(_change(organization), form)
        assert RoleInvitation.objects.get().number == number


def test_the_pages_hold_nothing_that_an_organization_owns(browser, organization):
    person = PersonFactory(given_name="Wilhelmina", family_name="Oglethorpe")
    held = MembershipFactory(name="Zebulon Quackenbush")
    with dark():
        address = User.objects.get(pk=held.user_id).email
    pages = ["/operator/", "/operator/organizations/", _change(organization), "/operator/users/"]
    pages += [f"/operator/users/{held.user_id}/change/", "/operator/search/?s=Wilhelmina"]

    texts = [browser.get(page).text for page in pages]

    assert address in texts[3]
    for text in texts:
        assert person.email not in text
        for word in ("Wilhelmina Oglethorpe", "Zebulon", "Quackenbush"):
            assert word not in text
    with dark():
        assert not Membership.everywhere.exists()


def test_an_operator_is_a_stranger_to_every_organization(browser, organization):
    for surface in ("dashboard:home", "portal:home", "company:home", "staff:list"):
        assert browser.get(reverse(surface, args=[organization.slug])).status_code == 404


def test_what_operators_did_stays(browser, organization):
    browser.post(_change(organization), {"name": "N", "time_zone": "UTC"})
    with dark(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_admin_log")
        assert cursor.fetchone() == (1,)
        for statement in ("DELETE FROM", "UPDATE"):
            tail = "" if statement != "UPDATE" else " SET object_repr = ''"
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute(f"{statement} django_admin_log{tail}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_admin_log")
        assert cursor.fetchone() == (0,)  # inside an organization there is no such trail


def test_a_login_is_shut_out_but_not_made_an_operator(browser, organization):
    held = MembershipFactory()
    form = {"is_operator": "on", "email": "other@mail.example"}

    browser.post(f"/operator/users/{held.user_id}/change/", form)

    with dark():
        user = User.objects.get(pk=held.user_id)
    assert (user.is_active, user.is_operator) == (False, False)
    assert user.email != "other@mail.example"
    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    "asked",
    [
        "users/?password__startswith=argon2",
        "users/?password__regex=.",
        "users/?email__regex=.",
        "users/?last_login__gte=2020-01-01",
        "users/?pk__gte=00000000-0000-0000-0000-000000000000",
        "organizations/?name__startswith=A",
        "organizations/?membership__user__password__startswith=argon2",
    ],
)
def test_an_address_asks_nothing_that_no_filter_offers(browser, organization, asked):
    assert browser.get(f"/operator/{asked}").status_code == 400


def test_the_filters_and_the_search_of_logins_work(browser, login, organization):
    asked = f"/operator/users/?is_operator__exact=1&q={login.email}&is_active__exact"

    assert f"/operator/users/{login.pk}/change/" in browser.get(f"{asked}=1").text
    assert f"/operator/users/{login.pk}/change/" not in browser.get(f"{asked}=0").text


def test_the_history_tells_what_operators_did_and_nothing_of_its_people(
    browser, login, organization
):
    with inside(organization):
        administrator = MembershipFactory(role=Role.ADMINISTRATOR)
        record("organization.changed", organization, by=administrator, fields=["name"])
        invitations.invite(email="hidden@works.example", role=Role.COORDINATOR, by=administrator)
        before = AuditEvent.objects.count()
    page = f"/operator/organizations/{organization.pk}/history/"
    empty = browser.get(page)
    change = f"/operator/organizations/{organization.pk}/change/"
    form = {"name": "Other Bridges", "time_zone": "Asia/Tokyo", "administrator": ""}
    for _number in range(2):  # twice is once
        assert browser.post(change, form | {"has_ended": "on"}).status_code == 302
    assert browser.post(change, form).status_code == 302

    answer = browser.get(page)

    told = [one.get_change_message for one in answer.context["action_list"]]
    assert told == [
        "Opened again",
        "Ended: nobody enters, and nothing is sent",
        "Name or time zone changed",
    ]
    assert login.email in answer.text
    for text in (empty.text, answer.text):
        assert administrator.user.email not in text
        assert "hidden@works.example" not in text
    with inside(organization):
        assert AuditEvent.objects.count() == before + 3
