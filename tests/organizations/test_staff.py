"""Staff: who may change what, when it takes effect, and that one administrator always stays."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from mentoring.tenancy import context
from organizations import invitations, staff
from organizations.models import AuditEvent, Membership, RoleInvitation, User
from organizations.roles import Role
from tests.factories.organizations import (
    CompanyFactory,
    MembershipFactory,
    OrganizationFactory,
    PersonFactory,
)
from tests.surroundings import DarkClient, inside

MOST = 12


@pytest.fixture
def administrator(organization):
    return MembershipFactory(role=Role.ADMINISTRATOR, name="Ada Lund")


@pytest.fixture
def browser(client_for, administrator):
    return client_for(administrator)


def address(name, membership, *parts):
    return reverse(f"staff:{name}", args=[membership.organization.slug, *parts])


def as_login(membership):
    return inside(membership.organization, membership.user_id)


def test_an_administrator_invites_and_sees_who_has_not_answered(browser, administrator):
    company = CompanyFactory(name="Harbor Mills")
    form = {"email": "Rosa@Mail.example ", "role": "hr", "company": company.pk}

    answer = browser.post(address("invite", administrator), form)

    assert answer.url == address("list", administrator)
    text = browser.get(answer.url).text
    assert "rosa@mail.example" in text
    assert "Harbor Mills" in text
    sent = RoleInvitation.objects.get()
    assert (sent.role, sent.company, sent.invited_by_id) == ("hr", company, administrator.user_id)
    event = AuditEvent.objects.get(verb="invitation.sent")
    assert (event.role, event.by_user_id) == ("administrator", administrator.user_id)
    assert "rosa" not in str(event.facts)


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({}, "aria-invalid"),
        ({"email": "no address", "role": "coordinator"}, "Enter a valid email address."),
        ({"email": "a@mail.example", "role": "hr"}, "Choose the company whose contact this is."),
        ({"email": "a@mail.example", "role": "participant"}, "Select a valid choice."),
        ({"email": "a@mail.example", "role": "owner"}, "Select a valid choice."),
        ({"email": "a@mail.example", "role": "hr", "company": "x"}, "Select a valid choice."),
        ({"email": "a@mail.example", "role": "coordinator", "name": "\u202e"}, "invisible"),
    ],
)
def test_a_form_that_is_wrong_says_where(browser, administrator, form, says):
    answer = browser.post(address("invite", administrator), form)

    assert answer.status_code == 200
    assert says in answer.text
    assert not RoleInvitation.objects.exists()


def test_another_organizations_company_cannot_be_chosen(browser, administrator, other_organization):
    with inside(other_organization):
        theirs = CompanyFactory()
    form = {"email": "a@mail.example", "role": "hr", "company": theirs.pk}

    assert browser.post(address("invite", administrator), form).status_code == 200
    assert not RoleInvitation.objects.exists()


def test_inviting_twice_says_so(browser, administrator):
    form = {"email": "a@mail.example", "role": "coordinator"}
    browser.post(address("invite", administrator), form)

    answer = browser.post(address("invite", administrator), form)

    assert "is invited to this already" in answer.text
    assert RoleInvitation.objects.count() == 1


def test_coordinators_look_and_cannot_change(client_for, organization, administrator, coordinator):
    browser = client_for(coordinator)
    sent = invitations.invite(email="a@mail.example", role=Role.COORDINATOR, by=None)

    page = browser.get(address("list", administrator)).text

    assert "Ada Lund" in page
    assert "a@mail.example" in page
    assert "Administrators invite, change roles and end them." in page
    assert address("invite", administrator) not in page
    for name, parts in (
        ("invite", ()),
        ("change", (administrator.pk,)),
        ("end", (administrator.pk,)),
        ("send-again", (sent.pk,)),
        ("take-back", (sent.pk,)),
    ):
        assert browser.post(address(name, administrator, *parts)).status_code == 403
    assert Membership.objects.count() == 2


def test_send_again_and_take_back(browser, administrator):
    sent = invitations.invite(email="sought.after@mail.example", role=Role.COORDINATOR, by=None)
    RoleInvitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert "Ran out" in browser.get(address("list", administrator)).text

    browser.post(address("send-again", administrator, sent.pk))
    sent.refresh_from_db()
    assert sent.number == 2
    assert sent.expires_at > timezone.now() + timedelta(days=13)

    browser.post(address("take-back", administrator, sent.pk))
    assert (
        "sought.after@mail.example"
        not in browser.get(address("list", administrator)).text.split("toast")[0]
    )
    again = browser.post(address("send-again", administrator, sent.pk))
    assert "was taken back in the meantime" in again.text


def test_a_role_ends_at_the_next_request(browser, client_for, administrator, coordinator):
    theirs = client_for(coordinator)
    home = reverse("dashboard:home", args=[coordinator.organization.slug])
    assert theirs.get(home).status_code == 200

    answer = browser.post(address("end", administrator, coordinator.pk))

    assert answer.url == address("list", administrator)
    assert theirs.get(home).status_code == 404
    ended = Membership.ever.get(pk=coordinator.pk)
    assert ended.ended_at
    assert not Membership.objects.filter(pk=coordinator.pk).exists()
    event = AuditEvent.objects.get(verb="membership.ended")
    assert (event.role, event.object_id) == ("administrator", coordinator.pk)
    assert browser.post(address("end", administrator, coordinator.pk)).status_code == 404


def test_the_person_and_what_they_did_stay(administrator):
    person = PersonFactory()
    held = MembershipFactory(role=Role.COORDINATOR, person=person, name="Ines Calloway")
    with as_login(administrator):
        staff.end_role(held, by=administrator)

    person.refresh_from_db()
    assert Membership.ever.get(pk=held.pk).name == "Ines Calloway"
    with pytest.raises(IntegrityError, match="stays ended"), transaction.atomic():
        Membership.ever.filter(pk=held.pk).update(ended_at=None)


def test_a_role_is_changed(browser, client_for, administrator, coordinator):
    company, theirs = CompanyFactory(), client_for(coordinator)
    form = {"name": "Rosa Lindqvist", "role": "hr", "company": company.pk}

    browser.post(address("change", administrator, coordinator.pk), form)

    held = Membership.objects.get(user_id=coordinator.user_id)
    assert (held.role, held.company, held.name) == ("hr", company, "Rosa Lindqvist")
    slug = coordinator.organization.slug
    assert theirs.get(reverse("dashboard:home", args=[slug])).status_code == 403
    assert theirs.get(reverse("company:home", args=[slug])).status_code == 200
    event = AuditEvent.objects.get(verb="membership.changed")
    assert event.facts["before"] == "coordinator"


def test_a_role_cannot_be_had_twice(administrator, coordinator):
    second = MembershipFactory(user_id=coordinator.user_id, user=None, role=Role.ADMINISTRATOR)
    with as_login(administrator), pytest.raises(ValidationError, match="has this role already"):
        staff.change_role(second, role=Role.COORDINATOR, by=administrator)

    assert Membership.objects.filter(pk=second.pk).exists()
    with pytest.raises(IntegrityError, match="membership_once"), transaction.atomic():
        MembershipFactory(user_id=coordinator.user_id, user=None, role=Role.COORDINATOR)


@pytest.mark.parametrize("name", ["end", "change"])
def test_the_last_administrator_stays(browser, administrator, name):
    form = {"name": "Ada Lund", "role": "coordinator"}

    answer = browser.post(address(name, administrator, administrator.pk), form)

    assert answer.status_code == 200
    assert "is the only administrator" in answer.text
    assert Membership.objects.get().role == Role.ADMINISTRATOR


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(ended_at=timezone.now()),
        lambda rows: rows._raw_delete(rows.db),
    ],
)
def test_the_database_keeps_the_last_administrator(administrator, change):
    MembershipFactory(role=Role.ADMINISTRATOR)
    with pytest.raises(IntegrityError, match="keeps an administrator"), transaction.atomic():
        change(Membership.objects.all())

    assert Membership.objects.count() == 2


def test_one_administrator_may_go_when_another_stays(browser, administrator):
    MembershipFactory(role=Role.ADMINISTRATOR)

    answer = browser.post(address("end", administrator, administrator.pk))

    assert answer.url == reverse("home")
    assert Membership.objects.count() == 1


def invited_by(administrator):
    """``{role: invitation}``, one of each role that staff offer."""
    facts = {role: {} for role in (Role.ADMINISTRATOR, Role.COORDINATOR)}
    facts[Role.HR] = {"company": CompanyFactory()}
    return {
        role: invitations.invite(email=f"{role}@mail.example", role=role, by=administrator, **more)
        for role, more in facts.items()
    }


@pytest.mark.parametrize(
    "dismiss",
    [staff.end_role, lambda one, by: staff.change_role(one, role=Role.COORDINATOR, by=by)],
)
def test_who_administers_no_more_leaves_no_administrators_behind(administrator, dismiss):
    dismissed = MembershipFactory(role=Role.ADMINISTRATOR)
    kept = invitations.invite(email="o@mail.example", role=Role.COORDINATOR, by=administrator)
    sent = invited_by(dismissed)

    dismiss(dismissed, by=administrator)

    left = RoleInvitation.objects.filter(taken_back_at__isnull=True)
    assert set(left) == {kept, sent[Role.HR]}
    events = AuditEvent.objects.filter(verb="invitation.taken_back")
    taken = {sent[Role.ADMINISTRATOR].pk, sent[Role.COORDINATOR].pk}
    assert {event.object_id for event in events} == taken
    assert {event.by_user_id for event in events} == {administrator.user_id}


def test_an_end_that_is_refused_takes_nothing_back(administrator):
    sent = invitations.invite(email="o@mail.example", role=Role.COORDINATOR, by=administrator)

    with pytest.raises(ValidationError, match="only administrator"):
        staff.end_role(administrator, by=administrator)

    sent.refresh_from_db()
    assert sent.taken_back_at is None


def test_who_administers_no_more_invites_and_sends_nothing(administrator):
    dismissed = MembershipFactory(role=Role.ADMINISTRATOR)
    sent = invitations.invite(email="o@mail.example", role=Role.COORDINATOR, by=administrator)
    staff.end_role(dismissed, by=administrator)

    for act in (
        lambda: invitations.invite(email="x@mail.example", role=Role.ADMINISTRATOR, by=dismissed),
        lambda: invitations.send_again(sent, by=dismissed),
        lambda: invitations.take_back(sent, by=dismissed),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_who_administers_no_more_cannot_end_others(administrator, coordinator):
    other = MembershipFactory(role=Role.ADMINISTRATOR)
    Membership.objects.filter(pk=administrator.pk).update(ended_at=timezone.now())

    for act in (
        lambda: staff.end_role(other, by=administrator),
        lambda: staff.change_role(other, role=Role.COORDINATOR, by=administrator),
        lambda: staff.end_role(other, by=coordinator),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.fixture
def two_administrators(transactional_db):
    """``[(membership, browser)]`` of two, committed."""
    organization = OrganizationFactory()
    with context.enter(context.Context(organization.pk)):
        memberships = [MembershipFactory(role=Role.ADMINISTRATOR) for _ in range(2)]
    found = []
    for membership in memberships:
        browser = DarkClient(raise_request_exception=False)
        browser.force_login(User.objects.get(pk=membership.user_id))
        found.append((membership, browser))
    return found


def _at_once(*acts):
    barrier, answers = threading.Barrier(len(acts), timeout=20), []

    def do(act):
        try:
            barrier.wait()
            answers.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.parametrize("target", [lambda own, other: own, lambda own, other: other])
def test_two_administrators_at_the_same_moment_leave_one(two_administrators, target):
    """Each ends the other, or each themselves: one is refused, whoever comes second."""
    (one, first), (other, second) = two_administrators
    with context.enter(context.Context(one.organization_id)):
        ends = (
            address("end", one, target(one, other).pk),
            address("end", one, target(other, one).pk),
        )

    answers = _at_once(lambda: first.post(ends[0]), lambda: second.post(ends[1]))

    assert sorted(answer.status_code for answer in answers)[0] in (200, 302)
    assert max(answer.status_code for answer in answers) < 500
    with context.enter(context.Context(one.organization_id)):
        assert Membership.objects.count() == 1


def test_two_connections_that_end_both_leave_one(two_administrators):
    """The rule is the database's: past every service, in two transactions side by side."""
    (one, _first), (other, _second) = two_administrators
    middle = threading.Barrier(2, timeout=20)

    def end(membership):
        try:
            with context.enter(context.Context(membership.organization_id)):
                middle.wait()
                Membership.objects.filter(pk=membership.pk).update(ended_at=timezone.now())
        except IntegrityError as refused:
            return str(refused)
        return "ended"

    answers = _at_once(lambda: end(one), lambda: end(other))

    assert sorted(answer == "ended" for answer in answers) == [False, True]
    with context.enter(context.Context(one.organization_id)):
        assert Membership.objects.count() == 1


def test_an_invitation_accepted_twice_at_once_is_one_role(two_administrators):
    (one, _first), (_other, _second) = two_administrators
    with context.enter(context.Context(one.organization_id)):
        sent = invitations.invite(email="nora@mail.example", role=Role.COORDINATOR, by=None)
        token = invitations.token_of(sent)
    user = User.objects.create_user("nora@mail.example")
    browsers = [DarkClient() for _ in range(3)]
    for browser in browsers:
        browser.force_login(user)
    link = reverse("invitation", args=[token])

    answers = _at_once(*(lambda b=b: b.post(link, {"name": "Nora"}) for b in browsers))

    assert sorted(answer.status_code for answer in answers) == [302, 410, 410]
    with context.enter(context.Context(one.organization_id)):
        assert Membership.objects.filter(role=Role.COORDINATOR).count() == 1


def test_the_list_takes_few_statements(browser, administrator, django_assert_max_num_queries):
    browser.get(address("list", administrator))
    counts = []
    for number in (1, 2):
        for each in range(number):
            MembershipFactory(role=Role.HR, company=CompanyFactory())
            email = f"a{number}{each}@mail.example"
            invitations.invite(email=email, role=Role.HR, by=None, company=CompanyFactory())
        with django_assert_max_num_queries(MOST + 2) as asked:
            browser.get(address("list", administrator))
        counts.append(len(asked))

    assert counts[0] == counts[1]
