"""Whose mail comes back: coordinators see why on the person's page, and say when it works again."""

import pytest
from django.urls import reverse

from mentoring import clock
from mentoring.tenancy.keys import uuid7
from notifications.bounces import services
from notifications.bounces.reports import Report
from notifications.bounces.words import why
from notifications.models import Message
from notifications.services import tell
from organizations.models import AuditEvent
from tests.factories.organizations import PersonFactory

COMES_BACK = b"Mail to this person comes back"


@pytest.fixture
def person(organization):
    made = PersonFactory()
    message = tell(made, "photo_removed", uuid7())
    Message.objects.filter(pk=message.pk).update(sent_at=clock.now())
    services.take([Report(message.pk, "5.1.1", True)])
    return made


def test_it_is_said_until_it_works_again(person, coordinator_client):
    page = reverse("people:person", args=[person.organization.slug, person.pk])
    shown = coordinator_client.get(page).content
    assert COMES_BACK in shown
    assert b"does not know this address" in shown
    other = PersonFactory()
    theirs = reverse("people:person", args=[person.organization.slug, other.pk])
    assert COMES_BACK not in coordinator_client.get(theirs).content

    works = reverse("people:mail-works", args=[person.organization.slug, person.pk])
    assert coordinator_client.get(works).status_code == 405
    for _twice in range(2):
        assert coordinator_client.post(works).url == page
    assert COMES_BACK not in coordinator_client.get(page).content
    assert AuditEvent.objects.filter(verb="mail.works_again").count() == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("5.1.10", "does not know"),
        ("5.2.1", "closed"),
        ("5.4.4", "No mail server"),
        ("", "refuses"),
    ],
)
def test_why_in_words(code, words):
    assert words in why(code)
