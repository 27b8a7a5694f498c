"""A wrong mail address is corrected, and never takes a login away from whoever uses it."""

from contextlib import nullcontext

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from mentoring import clock
from mentoring.tenancy.keys import uuid7
from notifications.bounces import correcting, services
from notifications.bounces.models import Bounce
from notifications.bounces.reports import Report
from notifications.models import Message
from notifications.services import tell
from organizations.models import AuditEvent, Membership, Person
from organizations.roles import Role
from participants.models import Participant
from tests.factories.organizations import MembershipFactory, PersonFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership
from tests.partnerships.cases.people import acting
from tests.surroundings import dark

NEW = "Nora.New@people.example"


@pytest.fixture
def person(organization):
    """Somebody with a login that nobody has used."""
    participant = ParticipantFactory()
    membership_of(participant)
    return Person.objects.get(pk=participant.person_id)


@pytest.fixture
def staff(organization):
    return MembershipFactory(role=Role.COORDINATOR, name="Ines Calloway")


def bounce(person):
    message = tell(person, "photo_removed", uuid7())
    Message.objects.filter(pk=message.pk).update(sent_at=clock.now())
    services.take([Report(message.pk, "5.1.1", True)])


def sign_in(person):
    with dark():
        person.user.last_login = clock.now()
        person.user.save()


def correct(person, email, by, seen=None):
    with acting(by):
        return correcting.correct(person, email, seen=seen or person.email, by=by)


def test_a_login_that_nobody_used_is_replaced_with_its_role(person, staff):
    bounce(person)
    before = person.user_id

    assert correct(person, NEW, staff)

    person = Person.objects.select_related("user").get(pk=person.pk)
    assert (person.email, person.user.email) == (NEW, NEW.lower())
    (role,) = Membership.objects.filter(person=person)
    assert (role.user_id, role.role) == (person.user_id, Role.PARTICIPANT)
    assert Membership.ever.get(user_id=before).ended_at is not None
    assert Bounce.objects.get().settled == "changed"
    event = AuditEvent.objects.get(verb="person.address_corrected")
    assert event.facts == {"login": "moved"}


def test_a_login_in_use_stays_and_only_mail_goes_elsewhere(person, staff):
    sign_in(person)
    with pytest.raises(ValidationError, match="Mail reaches this person"):
        correct(person, NEW, staff)
    bounce(person)
    login = person.user_id

    assert not correct(person, NEW, staff)

    person.refresh_from_db()
    assert (person.email, person.user_id) == (NEW, login)
    assert Membership.objects.get(person=person).user_id == login


@pytest.mark.parametrize("how", ["signed in", "accepted", "not a coordinator"])
def test_the_database_keeps_a_login_that_is_in_use(person, staff, how):
    if how == "signed in":
        sign_in(person)
    if how == "accepted":
        mentee = Participant.objects.get(person=person)
        make_partnership(mentee=mentee, accepted_by=("mentee",))
    person.user = MembershipFactory(role=Role.COORDINATOR).user
    asking = nullcontext() if how == "not a coordinator" else acting(staff)

    with asking, pytest.raises(IntegrityError, match="keeps their login"), transaction.atomic():
        person.save(update_fields=["user"])


def test_strange_addresses_are_refused_and_change_nothing(person, staff):
    other = PersonFactory(email="taken@people.example", given_name="Tove", family_name="Lind")
    refusals = {
        other.email.upper(): "address of Tove Lind",
        person.email.upper(): "address on record",
        staff.user.email: "your own address",
    }
    for email, words in refusals.items():
        with pytest.raises(ValidationError, match=words):
            correct(person, email, staff)
    with pytest.raises(ValidationError, match="corrected meanwhile"):
        correct(person, NEW, staff, seen="older@people.example")
    assert not AuditEvent.objects.filter(verb="person.address_corrected").exists()


def test_the_page_says_what_changes_and_keeps_what_was_typed(person, coordinator_client):
    url = reverse("people:address", args=[person.organization.slug, person.pk])
    assert b"Nobody has signed in with this address" in coordinator_client.get(url).content

    stale = coordinator_client.post(url, {"email": NEW, "seen": "older@people.example"})
    text = stale.content.decode()
    assert "It was corrected meanwhile" in text
    assert NEW in text
    assert f'value="{person.email}"' in text
    for email in ("", "nobody", "a" * 300 + "@people.example", "x@y\r\nBcc: z@z.example"):
        assert (
            coordinator_client.post(url, {"email": email, "seen": person.email}).status_code == 200
        )

    answer = coordinator_client.post(url, {"email": NEW, "seen": person.email})
    assert answer.url == reverse("people:person", args=[person.organization.slug, person.pk])
    assert Person.objects.get(pk=person.pk).email == NEW


def test_an_address_that_works_is_left_alone(person, coordinator_client):
    sign_in(person)
    url = reverse("people:address", args=[person.organization.slug, person.pk])

    assert b"Mail reaches this person" in coordinator_client.get(url).content
    coordinator_client.post(url, {"email": NEW, "seen": person.email})
    assert Person.objects.get(pk=person.pk).email != NEW
