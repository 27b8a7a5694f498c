"""What is told to the contact person is theirs alone: coordinators see no trace of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from mentoring import clock
from mentoring.crypto.services import destroy_keys
from mentoring.tenancy.context import Actor
from mentoring.tenancy.keys import uuid7
from notifications.models import Failure, Message
from organizations.models import AuditEvent
from partnerships.concerns import links, queries, reading, services
from partnerships.concerns.models import Concern, ContactPerson
from partnerships.concerns.own_data import said_by
from partnerships.concerns.services import CannotTell
from tests.factories.organizations import MembershipFactory
from tests.partnerships.meetings.people import do
from tests.partnerships.writing.people import as_side, as_user, pair
from tests.surroundings import DarkClient

WORDS = "Что-то не так. <script>x</script>\nSecond line."


@pytest.fixture
def administrator(organization):
    return MembershipFactory(role="administrator")


@pytest.fixture
def partnership(organization):
    return pair()


@pytest.fixture
def contact(partnership, administrator):
    return name(partnership.program, administrator)


def name(program, by, **words):
    facts = {"name": "Ruth Adler", "email": "Ruth@ombud.example", **words}
    return services.name_contact(program, by=by, **facts)


def tell(partnership, contact, side="mentee", text=WORDS, concern_id=None):
    facts = {"concern_id": concern_id or uuid7(), "contact_id": contact.pk}
    return do(partnership, side, services.tell, partnership, text, **facts)


def test_administrators_alone_name_the_contact_person(partnership, administrator, coordinator):
    first = name(partnership.program, administrator)
    assert name(partnership.program, administrator) == first
    second = name(partnership.program, administrator, name="Ana Diaz", email="ana@ombud.example")
    assert queries.contact_of(partnership.program) == second
    assert queries.contacts_before(partnership.program) == [first]
    with pytest.raises(ValidationError):
        name(partnership.program, administrator, email="nowhere")
    with pytest.raises(PermissionDenied):
        name(partnership.program, coordinator)
    with as_user(partnership, coordinator.user_id, Actor.COORDINATOR):
        rows = ContactPerson.objects.filter(pk=second.pk)
        assert not rows.update(ended_at=clock.now())
        _refused(
            lambda: ContactPerson.objects.create(
                program=partnership.program, name="X", email="x@x.example", ended_at=clock.now()
            )
        )
    with as_user(partnership, administrator.user_id, Actor.COORDINATOR):
        _refused(lambda: rows.update(email="other@x.example"))
        services.end_contact(partnership.program, by=administrator)
    assert queries.contact_of(partnership.program) is None


def test_a_concern_goes_to_the_contact_person_and_to_nobody_else(
    partnership, contact, coordinator, administrator, settle
):
    concern = tell(partnership, contact)
    tell(partnership, contact, concern_id=concern.pk)  # the same form again
    before = AuditEvent.objects.count()
    settle()

    [sent] = [one for one in mail.outbox if one.to == ["ruth@ombud.example"]]
    assert "Что" not in sent.body
    assert partnership.mentee_person.family_name not in sent.body + sent.subject
    assert links.token_of(concern.pk) in sent.body
    assert AuditEvent.objects.count() == before
    assert Message.objects.filter(kind="concern_told").count() == 1
    for member in (coordinator, administrator):
        with as_user(partnership, member.user_id, Actor.COORDINATOR):
            assert not Concern.objects.exists()
            assert not Message.objects.filter(kind__startswith="concern").exists()
    with as_side(partnership, "mentor"):
        assert not Concern.objects.exists()
        assert not Message.objects.filter(kind__startswith="concern").exists()
    with as_user(partnership, None, Actor.GUEST):
        assert not Concern.objects.exists()
    with as_user(partnership, partnership.mentor_person.user_id, Actor.WORKER):
        assert not Concern.objects.exists()
    other = tell(partnership, contact, "mentor", "Another one")
    with links.behind(partnership.organization_id, links.token_of(concern.pk)):
        assert list(Concern.objects.all()) == [concern]
    with as_side(partnership, "mentee"):
        assert queries.own_concerns(partnership, partnership.mentee_person_id) == [concern]
        _refused(lambda: other.delete())
        assert not Concern.objects.filter(pk=concern.pk).update(read_at=clock.now())
    _refused(lambda: Concern.objects.filter(pk=concern.pk).update(locked=b"x"))


def test_it_is_read_with_a_code_from_the_mail(partnership, contact, settle):
    concern = tell(partnership, contact)
    address = reverse("concern", args=[links.token_of(concern.pk)])
    reader = DarkClient()
    assert "Что" not in reader.get(address).text
    reader.head(address)
    assert reader.post(address, {"code": "12345678"}).status_code == 403
    assert reader.post(address, {"go": "code"}).status_code == 302
    assert "A code is on its way" in reader.get(address).text
    settle()
    codes = [one.body for one in mail.outbox if "Your code" in one.subject]
    assert len(codes) == 1
    code = links.code_of(concern.pk, 1)
    assert code in codes[0]
    assert "another one in a minute" in reader.post(address, {"go": "code"}, follow=True).text

    answer = reader.post(address, {"code": f" {code[:4]} {code[4:]} "})
    assert "Что-то не так. &lt;script&gt;" in answer.text
    assert partnership.mentee_person.name in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer.headers["Cache-Control"]
    assert reader.post(address, {"code": code}).status_code == 403  # once
    concern.refresh_from_db()
    assert concern.read_at is not None

    destroy_keys(partnership.mentee_person_id)
    with clock.held_at(clock.now() + timedelta(minutes=2)):
        reader.post(address, {"go": "code"})
        gone = reader.post(address, {"code": links.code_of(concern.pk, 2)})
    assert "had it erased" in gone.text


def test_a_code_is_not_guessed_and_a_link_runs_out(partnership, contact):
    concern = tell(partnership, contact)
    address = reverse("concern", args=[links.token_of(concern.pk)])
    reader = DarkClient()
    reader.post(address, {"go": "code"})
    for guess in range(reading.MOST_TRIES):
        assert reader.post(address, {"code": f"{guess}"}).status_code == 403
    right = {"code": links.code_of(concern.pk, 1)}
    assert reader.post(address, right).status_code == 403
    with clock.held_at(clock.now() + timedelta(minutes=2)):
        reader.post(address, {"go": "code"})
        assert reader.post(address, right).status_code == 403  # a newer one was asked for
    second = {"code": links.code_of(concern.pk, 2)}
    with clock.held_at(clock.now() + timedelta(minutes=13)):
        assert reader.post(address, second).status_code == 403
    with clock.held_at(clock.now() + timedelta(days=31)):
        assert reader.get(address).status_code == 410
    assert reader.get(reverse("concern", args=["x" * 43])).status_code == 410


def test_what_cannot_be_sent_is_refused(partnership, contact, administrator):
    for text, rule in ((" \x00 ", "empty"), ("x" * 8001, "too_long")):
        with pytest.raises(CannotTell) as refused:
            tell(partnership, contact, text=text)
        assert refused.value.rule == rule
    newer = name(partnership.program, administrator, name="Ana Diaz")
    with pytest.raises(CannotTell) as changed:
        tell(partnership, contact)
    assert "Ana Diaz" in changed.value.message
    services.end_contact(partnership.program, by=administrator)
    with pytest.raises(CannotTell):
        tell(partnership, newer)
    assert not Concern.objects.exists()


def test_whoever_wrote_takes_it_along(partnership, contact):
    tell(partnership, contact)
    do(partnership, "mentee", services.ask_call, partnership, reach="0170")
    for side, words in (("mentee", (["0170"], [WORDS])), ("mentor", ([], []))):
        person = getattr(partnership, f"{side}_person_id")
        with as_side(partnership, side):
            found = said_by(person)
        assert (
            [row["words"] for row in found["calls"]],
            [row["words"] for row in found["concerns"]],
        ) == words


def test_who_wrote_learns_that_the_mail_never_arrived(partnership, contact, settle):
    concern = tell(partnership, contact)
    settle()
    Message.objects.filter(kind="concern_told").update(
        sent_at=None, failed_at=clock.now(), failure=Failure.REFUSED
    )
    settle()
    concern.refresh_from_db()
    assert concern.undelivered_at is not None


def _refused(act):
    with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
        act()
