"""Coordinators count, remind, read with a trace, close; and people are told once."""

import pytest
from django.urls import reverse

from instruments import letters, services
from instruments.due import tell_of_opening
from instruments.kinds import Occasion
from instruments.models import InstrumentVersion, Item, Response
from notifications import kinds
from notifications.models import Message
from organizations.models import AuditEvent
from organizations.roles import Role
from programs.models import Door
from tests.dashboard.statements import MOST, statements
from tests.factories.instruments import WORDS, open_baseline, send, start
from tests.factories.organizations import MembershipFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory


@pytest.fixture
def program(organization):
    made = ProgramFactory(slug="spring")
    open_baseline(made)
    return made


@pytest.fixture
def address(organization, program):
    def of(name, *parts):
        return reverse(f"instruments:{name}", args=[organization.slug, program.slug, *parts])

    return of


def shown(browser, address, **query):
    return browser.get(address, query, follow=True).content.decode()


def test_counts_of_both_sides_and_each_person(coordinator_client, address, program):
    sent, begun, fresh = ParticipantFactory.create_batch(3, program=program)
    mentor = ParticipantFactory(program=program, mentor=True)
    send(sent)
    start(begun)

    page = shown(coordinator_client, address("overview"))

    assert "1 of 3" in page
    assert "0 of 1" in page
    assert "No match can be announced before it has closed." in page
    for one in (sent, begun, fresh, mentor):
        assert one.person.name in page
    assert page.count("Open the answers") == 1


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"state": "sent"}, {"sent"}),
        ({"state": "missing"}, {"begun", "fresh", "mentor"}),
        ({"state": "started"}, {"begun"}),
        ({"state": "unopened", "side": "mentee"}, {"fresh"}),
        ({"side": "mentor"}, {"mentor"}),
        ({"state": "nonsense", "side": "' OR 1=1", "page": "99", "occasion": "x"}, None),
    ],
)
def test_people_by_what_they_have_done(coordinator_client, address, program, query, names):
    people = {
        name: ParticipantFactory(program=program, mentor=name == "mentor")
        for name in ("sent", "begun", "fresh", "mentor")
    }
    send(people["sent"])
    start(people["begun"])

    page = shown(coordinator_client, address("overview"), **query)

    wanted = set(people) if names is None else names
    assert {name for name, one in people.items() if one.person.name in page} == wanted


def test_opening_answers_leaves_a_trace_without_their_words(
    coordinator_client, coordinator, address, program
):
    response = send(ParticipantFactory(program=program))

    page = shown(coordinator_client, address("answers", response.pk))

    assert WORDS in page
    [trace] = AuditEvent.objects.filter(verb="questionnaire.read")
    assert (trace.object_id, trace.by_user_id) == (response.pk, coordinator.user_id)
    assert trace.facts == {"occasion": "baseline"}


def test_what_is_not_sent_is_read_by_nobody(coordinator_client, address, program):
    response = start(ParticipantFactory(program=program))

    assert coordinator_client.get(address("answers", response.pk)).status_code == 404
    assert not AuditEvent.objects.filter(verb="questionnaire.read").exists()


def test_reminders_go_to_who_is_missing_and_only_once(coordinator_client, address, program):
    sent, begun, fresh = ParticipantFactory.create_batch(3, program=program)
    send(sent)
    start(begun)

    first = coordinator_client.post(address("remind", "baseline"), follow=True).content.decode()
    again = coordinator_client.post(address("remind", "baseline"), follow=True).content.decode()

    assert "2 people get a reminder." in first
    assert "Everybody who has not answered was reminded before." in again
    told = Message.objects.filter(kind=letters.REMINDER)
    assert {message.person_id for message in told} == {begun.person_id, fresh.person_id}
    assert AuditEvent.objects.get(verb="questionnaire.reminded").facts["people"] == 2


def test_nobody_is_reminded_of_what_is_closed(coordinator_client, address, program, coordinator):
    ParticipantFactory(program=program)
    services.close(program, Occasion.BASELINE, by=coordinator)

    page = coordinator_client.post(address("remind", "baseline"), follow=True).content.decode()

    assert "This questionnaire is not open." in page
    assert not Message.objects.exists()


def test_closing_and_opening_again_by_hand(coordinator_client, address, program):
    coordinator_client.post(address("close", "baseline"))
    assert program.dates.get(key="baseline").door == Door.CLOSED
    assert "Closed by a coordinator." in shown(coordinator_client, address("overview"))

    coordinator_client.post(address("reopen", "baseline"))
    assert program.dates.get(key="baseline").door == Door.OPEN


def test_a_program_without_dates_says_so(coordinator_client, address, program):
    program.dates.all().delete()

    assert "No questionnaire is planned" in shown(coordinator_client, address("overview"))
    assert coordinator_client.post(address("close", "baseline")).status_code == 404


def test_the_list_costs_the_same_for_one_row_and_for_three(coordinator_client, address, program):
    send(ParticipantFactory(program=program))
    once = statements(coordinator_client, address("overview"))
    for _number in range(2):
        send(ParticipantFactory(program=program))

    assert len(statements(coordinator_client, address("overview"))) == len(once) <= MOST


def test_an_own_question_is_asked_of_who_begins_from_then_on(coordinator_client, address, program):
    earlier = start(ParticipantFactory(program=program))
    posted = {"text": "What did you hear of us?", "kind": "text"}

    page = coordinator_client.post(address("questions", "baseline", "mentee"), posted, follow=True)

    later = start(ParticipantFactory(program=program))
    assert "What did you hear of us?" in page.content.decode()
    assert later.version.number == 2
    assert Response.objects.get(pk=earlier.pk).version.number == 1
    assert not earlier.version.items.filter(is_shipped=False).exists()
    own = later.version.items.get(is_shipped=False)
    assert (own.key, own.is_required) == ("own-what-did-you-hear-of-us", False)
    shipped = {
        version: version.items.filter(is_shipped=True).count()
        for version in InstrumentVersion.objects.all()
    }
    assert len(set(shipped.values())) == 1


def test_two_own_questions_before_anybody_begins_share_a_version(
    coordinator_client, address, program
):
    for _time in range(2):
        posted = {"text": "Where?", "kind": "single", "choices": "Here\nThere"}
        coordinator_client.post(address("questions", "baseline", "mentor"), posted)

    assert InstrumentVersion.objects.count() == 1
    assert sorted(Item.objects.filter(is_shipped=False).values_list("key", flat=True)) == [
        "own-where",
        "own-where-2",
    ]


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"text": "", "kind": "text"}, "field__error"),
        ({"text": "x" * 301, "kind": "text"}, "at most 300 characters"),
        ({"text": "Which?", "kind": "single", "choices": "One"}, "from 2 to 20 choices"),
        ({"text": "Which?", "kind": "multiple", "choices": "a\nA"}, "Two choices are the same."),
        ({"text": "Which?", "kind": "nonsense"}, "Select a valid choice."),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(
    coordinator_client, address, program, posted, said
):
    page = coordinator_client.post(address("questions", "baseline", "mentee"), posted)

    assert said in page.content.decode()
    assert not Item.objects.filter(is_shipped=False).exists()


def test_hr_and_participants_stay_outside(client_for, address, program):
    one = ParticipantFactory(program=program)
    hr = MembershipFactory(role=Role.HR, company=one.company)

    for member in (hr, membership_of(one)):
        assert client_for(member).get(address("overview")).status_code == 403


def test_everybody_who_takes_part_is_told_once_that_it_is_open(program):
    fresh, begun, _out = ParticipantFactory.create_batch(3, program=program)
    _out.standing = "declined"
    _out.save()
    start(begun)

    tell_of_opening()
    tell_of_opening()

    assert [message.person_id for message in Message.objects.all()] == [fresh.person_id]


def test_nobody_is_told_of_what_is_not_open(organization):
    planned = ParticipantFactory()
    row = open_baseline(planned.program)
    row.opens_on = row.closes_on
    row.save()
    open_baseline(ParticipantFactory().program, door=Door.CLOSED)

    tell_of_opening()

    assert not Message.objects.exists()


@pytest.mark.parametrize("kind", [letters.OPENED, letters.REMINDER])
def test_letters_say_what_is_true_when_they_leave(program, coordinator, kind):
    one = ParticipantFactory(program=program)
    message = Message(
        person=one.person, kind=kind, occasion=letters.occasion_of(one.pk, "baseline")
    )

    letter = kinds.write(message)
    assert program.name in letter.subject
    assert letter.action_url.endswith("/portal/questionnaires/")
    assert any("about 6 minutes" in words for words in letter.paragraphs)

    send(one)
    assert kinds.write(message) is None


def test_letters_of_what_was_closed_stay_unsent(program, coordinator):
    one = ParticipantFactory(program=program)
    occasion = letters.occasion_of(one.pk, "baseline")
    services.close(program, Occasion.BASELINE, by=coordinator)

    assert kinds.write(Message(person=one.person, kind=letters.OPENED, occasion=occasion)) is None
