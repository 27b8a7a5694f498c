"""The pages of pausing, going on and lasting longer, for the two and for coordinators."""

from datetime import timedelta

import pytest
from django.urls import reverse

from partnerships.lasting.models import Extension, Outcome
from partnerships.lasting.waiting import waiting
from partnerships.lifecycle import MENTEE, MENTOR, PauseReason, Status
from partnerships.models import Partnership
from tests.factories.participants import ParticipantFactory, membership_of
from tests.partnerships.lasting.people import active_pair, on, pause, propose


@pytest.fixture
def pair(organization):
    return active_pair()


@pytest.fixture
def clients(pair, client_for):
    return {side: client_for(membership_of(getattr(pair, side))) for side in (MENTEE, MENTOR)}


def page(pair, name):
    return reverse(f"portal:{name}", args=[pair.program.organization.slug, pair.pk])


def text(answer):
    return " ".join(answer.content.decode().split())


def waits(pair, side):
    person = getattr(pair, f"{side}_person_id")
    row = Partnership.objects.annotate(**waiting(person)).get(pk=pair.pk)
    return row.lasting_proposed_end, row.lasting_resume_asked


def test_one_of_the_two_pauses_and_the_other_lets_it_go_on(pair, clients):
    mentee, mentor = clients[MENTEE], clients[MENTOR]
    shown = text(mentee.get(page(pair, "match")))
    assert page(pair, "pause") in shown
    assert page(pair, "extend") in shown
    assert "It runs until" in shown
    assert mentee.get(page(pair, "resume")).status_code == 302
    assert "92 days in all" in text(mentee.get(page(pair, "pause")))

    refused = mentee.post(page(pair, "pause"), {"reason": "busy", "ask_again_on": "2001-01-01"})
    assert "Choose a day after today" in text(refused)
    assert 'value="2001-01-01"' in text(refused)  # nothing typed is lost
    for typed in ({"reason": "their fault"}, {"ask_again_on": "31/31/31"}):
        assert mentee.post(page(pair, "pause"), typed).status_code == 200
    pair.refresh_from_db()
    assert pair.status == Status.ACTIVE
    assert mentee.post(page(pair, "pause"), {"reason": "busy"}).status_code == 302

    shown = text(mentor.get(page(pair, "match")))
    assert "It has rested since" in shown
    assert str(PauseReason.BUSY.label) not in shown
    assert page(pair, "resume") in shown
    assert "your last day is" in text(mentor.get(page(pair, "resume")))
    wrong = mentor.post(page(pair, "resume"), {"do": "ask", "on": "2001-01-01"})
    assert "Choose a day after today" in text(wrong)
    day = (pair.ends_on - timedelta(days=200)).isoformat()
    assert mentor.post(page(pair, "resume"), {"do": "ask", "on": day}).status_code == 302
    pair.refresh_from_db()
    assert pair.ask_again_on.isoformat() == day
    with on(pair.ask_again_on):
        assert waits(pair, MENTEE)[1] is waits(pair, MENTOR)[1] is True
    assert mentor.post(page(pair, "resume")).status_code == 302
    assert mentor.post(page(pair, "resume")).status_code == 302  # twice is once
    pair.refresh_from_db()
    assert pair.status == Status.ACTIVE
    assert waits(pair, MENTEE) == (None, False)


def test_one_proposes_a_later_day_and_the_other_answers(pair, clients):
    mentee, mentor, address = clients[MENTEE], clients[MENTOR], page(pair, "extend")
    far = (pair.ends_on + timedelta(days=999)).isoformat()
    refused = mentee.post(address, {"to_ends_on": far})
    assert "further than this program lets" in text(refused)
    assert far in text(refused)
    day = pair.ends_on + timedelta(days=60)
    assert mentee.post(address, {"to_ends_on": day.isoformat()}).status_code == 302
    assert waits(pair, MENTOR)[0] == day
    assert waits(pair, MENTEE)[0] is None

    assert "has not answered yet" in text(mentee.get(address))
    assert "You are free to say yes or no" in text(mentor.get(address))
    stale = Extension.objects.get()
    typed = {"do": "yes", "extension": stale.pk}
    later = (day + timedelta(days=9)).isoformat()
    mentee.post(address, {"to_ends_on": later})
    gone = mentor.post(address, typed, follow=True)  # it was drawn for the former day
    assert "This has changed since" in text(gone)
    pair.refresh_from_db()
    assert pair.days_extended == 0
    newest = Extension.objects.get(outcome="")
    assert mentor.post(address, {"do": "yes", "extension": newest.pk}).status_code == 302
    pair.refresh_from_db()
    assert pair.ends_on.isoformat() == later
    newest.refresh_from_db()
    assert newest.outcome == Outcome.AGREED


def test_one_takes_back_or_declines_and_where_nothing_is_left_it_says_so(pair, clients):
    mentee, mentor, address = clients[MENTEE], clients[MENTOR], page(pair, "extend")
    first = propose(pair)
    mentee.post(address, {"do": "back", "extension": first.pk})
    second = propose(pair, MENTOR)
    mentee.post(address, {"do": "no", "extension": second.pk})
    assert [*Extension.objects.values_list("outcome", flat=True)] == ["taken_back", "declined"]
    type(pair.program).objects.update(extension_days=0)
    assert "does not let this partnership go on" in text(mentor.get(address))
    pause(pair)
    assert mentor.get(address).status_code == 302


def test_nobody_else_finds_the_pages(pair, client_for):
    stranger = client_for(membership_of(ParticipantFactory(program=pair.program)))
    for name in ("pause", "resume", "extend"):
        for ask in (stranger.get, stranger.post):
            assert ask(page(pair, name)).status_code == 404


def test_on_the_coordinators_pages(pair, coordinator_client, organization):
    place = [organization.slug, pair.program.slug, pair.pk]
    detail, pausing, going_on = (
        reverse(f"partnerships:{name}", args=place) for name in ("detail", "pause", "resume")
    )
    listed = reverse("partnerships:list", args=place[:2])
    assert pausing in text(coordinator_client.get(detail))
    assert coordinator_client.get(going_on).status_code == 302
    assert coordinator_client.get(pausing).status_code == 200
    wrong = coordinator_client.post(pausing, {"reason": "life", "ask_again_on": "2001-01-01"})
    assert "Choose a day after today" in text(wrong)
    assert coordinator_client.post(pausing, {"reason": "life"}).status_code == 302

    shown = text(coordinator_client.get(detail))
    assert "A coordinator paused the partnership" in shown
    assert "It has rested since" in shown
    assert str(PauseReason.LIFE.label) in shown
    name = pair.mentee_person.family_name
    assert name in text(coordinator_client.get(listed, {"show": "accepted", "status": "paused"}))
    assert name not in text(coordinator_client.get(listed, {"status": "active"}))
    assert coordinator_client.get(pausing).status_code == 302
    assert "its last day is" in text(coordinator_client.get(going_on))
    assert coordinator_client.post(going_on).status_code == 302
    assert "A coordinator let it go on. Last day:" in text(coordinator_client.get(detail))
