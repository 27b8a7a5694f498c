"""What mentees and mentors find on their pages, and what they never find there."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organizations.models import AuditEvent
from participants.models import ParticipantCompetency
from participants.roles import Standing
from partnerships import services
from partnerships.lifecycle import Status
from partnerships.models import PartnershipEvent
from tests.factories.organizations import MembershipFactory, PersonFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory
from tests.surroundings import inside

SECRETS = ("Zebulon", "Quackenbush", "Umbral Foundry", "Head of secrets", "A telling story.")


@pytest.fixture
def mentee(organization):
    return ParticipantFactory(competencies=["delegate-work", "public-speaking"])


@pytest.fixture
def mentor(mentee):
    """Everything about this mentor that must stay hidden is one of ``SECRETS``."""
    mentor = ParticipantFactory(
        program=mentee.program, mentor=True, competencies=["delegate-work", "strategic-thinking"]
    )
    mentor.person.given_name, mentor.person.family_name = SECRETS[:2]
    mentor.person.save()
    mentor.company.name = SECRETS[2]
    mentor.company.save()
    mentor.title, mentor.story = SECRETS[3:]
    mentor.save()
    return mentor


@pytest.fixture
def match(mentor, mentee):
    return services.announce_partnership(mentor=mentor, mentee=mentee, by=None, answer_days=7)


@pytest.fixture
def go(client_for, organization):
    """``go(participant, "match", pk)``: that person opens a page of the portal."""

    def open_page(participant, page, *args, data=None):
        browser = client_for(membership_of(participant))
        address = reverse(f"portal:{page}", args=[organization.slug, *args])
        return browser.get(address) if data is None else browser.post(address, data)

    return open_page


def _text(response):
    assert response.status_code == 200
    return response.content.decode()


def test_the_home_page_leads_to_the_match(go, match, mentee):
    page = _text(go(mentee, "home"))

    assert "A mentor has been found for you" in page
    assert f"/matches/{match.pk}/" in page


def test_before_both_accept_no_page_names_the_other(go, match, mentor, mentee):
    for page, *args in (("home",), ("match", match.pk), ("accept", match.pk)):
        text = _text(go(mentee, page, *args))
        assert [secret for secret in SECRETS if secret in text] == []
    _text(go(mentee, "decline", match.pk))

    go(mentee, "accept", match.pk, data={})

    for page, *args in (("home",), ("match", match.pk)):
        text = _text(go(mentee, page, *args))
        assert [secret for secret in SECRETS if secret in text] == []


def test_the_card_shows_what_the_two_have_in_common(go, match, mentee):
    text = _text(go(mentee, "match", match.pk))

    assert "Offers what you want to learn" in text
    assert "Also offers" in text
    assert "English" in text
    assert "the same time as yours" in text


def test_both_accept_and_see_each_other(go, match, mentor, mentee):
    assert go(mentee, "accept", match.pk, data={}).status_code == 302
    assert "You have accepted" in _text(go(mentee, "match", match.pk))
    assert "Waits for your answer" in _text(go(mentor, "home"))

    go(mentor, "accept", match.pk, data={})

    for page, *args in (("home",), ("match", match.pk)):
        text = _text(go(mentee, page, *args))
        assert "Zebulon Quackenbush" in text
        assert "Umbral Foundry" in text
    assert "Head of secrets" in _text(go(mentee, "match", match.pk))
    assert "A telling story." not in _text(go(mentee, "match", match.pk))


def test_a_second_click_changes_nothing(go, match, mentee):
    for _ in range(2):
        assert go(mentee, "accept", match.pk, data={}).status_code == 302

    assert PartnershipEvent.objects.filter(action="accept").count() == 1
    assert AuditEvent.objects.filter(verb="partnership.accepted").count() == 1


def test_declining_needs_no_reason_and_the_other_never_sees_one(go, match, mentor, mentee):
    assert go(mentee, "decline", match.pk, data={"reason": "too_close"}).status_code == 302

    match.refresh_from_db()
    assert match.status == Status.DECLINED
    mine, theirs = _text(go(mentee, "match", match.pk)), _text(go(mentor, "match", match.pk))
    assert "You declined it" in mine
    for text in (theirs, _text(go(mentor, "home"))):
        assert "eclined" not in text
        assert "too close" not in text
    assert "none of them is a judgment of you" in theirs


def test_an_unknown_reason_is_asked_for_again(go, match, mentee):
    response = go(mentee, "decline", match.pk, data={"reason": "<script>"})

    assert "<script>alert" not in _text(response)
    match.refresh_from_db()
    assert match.status == Status.PROPOSED


def test_an_answer_after_the_end_says_so(go, match, mentor, mentee):
    services.withdraw(match, by=None)

    response = go(mentee, "accept", match.pk, data={})

    assert response.status_code == 302
    assert "This match did not go ahead" in _text(go(mentee, "match", match.pk))


def test_after_the_deadline_nothing_can_be_answered(go, match, mentee):
    with time_machine.travel(match.answer_by + timedelta(seconds=1), tick=False):
        text = _text(go(mentee, "match", match.pk))
        assert "The time to answer has passed" in text
        assert go(mentee, "accept", match.pk).status_code == 302
        assert go(mentee, "accept", match.pk, data={}).status_code == 302

    match.refresh_from_db()
    assert match.mentee_accepted_at is None


def test_somebody_elses_match_is_not_found(go, match, mentee):
    stranger = ParticipantFactory(program=mentee.program)

    for page in ("match", "accept", "decline"):
        assert go(stranger, page, match.pk).status_code == 404
        if page != "match":
            assert go(stranger, page, match.pk, data={}).status_code == 404

    match.refresh_from_db()
    assert match.status == Status.PROPOSED


def test_a_participant_of_another_organization_finds_nothing(
    client_for, organization, other_organization, match
):
    with inside(other_organization):
        stranger = ParticipantFactory()
        browser = client_for(membership_of(stranger))
        slugs = other_organization.slug, organization.slug

    for slug in slugs:
        for page in ("match", "accept", "decline"):
            address = reverse(f"portal:{page}", args=[slug, match.pk])
            assert browser.get(address).status_code == 404
    assert browser.get(reverse("portal:home", args=[organization.slug])).status_code == 404


def test_a_coordinator_has_no_portal(coordinator_client, organization):
    assert (
        coordinator_client.get(reverse("portal:home", args=[organization.slug])).status_code == 403
    )


def test_names_are_written_as_text(go, match, mentor, mentee):
    mentor.person.given_name = "<img src=x onerror=alert(1)>"
    mentor.person.save()
    mentor.title = "<b>Chief</b>"
    mentor.save()
    for person in (mentee, mentor):
        go(person, "accept", match.pk, data={})

    for page, *args in (("home",), ("match", match.pk)):
        text = _text(go(mentee, page, *args))
        assert "<img" not in text
        assert "<b>Chief" not in text
        assert "&lt;img src=x" in text
        assert "&amp;lt;" not in text


def test_deadlines_are_in_the_readers_time_zone(go, match, mentor, mentee):
    mentee.time_zone = "Asia/Tokyo"
    mentee.save()
    moment = timezone.now().replace(hour=20, minute=15, second=0) + timedelta(days=3)
    type(match).objects.filter(pk=match.pk).update(answer_by=moment)

    text = _text(go(mentee, "match", match.pk))

    assert "05:15" in text
    assert "(Tokyo)" in text
    assert "9 hours from yours" not in _text(go(mentor, "home"))


def test_a_mentor_with_several_matches_sees_each(go, organization, match, mentor):
    type(mentor).objects.filter(pk=mentor.pk).update(capacity=2)
    second = services.announce_partnership(
        mentor=mentor,
        mentee=ParticipantFactory(program=mentor.program),
        by=None,
        answer_days=3,
    )

    text = _text(go(mentor, "home"))

    assert f"/matches/{match.pk}/" in text
    assert f"/matches/{second.pk}/" in text


def test_several_matches_are_told_apart_the_next_deadline_first(go, match, mentor, mentee):
    type(mentor).objects.filter(pk=mentor.pk).update(capacity=2)
    type(mentee).objects.filter(pk=mentee.pk).update(level=1)
    sooner = services.announce_partnership(
        mentor=mentor,
        mentee=ParticipantFactory(
            program=mentor.program, level=2, story="Quiet.", competencies=["strategic-thinking"]
        ),
        by=None,
        answer_days=3,
    )

    text = _text(go(mentor, "home"))

    steps = [text.index(f'/matches/{one.pk}/" class="button') for one in (sooner, match)]
    lines = [text.index(f'/matches/{one.pk}/">A mentee, without') for one in (sooner, match)]
    assert steps == sorted(steps)
    assert lines == sorted(lines)
    assert text.count("Leads a team · wants to learn: Strategic thinking") == 2
    assert text.count("Works as a specialist · wants to learn: ") == 2
    assert text.count("Answer by") == 2
    assert "Quiet." not in text
    assert sooner.mentee.person.name not in text


def test_a_mentee_reads_what_the_mentor_offers_and_not_who_it_is(go, match, mentee):
    text = _text(go(mentee, "home"))

    assert "offers: " in text
    assert [secret for secret in SECRETS if secret in text] == []


def test_mentor_here_and_mentee_there(go, organization, match, mentor):
    other = ParticipantFactory(
        program=ProgramFactory(name="Second Program"), person=mentor.person, company=mentor.company
    )

    text = _text(go(other, "home"))

    assert "You are a mentor" in text
    assert "You are a mentee" in text
    assert "Second Program" in text
    assert text.count("as a mentee") == 0
    assert "Second Program" in _text(go(other, "profile"))
    assert "Second Program" in _text(go(other, "year"))


def test_the_profile_says_what_is_missing(go, mentee):
    ParticipantCompetency.objects.filter(participant=mentee).delete()
    mentee.languages = []
    mentee.save()

    text = _text(go(mentee, "profile"))

    assert "Add your two most important needs" in text
    assert "Say which languages" in text
    assert "Your profile is not complete yet" in _text(go(mentee, "home"))


def test_the_profile_hides_what_a_match_would_not_see(go, mentor):
    text = _text(go(mentor, "profile")).split("<main")[1]

    assert [secret for secret in SECRETS if secret in text] == []


def test_contact_names_the_coordinators(go, mentee, coordinator):
    assert coordinator.name in _text(go(mentee, "contact"))


@pytest.mark.parametrize("page", ["home", "profile", "year", "contact"])
def test_somebody_in_no_program_is_told_so(client_for, organization, page):
    person = PersonFactory()
    membership = MembershipFactory(role="participant", person=person, name=person.name)

    text = _text(client_for(membership).get(reverse(f"portal:{page}", args=[organization.slug])))

    assert "button" in text


@pytest.mark.parametrize("page", ["home", "profile", "year", "contact"])
@pytest.mark.parametrize("standing", Standing)
def test_every_standing_has_its_pages(go, mentee, page, standing):
    mentee.standing = standing
    mentee.save()

    _text(go(mentee, page))


def _statements(browser, address):
    """Statements of a request; those that only mark its unit of work are not counted."""
    with CaptureQueriesContext(connection) as captured:
        _text(browser.get(address))
    marks = ("SAVEPOINT", "RELEASE SAVEPOINT", "SELECT set_config")
    return len([query for query in captured if not query["sql"].startswith(marks)])


@pytest.mark.parametrize("page", ["home", "profile", "year", "match"])
def test_the_number_of_statements_does_not_grow(
    client_for, organization, mentor, mentee, match, page
):
    browser = client_for(membership_of(mentor))
    args = [match.pk] if page == "match" else []
    address = reverse(f"portal:{page}", args=[organization.slug, *args])
    once = _statements(browser, address)
    type(mentor).objects.filter(pk=mentor.pk).update(capacity=3)
    for _ in range(2):
        other = ParticipantFactory(program=mentor.program)
        services.announce_partnership(mentor=mentor, mentee=other, by=None, answer_days=7)
        ParticipantFactory(mentor=True, person=mentor.person, company=mentor.company)

    assert _statements(browser, address) == once
    assert once <= (7 if page == "home" else 10)
