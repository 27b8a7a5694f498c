"""A report marks its message once, and an address that takes no mail, until that is settled."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, transaction

from mentoring import clock
from mentoring.tenancy.context import Actor
from mentoring.tenancy.keys import uuid7
from notifications.bounces import queries, services
from notifications.bounces.models import Bounce, Settled
from notifications.bounces.reports import Report
from notifications.models import Failure, Message
from notifications.services import tell, tell_address
from organizations.models import AuditEvent
from tests.factories.organizations import PersonFactory
from tests.notifications.bounces.mails import DOMAIN, answer, report
from tests.surroundings import inside

KIND = "photo_removed"


@pytest.fixture
def person(organization):
    return PersonFactory(email="Nora@Works.example")


@pytest.fixture
def message(person):
    return sent(person)


def sent(person, days_ago=0):
    made = tell(person, KIND, uuid7())
    Message.objects.filter(pk=made.pk).update(sent_at=clock.now() - timedelta(days=days_ago))
    return made


def hard(message):
    return Report(message.pk, "5.1.1", True)


def test_a_hard_bounce_marks_the_address_until_it_changes(person, message):
    assert services.take([hard(message)]) == 1
    assert services.take([hard(message), Report(uuid7(), "5.1.1", True)]) == 0
    assert queries.is_failing(" nora@WORKS.example")
    assert not queries.is_failing("other@works.example")
    found = queries.failing_people().get()
    assert (found, found.bounce_code) == (person, "5.1.1")
    assert found.failing_since == Bounce.objects.get().reported_at

    services.settle_changed()
    assert queries.is_failing("nora@works.example")
    person.email = "nora@elsewhere.example"
    person.save()
    services.settle_changed()
    assert not queries.failing_people().exists()
    assert Bounce.objects.get().settled == Settled.CHANGED


def test_a_full_mailbox_and_a_report_out_of_time_mark_nothing(person, message):
    late = sent(person, days_ago=9)
    assert services.take([Report(message.pk, "5.2.2", False), hard(late)]) == 2
    assert not queries.is_failing(person.email)
    assert not queries.failing_people().exists()


def test_a_coordinator_says_that_it_works_again(person, message, coordinator):
    services.take([hard(message)])
    with inside(message.organization, coordinator.user_id, Actor.COORDINATOR):
        services.confirm("NORA@works.example", by=coordinator)
        services.confirm("nora@works.example", by=coordinator)
        assert not queries.is_failing(person.email)
    assert AuditEvent.objects.filter(verb="mail.works_again").count() == 1
    services.take([hard(message)])
    assert not queries.is_failing(person.email)
    services.take([hard(sent(person))])
    assert queries.is_failing(person.email)


def test_a_refusal_at_the_door_is_a_bounce_too(person, message):
    Message.objects.filter(pk=message.pk).update(
        sent_at=None, failed_at=clock.now(), failure=Failure.REFUSED
    )
    services.note_refused()
    services.note_refused()
    assert queries.is_failing(person.email)
    assert Bounce.objects.count() == 1


def test_a_message_that_is_gone_settles_its_bounce_and_addresses_without_people_count(organization):
    message = tell_address("hr@works.example", KIND, uuid7())
    Message.objects.update(sent_at=clock.now())
    services.take([hard(message)])
    assert queries.is_failing("hr@works.example")
    assert not queries.failing_people().exists()
    Message.objects.all().delete()
    services.settle_changed()
    assert Bounce.objects.get().settled == Settled.GONE


def test_each_organization_has_its_own_and_participants_see_none(
    person, message, other_organization
):
    services.take([hard(message)])
    with inside(other_organization):
        assert services.take([hard(message)]) == 0
        assert not queries.is_failing(person.email)
        assert not Bounce.objects.exists()
    for actor in (Actor.PARTICIPANT, Actor.GUEST):
        with inside(message.organization, None, actor):
            assert not Bounce.objects.exists()
            with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
                Bounce.objects.create(message=uuid7(), address_mark="0" * 64, is_hard=True)


def test_the_command_reads_boxes_and_pipes_and_can_do_so_twice(
    person, message, tmp_path, settings, monkeypatch
):
    settings.DEFAULT_FROM_EMAIL = f"Mentoring <no-reply@{DOMAIN}>"
    box = tmp_path / "box"
    box.write_bytes(
        b"".join(
            b"From x Mon Jan  1 00:00:00 2026\n" + raw.replace(b"\r\n", b"\n") + b"\n"
            for raw in (report(message.pk), report(uuid7()), answer("No."), report(message.pk))
        )
    )
    said = [_run(box), _run(box)]
    assert said == [
        "4 mails read, 1 new reports about mails of ours\n",
        "4 mails read, 0 new reports about mails of ours\n",
    ]
    assert Bounce.objects.get().code == "5.1.1"

    piped = io.TextIOWrapper(io.BytesIO(report(sent(person).pk, status="5.2.2")))
    monkeypatch.setattr("sys.stdin", piped)
    assert _run("-").startswith("1 mails read, 1 new")
    assert sorted(Bounce.objects.values_list("is_hard", flat=True)) == [False, True]
    with pytest.raises(CommandError, match="nowhere"):
        _run(tmp_path / "nowhere")


def _run(path):
    out = io.StringIO()
    call_command("read_bounces", str(path), stdout=out)
    return out.getvalue()
