"""Consent: to a text that is kept, by the person alone, and asked again when the words change."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from mentoring.tenancy import context
from organizations.models import AuditEvent
from participants.models import Participant
from participants.nominating import answering, due
from participants.nominating.consents import with_consent
from participants.nominating.models import Asking, Consent, ConsentText
from participants.nominating.texts import current_text, keep_texts
from participants.nominating.words import Answer
from participants.roles import Side, Standing
from programs.models import Program
from tests.factories.nominations import asked, open_program
from tests.factories.organizations import CompanyFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.surroundings import inside


@pytest.fixture
def company(organization):
    return CompanyFactory(name="Torvelia Foods")


@pytest.fixture
def program(company):
    return open_program(
        company,
        name="Bridge",
        purpose="An outside view.",
        benefits="A year with somebody.",
        demands="One meeting a month.",
    )


@pytest.fixture
def mentor(program, company):
    return asked(program, company=company, side=Side.MENTOR)


@pytest.fixture
def mentee(program, company):
    return asked(program, company=company, email="mei@works.example", name="Mei Tan")


def page(participant, name="consent"):
    return reverse(f"portal:{name}", args=[participant.organization.slug, participant.pk])


def yes(participant, **facts):
    return {"text": current_text(participant.program).pk, "agreed": "on"} | facts


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def as_self(participant):
    user_id = participant.person.user_id
    return inside(participant.organization, user_id, context.Actor.PARTICIPANT)


def change_purpose(program, text):
    Program.objects.filter(pk=program.pk).update(purpose=text)
    program.refresh_from_db()


def test_the_page_says_everything_before_it_asks(client_for, mentor, settle):
    settle()
    browser = client_for(membership_of(mentor))
    home = browser.get(reverse("portal:home", args=[mentor.organization.slug]))
    assert page(mentor) in home.text

    told = words(browser.get(page(mentor)))

    for text in (
        *("An outside view.", "A year with somebody.", "One meeting a month."),
        *("40 %: what the mentee wants to learn", "5 %: another perspective"),
        *("Torvelia Foods", "not taking part", "fewer than 5 people", "Version 1 of this text"),
        *("You are asked to be a mentor", "Please answer by"),
    ):
        assert text in told


def test_a_mentor_accepts_with_the_places_they_have_time_for(client_for, mentor):
    browser = client_for(membership_of(mentor))

    answer = browser.post(page(mentor), yes(mentor, capacity="2"), follow=True)

    mentor.refresh_from_db()
    assert (mentor.standing, mentor.capacity) == (Standing.IN, 2)
    assert mentor.places.count() == 2
    consent = Consent.objects.get()
    assert (consent.participant, consent.text.number) == (mentor, 1)
    assert consent.by_user_id == mentor.person.user_id
    assert Asking.objects.get().answer == Answer.ACCEPTED
    assert AuditEvent.objects.get(verb="participant.agreed").facts == {"text": 1}
    assert "Welcome" in answer.text


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"capacity": "2", "agreed": ""}, "Tick this box"),
        ({}, "from 1 to 5"),
        ({"capacity": "6"}, "Select a valid choice"),
        ({"capacity": "0"}, "Select a valid choice"),
        ({"capacity": "2", "text": "no id"}, ""),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(client_for, mentor, facts, told):
    answer = client_for(membership_of(mentor)).post(page(mentor), yes(mentor) | facts)

    mentor.refresh_from_db()
    assert (mentor.standing, answer.status_code) == (Standing.NOMINATED, 200)
    assert told in answer.text
    assert not Consent.objects.exists()


def test_a_mentee_gives_no_places(client_for, mentee):
    client_for(membership_of(mentee)).post(page(mentee), yes(mentee, capacity="4"))

    mentee.refresh_from_db()
    assert (mentee.standing, mentee.capacity) == (Standing.IN, 0)


def test_accepting_twice_is_once(client_for, mentee):
    browser = client_for(membership_of(mentee))
    for _time in range(2):
        browser.post(page(mentee), yes(mentee))

    assert Consent.objects.count() == 1
    assert AuditEvent.objects.filter(verb="participant.agreed").count() == 1


@pytest.mark.parametrize("reason", ["", "no_time"])
def test_declining_is_private(client_for, mentee, reason):
    browser = client_for(membership_of(mentee))
    assert "not taking part" in browser.get(page(mentee, "decline-program")).text

    browser.post(page(mentee, "decline-program"), {"reason": reason})

    mentee.refresh_from_db()
    assert mentee.standing == Standing.DECLINED
    assert (Asking.objects.get().answer, Asking.objects.get().reason) == (Answer.DECLINED, reason)
    assert "not_time" not in str(list(AuditEvent.objects.values_list("facts")))
    assert browser.post(page(mentee), yes(mentee), follow=True).status_code == 200
    mentee.refresh_from_db()
    assert mentee.standing == Standing.DECLINED


@pytest.mark.parametrize("reason", ["because", "x" * 5000])
def test_a_reason_that_is_none_declines_nothing(client_for, mentee, reason):
    client_for(membership_of(mentee)).post(page(mentee, "decline-program"), {"reason": reason})
    mentee.refresh_from_db()
    assert mentee.standing == Standing.NOMINATED


def test_too_late_is_said_kindly(client_for, program, mentee):
    program.dates.update(closes_on=timezone.localdate() - timedelta(days=1))
    due.end_unanswered()
    browser = client_for(membership_of(mentee))

    assert "The time to answer has passed" in browser.get(page(mentee)).text
    browser.post(page(mentee), yes(mentee))
    assert browser.get(page(mentee, "decline-program")).status_code == 302
    mentee.refresh_from_db()
    assert mentee.standing == Standing.UNANSWERED


def test_nobody_reads_or_answers_for_another(client_for, mentor, mentee):
    browser = client_for(membership_of(mentor))
    for name in ("consent", "decline-program"):
        assert browser.get(page(mentee, name)).status_code == 404
        assert browser.post(page(mentee, name), yes(mentee)).status_code == 404
    with pytest.raises(answering.CannotAnswer, match="themselves"):
        answering.accept(mentee, current_text(mentee.program).pk, by=membership_of(mentor))


def test_a_text_that_changed_meanwhile_is_read_again(client_for, program, mentee):
    seen = yes(mentee)
    change_purpose(program, "Something else.")

    answer = client_for(membership_of(mentee)).post(page(mentee), seen, follow=True)

    mentee.refresh_from_db()
    assert mentee.standing == Standing.NOMINATED
    assert "has changed while you read it" in answer.text


def test_new_words_are_asked_about_and_throw_nobody_out(client_for, program, mentee, settle):
    browser = client_for(membership_of(mentee))
    browser.post(page(mentee), yes(mentee))
    change_purpose(program, "Something else.")
    settle()

    home = words(browser.get(reverse("portal:home", args=[mentee.organization.slug])))
    told = words(browser.get(page(mentee)))

    assert "Something has changed in Bridge" in home
    assert (
        "What is new since you agreed Purpose Before An outside view. Now Something else." in told
    )
    mentee.refresh_from_db()
    assert mentee.standing == Standing.IN
    browser.post(page(mentee), yes(mentee))
    assert list(Consent.objects.values_list("text__number", flat=True)) == [2, 1]
    assert "You agreed to this on" in words(browser.get(page(mentee)))


def test_the_imported_are_asked_at_their_first_sign_in(client_for, program, company, settle):
    there = ParticipantFactory(program=program, company=company)
    settle()
    browser = client_for(membership_of(there))

    home = browser.get(reverse("portal:home", args=[there.organization.slug]))

    assert "Read what Bridge means for you" in home.text
    browser.post(page(there), yes(there))
    home = browser.get(reverse("portal:home", args=[there.organization.slug]))
    assert "Read what Bridge means for you" not in home.text


@pytest.mark.parametrize("text", ["An outside view", "an  OUTSIDE view!", "An outside,\n\nview."])
def test_a_comma_is_no_new_text(program, text):
    first = current_text(program)
    change_purpose(program, text)
    assert current_text(program) == first
    assert first.sections[0]["lines"] == ["An outside view."]


def test_going_back_to_old_words_is_a_new_text(program):
    numbers = []
    for text in ("One.", "Two.", "One."):
        change_purpose(program, text)
        numbers.append(current_text(program).number)
    assert numbers == [1, 2, 3]


@pytest.mark.parametrize("change", [{"weight_needs": 35, "weight_path": 20}, {"report_minimum": 7}])
def test_published_criteria_are_part_of_the_text(program, change):
    first = current_text(program)
    Program.objects.filter(pk=program.pk).update(**change)
    program.refresh_from_db()
    assert current_text(program).number == first.number + 1


def test_the_reader_s_language_makes_no_new_text(program):
    first = current_text(program)
    with translation.override("de"):
        assert current_text(program) == first


def test_texts_are_kept_for_programs_that_are_not_over(program):
    over = open_program(
        starts_on=timezone.localdate() - timedelta(days=400),
        ends_on=timezone.localdate() - timedelta(days=30),
    )
    keep_texts()
    with CaptureQueriesContext(connection) as captured:
        keep_texts()
    assert list(ConsentText.objects.values_list("program", flat=True)) == [program.pk]
    assert not over.consent_texts.exists()
    assert len(captured) == 2


def refused(rule):
    return pytest.raises(IntegrityError, match=rule)


def test_the_database_lets_each_agree_for_themselves_alone(program, mentor, mentee):
    text = current_text(program)
    other = current_text(open_program())

    with as_self(mentor):
        with refused("each agrees"), transaction.atomic():
            Consent.objects.create(participant=mentee, text=text)
        with refused("each agrees"), transaction.atomic():
            Consent.objects.create(participant=mentor, text=other)
        Consent.objects.create(participant=mentor, text=text)
    coordinator = inside(program.organization, mentor.person.user_id, context.Actor.COORDINATOR)
    with coordinator, refused("each agrees"), transaction.atomic():
        Consent.objects.create(participant=mentee, text=text)


def test_the_database_lets_nobody_in_who_has_not_agreed(program, mentor, mentee):
    with as_self(mentee):
        with refused("agreed"), transaction.atomic():
            Participant.objects.filter(pk=mentee.pk).update(standing=Standing.IN)
        with refused("for themselves"), transaction.atomic():
            Participant.objects.filter(pk=mentor.pk).update(standing=Standing.DECLINED)
        Consent.objects.create(participant=mentee, text=current_text(program))
        Participant.objects.filter(pk=mentee.pk).update(standing=Standing.IN)
    with as_self(mentor):
        Consent.objects.create(participant=mentor, text=current_text(program))
        with refused("agreed"), transaction.atomic():  # no place given
            Participant.objects.filter(pk=mentor.pk).update(standing=Standing.IN)


@pytest.mark.parametrize("standing", [Standing.REMOVED, Standing.DECLINED, Standing.WITHDRAWN])
def test_nobody_comes_back_in_by_themselves(program, mentee, standing):
    Participant.objects.filter(pk=mentee.pk).update(standing=standing)
    with as_self(mentee):
        Consent.objects.create(participant=mentee, text=current_text(program))
        with refused("nothing else is theirs"), transaction.atomic():
            Participant.objects.filter(pk=mentee.pk).update(standing=Standing.IN)


def test_lists_know_who_has_agreed(program, company, mentee):
    there = ParticipantFactory(program=program, company=company)
    answering.agreed_elsewhere([there])
    answering.agreed_elsewhere([there])

    def consents():
        rows = with_consent(Participant.objects.filter(program=program))
        return dict(rows.values_list("pk", "consent"))

    assert consents() == {there.pk: "current", mentee.pk: "missing"}
    change_purpose(program, "Something else.")
    current_text(program)
    assert consents() == {there.pk: "older", mentee.pk: "missing"}


@pytest.mark.parametrize("text", ["<script>x</script>", "محمد", "x" * 20000])
def test_any_text_is_shown_as_text(client_for, program, mentee, text):
    change_purpose(program, text)
    answer = client_for(membership_of(mentee)).get(page(mentee))
    assert answer.status_code == 200
    assert "<script>x" not in answer.text
