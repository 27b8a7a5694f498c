"""What the year changed for oneself, and what mentors read by consent or over five and more."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse

from evaluations.results import consenting, own
from evaluations.results.models import FeedbackConsent
from instruments.kinds import Occasion
from instruments.values import UNSURE_CODE
from mentoring import clock
from mentoring.tenancy import context
from organizations.models import AuditEvent
from tests.dashboard.statements import MOST, statements
from tests.factories.instruments import as_person
from tests.factories.participants import ParticipantFactory, membership_of
from tests.instruments.year import make_program, send_on
from tests.partnerships.lasting.people import active_pair, on

LISTENS = "mentoring-listens"
AGO = timedelta(days=500)


def make_past():
    """A program that ended long ago, and its mentor."""
    program = make_program(starts_on=clock.today() - AGO, ends_on=clock.today() - AGO / 4)
    return program, ParticipantFactory(program=program, mentor=True, capacity=5)


def paired(program, mentor, place=1, **values):
    """A mentee of this mentor who has sent the final evaluation."""
    mentee = ParticipantFactory(program=program)
    with on(program.starts_on):
        pair = active_pair(mentor=mentor, mentee=mentee, place=place)
    return pair, send_on(mentee, Occasion.FINAL, values={LISTENS: "4"} | values)


def read_by(mentor):
    with as_person(mentor):
        return own.feedback()


def line_of(found, words="listens"):
    return next(line for line in found["lines"] if words in line["question"])


def say(mentee, act):
    with as_person(mentee):
        return act(membership_of(mentee))


def test_one_reads_what_has_changed_for_oneself(client, organization):
    program, mentor = make_past()
    mentee = ParticipantFactory(program=program)
    address = reverse("portal:results:mine", args=[organization.slug, mentee.pk])
    client.force_login(mentee.person.user)
    assert "Not yet" in client.get(address).text
    leading = ("leading-clear", "leading-difficult-talks", "leading-handing-over")
    send_on(mentee, Occasion.BASELINE, values=dict.fromkeys(leading, "2"))
    with on(program.starts_on):
        active_pair(mentor=mentor, mentee=mentee)
    send_on(mentee, Occasion.FINAL, values=dict.fromkeys(leading, "5"))

    page = client.get(address)
    assert "This is your year" in page.text
    assert "from 2.0 to 5.0" in page.text
    assert "Your goals" in page.text
    assert len(statements(client, address)) <= MOST
    for other in (mentor, ParticipantFactory(program=program)):
        client.force_login(other.person.user)
        assert client.get(address).status_code == 404
        assert client.post(f"{address}consent/", {"reads": "on"}).status_code == 404
    client.force_login(mentor.person.user)
    own_address = reverse("portal:results:consent", args=[organization.slug, mentor.pk])
    assert "no mentor who" in client.post(own_address, {"reads": "on"}, follow=True).text
    assert not FeedbackConsent.objects.exists()


def test_a_mentor_reads_by_consent_and_only_while_it_stands(client, organization):
    program, mentor = make_past()
    pair, final = paired(program, mentor)
    assert read_by(mentor)["lines"] == []
    with clock.held_at(final.submitted_at + timedelta(days=2)):
        for _twice in range(2):
            say(pair.mentee, lambda by: consenting.give(pair, final, by=by))
    found = read_by(mentor)
    assert found["names"] == [pair.mentee_person.name]
    assert line_of(found)["values"] == ["4"]
    assert not found["has_mean"]
    client.force_login(mentor.person.user)
    address = reverse("portal:results:feedback", args=[organization.slug])
    assert pair.mentee_person.name in client.get(address).text
    assert len(statements(client, address)) <= MOST

    say(pair.mentee, lambda by: consenting.revoke(pair, by=by))
    say(pair.mentee, lambda by: consenting.revoke(pair, by=by))
    assert read_by(mentor)["lines"] == []
    verbs = AuditEvent.objects.filter(verb__startswith="feedback.").order_by("at", "id")
    assert [event.verb for event in verbs] == ["feedback.consented", "feedback.revoked"]
    # Too late to give it again: by now it may be part of a mean.
    with pytest.raises(consenting.CannotConsent):
        say(pair.mentee, lambda by: consenting.give(pair, final, by=by))
    client.force_login(pair.mentee.person.user)
    mine = reverse("portal:results:mine", args=[organization.slug, pair.mentee_id])
    answer = client.post(f"{mine}consent/", {"reads": "on"}, follow=True)
    assert "until 30 days after" in answer.text


def test_the_mean_is_of_five_or_more_and_moves_by_five(organization):
    program, mentor = make_past()
    elsewhere = ParticipantFactory(
        program=make_past()[0], person=mentor.person, company=mentor.company, mentor=True
    )
    pairs = [paired(program, mentor, number, **{LISTENS: str(number)}) for number in range(1, 6)]
    pairs.append(paired(elsewhere.program, elsewhere, **{LISTENS: "1"}))
    pair, final = pairs[0]
    with clock.held_at(final.submitted_at):
        say(pair.mentee, lambda by: consenting.give(pair, final, by=by))
    found = read_by(mentor)
    assert (line_of(found)["values"], line_of(found)["mean"]) == (["1"], "3.0")
    assert line_of(found)["people"] == 5

    # What was shown once joins no mean, and four are none.
    say(pair.mentee, lambda by: consenting.revoke(pair, by=by))
    assert line_of(read_by(mentor))["people"] == 5
    other, sent = pairs[1]
    with clock.held_at(sent.submitted_at):
        say(other.mentee, lambda by: consenting.give(other, sent, by=by))
    found = read_by(mentor)
    assert (found["names"], found["has_mean"]) == ([other.mentee_person.name], False)
    stranger = ParticipantFactory(program=program, mentor=True)
    assert read_by(stranger)["lines"] == []


def test_no_two_means_of_a_question_differ_by_fewer_than_five(organization):
    program, mentor = make_past()
    other, _mentor = make_past()
    again = ParticipantFactory(
        program=other, person=mentor.person, company=mentor.company, mentor=True, capacity=5
    )
    for number in range(1, 6):
        paired(program, mentor, number, **{LISTENS: str(number)})
    assert (line_of(read_by(mentor))["mean"], line_of(read_by(mentor))["people"]) == ("3.0", 5)

    # One of five more answers this question: the mean of six would say what that one has said.
    for number in range(1, 6):
        paired(other, again, number, **{LISTENS: "5" if number == 1 else UNSURE_CODE})

    found = read_by(mentor)
    assert (line_of(found)["mean"], line_of(found)["people"]) == ("3.0", 5)
    assert 10 in {line["people"] for line in found["lines"]}


def test_the_database_answers_nobody_else(organization):
    program, mentor = make_past()
    pair, final = paired(program, mentor)
    with clock.held_at(final.submitted_at):
        say(pair.mentee, lambda by: consenting.give(pair, final, by=by))
    with as_person(mentor):
        assert not FeedbackConsent.objects.exists()
    asking = {
        "SELECT FROM app.mentor_feedback()": context.Actor.COORDINATOR,
        f"SELECT FROM app.goal_levels('{program.pk}')": context.Actor.PARTICIPANT,
    }
    for sql, actor in asking.items():
        within = context.Context(organization.pk, mentor.person.user_id, actor)
        with (
            pytest.raises(ProgrammingError, match="read"),
            context.enter(within),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
