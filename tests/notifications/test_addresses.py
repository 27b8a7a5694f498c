"""Messages to bare addresses, to many at once, and with files."""

from email import message_from_bytes, policy

import pytest
from django.db import IntegrityError, transaction

from notifications import kinds, sending, services
from notifications.models import Message
from tests.factories.organizations import PersonFactory

KIND = "test_note"
ADDRESS = "manager@works.example"
ENTRY = "BEGIN:VCALENDAR\r\nSUMMARY:Größe 会議\r\nEND:VCALENDAR\r\n"


@pytest.fixture(autouse=True)
def writer(organization):
    kinds.register(KIND, _write)


def _write(person, occasion, facts):
    return kinds.Letter(
        subject="A note",
        paragraphs=(f"About {occasion}",),
        action_label="Read",
        action_url="https://mentoring.example/",
        attachments=tuple(
            kinds.Attachment(
                "note.ics", ENTRY.encode(), "text/calendar; method=REQUEST; charset=utf-8"
            )
            for _ in range(facts.get("files", 0))
        ),
    )


def _send(message):
    sending.send(message.pk, organization_id=message.organization_id)


def test_an_address_is_told_once_for_each_occasion(mailoutbox):
    first = services.tell_address(ADDRESS, KIND, "one")
    again = services.tell_address(ADDRESS, KIND, "one")
    _send(first)

    assert first.pk == again.pk
    assert [mail.to for mail in mailoutbox] == [[ADDRESS]]


def test_a_message_goes_to_a_person_or_to_an_address():
    person = PersonFactory()
    for recipient in ({"person": person, "address": ADDRESS}, {"person": None}):
        with pytest.raises(IntegrityError, match="to_person_or_address"), transaction.atomic():
            Message.objects.create(kind=KIND, occasion="both", **recipient)


def test_many_are_told_in_few_statements(django_assert_max_num_queries):
    people = [PersonFactory() for _ in range(20)]
    wanted = [*((person, "many", {}) for person in people), (ADDRESS, "many", {})]

    with django_assert_max_num_queries(3):
        services.tell_many(KIND, wanted)
    services.tell_many(KIND, wanted)

    assert Message.objects.filter(kind=KIND).count() == 21


def test_many_are_sent(mailoutbox, django_capture_on_commit_callbacks):
    person = PersonFactory()
    with django_capture_on_commit_callbacks(execute=True):
        services.tell_many(KIND, [(person, "many", {}), (ADDRESS, "many", {})])

    assert sorted(mail.to[0] for mail in mailoutbox) == sorted([person.email, ADDRESS])


def test_nobody_is_told_many_unknown_things():
    with pytest.raises(LookupError):
        services.tell_many("gossip", [(ADDRESS, "many", {})])


def test_what_calendars_read_stands_beside_the_text_and_is_a_file(mailoutbox):
    _send(services.tell_address(ADDRESS, KIND, "file", files=1))

    sent = message_from_bytes(mailoutbox[0].message().as_bytes(), policy=policy.SMTP)
    (file,) = sent.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == ("note.ics", "application/ics")
    assert file.get_payload(decode=True) == ENTRY.encode()
    (bodies,) = [part for part in sent.walk() if part.get_content_subtype() == "alternative"]
    *_, last = bodies.iter_parts()
    assert last.get_content_type() == "text/calendar"
    assert (last.get_param("method"), last.get_content_charset()) == ("REQUEST", "utf-8")
    assert last.get_payload(decode=True) == ENTRY.encode()
    assert last.get_content_disposition() is None
    assert sent.get_body(("plain",)) is not None
