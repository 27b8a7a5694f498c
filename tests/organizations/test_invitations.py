"""Invitations: who may send them, what the mail holds, and that a link works once, for one."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from mentoring.tenancy import context
from notifications.models import Failure, Message
from organizations import invitations
from organizations.models import AuditEvent, Membership, Organization, RoleInvitation, User
from organizations.models.invitations import InvitationStatus
from organizations.roles import Role
from tests.factories.organizations import (
    CompanyFactory,
    MembershipFactory,
    PersonFactory,
    UserFactory,
)
from tests.surroundings import dark, inside

ADDRESS = "nora.new@mail.example"


@pytest.fixture
def administrator(organization):
    return MembershipFactory(role=Role.ADMINISTRATOR, name="Ada Lund")


@pytest.fixture
def invitation(administrator):
    return invitations.invite(email=ADDRESS, role=Role.COORDINATOR, by=None, name="Nora New")


@pytest.fixture
def invited(db):
    return UserFactory(email=ADDRESS)


def link(invitation):
    return reverse("invitation", args=[invitations.token_of(invitation)])


def signed_in(client, user):
    client.force_login(user)
    return client


def everything_kept():
    """All rows of the two tables that a look at the link could have touched."""
    rows = RoleInvitation.objects.values_list("accepted_at", "taken_back_at", "number")
    return list(rows), Membership.objects.count()


@pytest.mark.parametrize(
    ("giver", "role", "is_allowed"),
    [
        (Role.ADMINISTRATOR, Role.ADMINISTRATOR, True),
        (Role.ADMINISTRATOR, Role.HR, True),
        (Role.COORDINATOR, Role.COORDINATOR, False),
        (Role.COORDINATOR, Role.ADMINISTRATOR, False),
        (Role.COORDINATOR, Role.HR, True),
        (Role.COORDINATOR, Role.PARTICIPANT, True),
        (Role.HR, Role.HR, False),
        (Role.HR, Role.PARTICIPANT, True),
        (Role.PARTICIPANT, Role.PARTICIPANT, False),
    ],
)
def test_only_some_may_offer_some_roles(organization, giver, role, is_allowed):
    company = CompanyFactory() if role == Role.HR else None
    person = PersonFactory() if role == Role.PARTICIPANT else None
    own = {"company": CompanyFactory()} if giver == Role.HR else {}
    own |= {"person": PersonFactory()} if giver == Role.PARTICIPANT else {}
    by = MembershipFactory(role=giver, **own)

    def offer():
        with inside(organization, by.user_id):
            invitations.invite(email=ADDRESS, role=role, by=by, company=company, person=person)

    if is_allowed:
        offer()
    else:
        with pytest.raises(PermissionDenied):
            offer()
    assert RoleInvitation.objects.count() == int(is_allowed)


@pytest.mark.parametrize("email", ["", "no address", "a@b", f"{'a' * 250}@mail.example", "x\0@y.z"])
def test_what_is_no_address_is_refused(organization, email):
    with pytest.raises(ValidationError):
        invitations.invite(email=email, role=Role.COORDINATOR, by=None)

    assert not RoleInvitation.objects.exists()


def test_one_open_invitation_for_an_address_and_role(invitation):
    with pytest.raises(ValidationError, match="is invited to this already"):
        invitations.invite(email=ADDRESS.upper(), role=Role.COORDINATOR, by=None)
    invitations.invite(email=ADDRESS, role=Role.HR, by=None, company=CompanyFactory())
    invitations.invite(email=ADDRESS, role=Role.HR, by=None, company=CompanyFactory())

    with pytest.raises(IntegrityError, match="roleinvitation_one_open"), transaction.atomic():
        RoleInvitation.objects.create(
            email=ADDRESS, role=Role.COORDINATOR, expires_at=timezone.now(), token_hash="x"
        )
    assert RoleInvitation.objects.count() == 3


def test_one_that_ran_out_makes_room(invitation):
    with time_machine.travel(timezone.now() + timedelta(days=15), tick=False):
        second = invitations.invite(email=ADDRESS, role=Role.COORDINATOR, by=None)

    assert second.pk != invitation.pk
    invitation.refresh_from_db()
    assert invitation.status == InvitationStatus.TAKEN_BACK


def test_who_has_the_role_is_not_invited(organization):
    held = MembershipFactory(role=Role.COORDINATOR)
    address = User.objects.get(pk=held.user_id).email

    with pytest.raises(ValidationError, match="has this role already: Coordinator"):
        invitations.invite(email=address, role=Role.COORDINATOR, by=None)


def test_inviting_tells_nobody_whether_a_login_exists(organization, invited):
    """A login of another organization changes neither the answer nor the rows."""
    known = invitations.invite(email=ADDRESS, role=Role.COORDINATOR, by=None)
    unknown = invitations.invite(email="nobody@mail.example", role=Role.COORDINATOR, by=None)

    assert known.accepted_by_id is None
    assert unknown.accepted_by_id is None
    with dark():
        assert not User.objects.filter(email="nobody@mail.example").exists()


def test_the_database_holds_no_token(invitation):
    token = invitations.token_of(invitation)
    with connection.cursor() as cursor:
        for table in ("organizations_roleinvitation", "notifications_message"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            assert token not in (cursor.fetchone()[0] or "")
    assert len(token) == 43


def test_the_mail_says_who_invites_to_what(administrator, settle, mailoutbox):
    company = CompanyFactory(name="Harbor Mills")
    with inside(administrator.organization, administrator.user_id):
        sent = invitations.invite(email=ADDRESS, role=Role.HR, by=administrator, company=company)
    settle()

    (mail,) = mailoutbox
    assert mail.to == [ADDRESS]
    assert "Ada Lund invites you to be the contact of Harbor Mills" in mail.body
    assert link(sent) in mail.body
    settle()
    assert len(mailoutbox) == 1


def test_a_new_sending_closes_the_earlier_link(client, invitation, settle, mailoutbox):
    first = link(invitation)
    settle()
    again = invitations.send_again(invitation, by=None)
    settle()

    assert client.get(first).status_code == 410
    assert client.get(link(again)).status_code == 200
    assert len(mailoutbox) == 2
    assert first not in mailoutbox[1].body


def test_a_mail_whose_turn_comes_too_late_is_not_sent(
    invitation, settle, mailoutbox, django_capture_on_commit_callbacks
):
    from notifications.invitations import mail_invitations  # noqa: PLC0415

    mail_invitations()
    invitations.take_back(invitation, by=None)
    settle()

    assert mailoutbox == []
    assert Message.objects.get().failure == Failure.MOOT


def test_a_mail_that_was_refused_is_noted(invitation, settle):
    from notifications.invitations import note_undelivered  # noqa: PLC0415

    settle()
    Message.objects.update(sent_at=None, failed_at=timezone.now(), failure=Failure.REFUSED)
    note_undelivered()

    invitation.refresh_from_db()
    assert invitation.undelivered_at


def test_looking_changes_nothing(client, invitation, invited):
    before = everything_kept()
    for browser in (client, signed_in(client, invited)):
        for _ in range(3):
            assert browser.get(link(invitation)).status_code == 200
            browser.head(link(invitation))

    assert everything_kept() == before


def test_the_page_shows_a_stranger_too_little_of_the_address(client, invitation):
    text = client.get(link(invitation)).text

    assert "n…@mail.example" in text
    assert ADDRESS not in text
    assert client.get(link(invitation)).headers["X-Robots-Tag"] == "noindex"


def _code(mailoutbox):
    return re.search(r"^ {4}(\S+)$", mailoutbox[-1].body, re.MULTILINE).group(1)


def test_the_invited_comes_in_by_a_code(client, invitation, mailoutbox, organization):
    sent = client.post(link(invitation))
    assert sent.url.startswith(reverse("account_confirm_login_code"))
    assert mailoutbox[-1].to == [ADDRESS]

    back = client.post(sent.url, {"code": _code(mailoutbox), "next": link(invitation)})
    assert back.url == link(invitation)
    home = client.post(link(invitation), {"name": "  Nora   Newman "})

    assert home.url == reverse("dashboard:home", args=[organization.slug])
    assert client.get(home.url).status_code == 200
    held = Membership.objects.get(role=Role.COORDINATOR)
    assert (held.name, held.user.email) == ("Nora Newman", ADDRESS)
    verbs = AuditEvent.objects.filter(by_user_id=held.user_id).values_list("verb", "role")
    assert set(verbs) == {
        ("invitation.accepted", "coordinator"),
        ("membership.granted", "coordinator"),
    }


def test_a_login_that_exists_is_linked(client, invitation, invited):
    signed_in(client, invited).post(link(invitation), {"name": "Nora"})

    assert Membership.objects.get(role=Role.COORDINATOR).user_id == invited.pk
    with dark():
        assert User.objects.filter(email=ADDRESS).count() == 1


def test_sign_up_stays_closed_to_others(client, invitation):
    client.post(reverse("account_signup"), {"email": ADDRESS, "password1": "a-long-enough-secret"})

    with dark():
        assert not User.objects.filter(email=ADDRESS).exists()


def test_another_login_cannot_accept(client, invitation, administrator):
    other = UserFactory(email="other@mail.example")
    before = everything_kept()
    signed_in(client, other)

    for answer in (client.get(link(invitation)), client.post(link(invitation), {"name": "Me"})):
        assert answer.status_code == 403
        assert "This invitation is for another address" in answer.text
        assert "n…@mail.example" in answer.text
        assert ADDRESS not in answer.text
    assert everything_kept() == before
    with pytest.raises(invitations.AnotherAddress):
        invitations.accept(invitation.pk, user=other, name="Me")


def _accepted(invitation, invited):
    with inside(invitation.organization, invited.pk):
        invitations.accept(invitation.pk, user=invited, name="Nora")


def _taken_back(invitation, invited):
    invitations.take_back(invitation, by=None)


def _ran_out(invitation, invited):
    RoleInvitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def _ended(invitation, invited):
    with dark():
        Organization.objects.filter(pk=invitation.organization_id).update(ended_at=timezone.now())


@pytest.mark.parametrize(
    ("become", "says"),
    [
        (_accepted, "This invitation has been used"),
        (_taken_back, "This invitation was taken back"),
        (_ran_out, "This invitation ran out"),
        (_ended, "This organization works here no more"),
    ],
)
def test_a_closed_link_says_why(client, invitation, invited, become, says):
    become(invitation, invited)
    before = everything_kept()

    for browser in (client, signed_in(client, invited)):
        for answer in (browser.get(link(invitation)), browser.post(link(invitation))):
            assert answer.status_code == 410
            assert says in answer.text
    assert everything_kept() == before


@pytest.mark.parametrize("token", ["x", "0" * 43, "x" * 5000, "%00", "'; --", "שלום"])
def test_a_made_up_link_opens_nothing(client, organization, token):
    answer = client.get(f"/invitations/{token}/")

    assert answer.status_code in (404, 410)
    assert organization.name not in answer.text


@pytest.mark.parametrize("name", ["", "   ", "\u202e", "n" * 161])
def test_a_name_that_cannot_be_kept_is_asked_for_again(client, administrator, invited, name):
    invitation = invitations.invite(email=ADDRESS, role=Role.COORDINATOR, by=None)
    answer = signed_in(client, invited).post(link(invitation), {"name": name})

    assert answer.status_code == 200
    assert "field__error" in answer.text or "aria-invalid" in answer.text
    invitation.refresh_from_db()
    assert invitation.status == InvitationStatus.OPEN


def test_a_participant_is_linked_as_the_person_they_are(client, organization, invited):
    person = PersonFactory(email=ADDRESS, given_name="Nora", family_name="New")
    invitation = invitations.invite(email=ADDRESS, role=Role.PARTICIPANT, by=None, person=person)

    answer = signed_in(client, invited).post(link(invitation))

    assert answer.url == reverse("portal:home", args=[organization.slug])
    person.refresh_from_db()
    assert person.user_id == invited.pk
    held = Membership.objects.get(role=Role.PARTICIPANT)
    assert (held.person_id, held.name) == (person.pk, "Nora New")


def test_a_person_keeps_the_login_they_have(organization, invited):
    person = PersonFactory(email=ADDRESS, user=UserFactory())
    invitation = invitations.invite(email=ADDRESS, role=Role.PARTICIPANT, by=None, person=person)

    with pytest.raises(ValidationError, match="known here with another mail address"):
        invitations.accept(invitation.pk, user=invited)
    assert not Membership.objects.exists()


def test_an_answer_is_written_once(invitation, invited):
    _accepted(invitation, invited)

    with pytest.raises(IntegrityError, match="answered once"), transaction.atomic():
        RoleInvitation.objects.update(accepted_at=None)
    with pytest.raises(IntegrityError, match="answered once"), transaction.atomic():
        RoleInvitation.objects.update(email="other@mail.example")
    with pytest.raises(ValidationError, match="has accepted in the meantime"):
        invitations.take_back(invitation, by=None)
    with pytest.raises(ValidationError, match="has accepted in the meantime"):
        invitations.send_again(invitation, by=None)


def test_another_organization_does_not_find_it(invitation, other_organization):
    with inside(other_organization):
        assert not RoleInvitation.objects.exists()
    with dark(), pytest.raises(context.NoContext):
        RoleInvitation.objects.count()


def test_codes_are_not_mailed_without_end(client, invitation, mailoutbox):
    answers = [client.post(link(invitation)) for _ in range(30)]

    assert answers[-1].url == link(invitation)
    assert len(mailoutbox) < 30
