"""The private calendar address: one's own dates, neutral, behind a secret that can be renewed."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.urls import reverse

from mentoring import clock
from mentoring.tenancy import context
from notifications import feeds
from notifications.models import CalendarFeed
from organizations.models import AuditEvent, Membership
from partnerships.meetings import again
from partnerships.meetings.calendars import queries
from partnerships.meetings.models import Meeting
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership
from tests.factories.training import introduce
from tests.partnerships.calendars.reading import components, instants
from tests.partnerships.meetings.people import ahead, do, introduced_pair, plan
from tests.partnerships.meetings.test_services import series_of
from tests.partnerships.writing.people import BOTH, as_side
from tests.surroundings import inside
from training.models import LiveSession, SessionInvitation


@pytest.fixture
def partnership(organization):
    return introduced_pair()


@pytest.fixture
def own(partnership):
    """The mentee's own membership."""
    return membership_of(partnership.mentee)


@pytest.fixture
def secret(partnership, own):
    with as_side(partnership, "mentee"):
        return feeds.renew(by=own)


def address(secret):
    return reverse("calendar-feed", args=[secret])


def invite(participant, at, answer=""):
    session = LiveSession.objects.create(
        program=participant.program,
        title="Training at Torvelia",
        kind="mentees",
        starts_at=at,
        ends_at=at + timedelta(hours=2),
        time_zone="Asia/Tokyo",
        place="Harbor Hall",
        description="Bring a question.",
    )
    return SessionInvitation.objects.create(session=session, participant=participant, answer=answer)


def mentor_there(person):
    """The same person as a mentor in another program, with a meeting."""
    mentor = ParticipantFactory(person=person, mentor=True, company=_company(person))
    mentee = ParticipantFactory(program=mentor.program)
    partnership = make_partnership(mentor=mentor, mentee=mentee, accepted_by=BOTH)
    introduce(partnership)
    return partnership


def _company(person):
    return person.employments.get(ended_on__isnull=True).company


def test_it_has_all_of_one_person_and_names_nothing(partnership, own, secret, client):
    there = mentor_there(partnership.mentee_person)
    series = do(partnership, "mentor", again.accept_series, series_of(partnership), seen=0)
    meetings = list(Meeting.objects.filter(series=series).order_by("original_at"))
    do(partnership, "mentor", again.cancel_series, series, since=meetings[-2])
    single, other = plan(partnership, ahead(4), place="Café Nord"), plan(there, ahead(5))
    plan(introduced_pair(), ahead(6))  # somebody else's
    invite(partnership.mentee, ahead(8))
    invite(partnership.mentee, ahead(9), answer="cannot")
    invite(there.mentee, ahead(10))

    file = client.get(address(secret))

    assert file.status_code == 200
    expected = [one.starts_at for one in (*meetings[:-2], single, other)] + [ahead(8)]
    assert instants(file.content) == sorted(expected)
    text = file.content.decode().replace("\r\n ", "")
    people = [partnership.mentee_person, partnership.mentor_person, there.mentee_person]
    hidden = ["Nord", "Torvelia", "Harbor", "question", "ATTENDEE", "ORGANIZER"]
    hidden += [name for one in people for name in (one.family_name, one.email)]
    hidden += [own.organization.slug, own.organization.name, partnership.program.name]
    assert [word for word in hidden if word in text] == []
    titles = {event["SUMMARY"][0][1] for event in components(file.content, "VEVENT")}
    assert titles == {"Mentoring meeting", "Mentoring training"}


def test_it_forgets_what_is_long_over(partnership, secret, client):
    plan(partnership, ahead(4))
    at = clock.now() + timedelta(days=4) + queries.SHOWN_FOR
    with clock.held_at(at - timedelta(days=1)):
        assert len(instants(client.get(address(secret)).content)) == 1
    with clock.held_at(at + timedelta(days=1)):
        assert instants(client.get(address(secret)).content) == []


def test_a_program_that_has_it_already_is_told_so_and_gets_no_cookie(partnership, secret, client):
    plan(partnership, ahead(4))
    first = client.get(address(secret))
    again_asked = client.get(address(secret), headers={"If-None-Match": first["ETag"]})
    plan(partnership, ahead(5))
    changed = client.get(address(secret), headers={"If-None-Match": first["ETag"]})
    looked = client.head(address(secret))

    assert [one.status_code for one in (first, again_asked, changed, looked)] == [
        200,
        304,
        200,
        200,
    ]
    assert (again_asked.content, looked.content) == (b"", b"")
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Cache-Control"] == "private, no-cache"
    assert not client.cookies
    assert client.post(address(secret)).status_code == 405
    with as_side(partnership, "mentee"):
        assert CalendarFeed.objects.get().fetched_at is not None


def test_only_the_newest_address_of_somebody_who_takes_part_opens_it(partnership, own, client):
    unknown = client.get(address("x" * 43))
    secrets = []
    for _ in range(2):
        with as_side(partnership, "mentee"):
            secrets.append(feeds.renew(by=own))
    assert client.get(address(secrets[1])).status_code == 200
    closed = [client.get(address(secrets[0]))]
    with as_side(partnership, "mentee"):
        assert [feeds.stop(by=own), feeds.stop(by=own)] == [True, False]
    closed.append(client.get(address(secrets[1])))
    with as_side(partnership, "mentee"):
        secrets.append(feeds.renew(by=own))
    assert client.get(address(secrets[2])).status_code == 200
    Membership.objects.filter(pk=own.pk).update(ended_at=clock.now())
    closed.append(client.get(address(secrets[2])))
    closed.append(client.get(address("会議" * 999)))

    assert {one.status_code for one in closed} == {410}
    assert {one.content for one in (unknown, *closed)} == {unknown.content}
    verbs = AuditEvent.objects.filter(verb__startswith="calendar.").order_by("pk")
    assert [one.verb.partition(".")[2] for one in verbs] == [
        *("made", "renewed", "stopped", "made"),
    ]


def test_the_secret_is_kept_nowhere_and_its_row_is_ones_own(partnership, own, secret, coordinator):
    with as_side(partnership, "mentee"):
        row = CalendarFeed.objects.get()
    assert row.token_hash == sha256(secret.encode()).hexdigest()
    others = [
        (partnership.mentor_person.user_id, context.Actor.PARTICIPANT),
        (coordinator.user_id, context.Actor.COORDINATOR),
        (None, context.Actor.WORKER),
        (None, context.Actor.GUEST),
    ]
    for user_id, actor in others:
        with inside(own.organization, user_id, actor):
            assert not CalendarFeed.objects.exists()
            assert CalendarFeed.objects.update(fetched_at=clock.now()) == 0


def test_haste_is_refused_for_an_hour(secret, client, monkeypatch):
    monkeypatch.setattr(feeds, "MOST_AN_HOUR", 2)

    for one in (address(secret), address("unknown" + secret)):
        known = [client.get(one).status_code for _ in range(4)]
        assert known in ([200, 200, 429, 429], [410, 410, 429, 429])
    assert client.get(address(secret))["Retry-After"] == "3600"


def test_many_dates_cost_no_more_statements(
    partnership, secret, client, django_assert_max_num_queries, django_assert_num_queries
):
    plan(partnership, ahead(4))
    client.get(address(secret))
    with django_assert_max_num_queries(12) as few:
        client.get(address(secret))
    do(partnership, "mentor", again.accept_series, series_of(partnership), seen=0)
    do(partnership, "mentor", again.accept_series, series_of(partnership, every=1), seen=0)
    invite(partnership.mentee, ahead(8))

    with django_assert_num_queries(len(few)):
        client.get(address(secret))


def test_the_page_shows_an_address_once(own, client_for):
    browser, page = client_for(own), reverse("portal:calendar", args=[own.organization.slug])
    assert b"Make my address" in browser.get(page).content

    made = browser.post(page, {"do": "renew"})
    shown = made.context["address"]
    later = browser.get(page)

    path = shown.partition("//")[2].partition("/")[2]
    assert shown in made.content.decode()
    assert f'href="webcal://{shown.partition("//")[2]}"' in made.content.decode()
    assert path not in later.content.decode()
    assert made["Cache-Control"] == later["Cache-Control"]
    assert "no-store" in made["Cache-Control"]
    assert browser.get(f"/{path}").status_code == 200
    assert browser.post(page, {"do": "dance"}).status_code == 400
    assert browser.post(page, {"do": "stop"}).status_code == 302
    assert b"Make my address" in browser.get(page).content
    assert browser.get(f"/{path}").status_code == 410
