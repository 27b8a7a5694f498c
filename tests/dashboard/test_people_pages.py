"""Coordinators' pages of people."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dashboard.people import queries
from mentoring.tenancy import context
from mentoring.ui.formats import written_day
from organizations.models import AuditEvent, Employment, IntakeNote, PlannedJob
from organizations.people_notes import LONGEST, write_note
from organizations.roles import Role
from participants.models import Participant
from partnerships import services
from partnerships.models import Partnership
from tests.dashboard.statements import MOST, statements
from tests.factories.instruments import as_person
from tests.factories.organizations import (
    CompanyFactory,
    CompetitorDeclarationFactory,
    MembershipFactory,
    PersonFactory,
)
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from tests.surroundings import inside

YESTERDAY = timezone.localdate() - timedelta(days=1)


@pytest.fixture
def alder(organization):
    return CompanyFactory(name="Alder")


@pytest.fixture
def mentee(alder):
    program = ProgramFactory(name="Bridge")
    SponsorshipFactory(program=program, company=alder)
    return ParticipantFactory(program=program, company=alder)


@pytest.fixture
def address(organization):
    return lambda name, *parts: reverse(f"people:{name}", args=[organization.slug, *parts])


def words(answer):
    return " ".join(answer.text.split())


def test_the_list_finds_people_by_name_address_and_employer(
    coordinator_client, address, alder, organization
):
    PersonFactory(given_name="Maren", family_name="Holt", company=alder, email="m.h@x.example")
    PersonFactory(given_name="李", family_name="小龍")
    idle = PersonFactory(given_name="Idle", family_name="Hand")
    Employment.objects.filter(person=idle).update(ended_on=YESTERDAY)

    def found(text):
        answer = coordinator_client.get(address("list"), {"q": text})
        return [row.line.person.given_name for row in answer.context["rows"]]

    assert found("holt mar") == ["Maren"]
    assert found("M.H@X") == ["Maren"]
    assert found("alder") == ["Maren"]
    assert found("小龍") == ["李"]
    assert found("100% _") == []
    assert len(found("")) == 3
    assert "no job now" in coordinator_client.get(address("list"), {"q": "idle"}).text
    assert "Nobody of this name" in coordinator_client.get(address("list"), {"q": "xyzzy"}).text


def test_an_organization_without_people_is_told_where_they_come_from(coordinator_client, address):
    assert "Nobody yet" in coordinator_client.get(address("list")).text


def test_the_list_costs_the_same_for_one_person_and_three(coordinator_client, address, mentee):
    one = statements(coordinator_client, address("list"))
    for _ in range(2):
        ParticipantFactory(program=mentee.program)
    three = statements(coordinator_client, address("list"))

    assert len(one) == len(three) <= MOST


def test_a_new_employer_is_saved_and_the_seat_stays_with_its_sponsor(
    coordinator_client, address, mentee
):
    birch = CompanyFactory(name="Birch")
    answer = coordinator_client.post(
        address("employer", mentee.person_id),
        {"company": " birch ", "started_on": str(YESTERDAY)},
        follow=True,
    )

    assert "The seat stays with Alder" in words(answer)
    assert "Birch does not sponsor this program." in words(answer)
    assert Employment.objects.get(person=mentee.person, ended_on=None).company == birch
    assert Participant.objects.get(pk=mentee.pk).company_id == mentee.company_id


def test_a_seat_moves_to_an_employer_who_sponsors_the_program(coordinator_client, address, mentee):
    birch = CompanyFactory(name="Birch")
    SponsorshipFactory(program=mentee.program, company=birch)
    coordinator_client.post(
        address("employer", mentee.person_id), {"company": "Birch", "started_on": str(YESTERDAY)}
    )
    url = address("move-seat", mentee.person_id, mentee.pk)
    answer = coordinator_client.post(url, follow=True)

    assert "The seat is one of Birch now." in answer.text
    assert Participant.objects.get(pk=mentee.pk).company == birch
    assert AuditEvent.objects.get(verb="participant.seat_moved").object_id == mentee.pk
    assert (
        "There is no other employer to move to." in coordinator_client.post(url, follow=True).text
    )


@pytest.mark.parametrize("is_sponsor", [False, True])
def test_a_seat_does_not_move_without_a_sponsor_or_while_a_match_is_live(
    coordinator_client, address, mentee, is_sponsor
):
    birch = CompanyFactory(name="Birch")
    if is_sponsor:
        SponsorshipFactory(program=mentee.program, company=birch)
        make_partnership(mentee=mentee)
    coordinator_client.post(
        address("employer", mentee.person_id), {"company": "Birch", "started_on": str(YESTERDAY)}
    )
    answer = coordinator_client.post(address("move-seat", mentee.person_id, mentee.pk), follow=True)

    reason = "has a live match" if is_sponsor else "has no seat to move to"
    assert reason in answer.text
    assert Participant.objects.get(pk=mentee.pk).company_id == mentee.company_id


def test_a_partnership_that_breaks_a_promise_is_shown_and_goes_on(
    coordinator_client, address, mentee
):
    partnership = make_partnership(mentee=mentee, accepted_by=("mentor", "mentee"))
    rival = CompanyFactory(name="Rival")
    CompetitorDeclarationFactory(company=rival, competitor=partnership.mentor_company)

    answer = coordinator_client.post(
        address("employer", mentee.person_id),
        {"company": "Rival", "started_on": str(YESTERDAY)},
        follow=True,
    )

    text = words(answer)
    assert "1 partnership needs a look." in text
    assert "works for Rival now, no longer for Alder." in text
    assert "compete now: one has declared it." in text
    partnership.refresh_from_db()
    assert partnership.status == "preparing"


@pytest.mark.parametrize(
    ("form", "complaint"),
    [
        ({"company": "Nobody", "started_on": "2024-01-01"}, "No company has this name."),
        ({"company": "Alder", "started_on": "2024-01-01"}, "where the person works already"),
        ({"company": "Birch", "started_on": "2019-01-01"}, "began on"),
        ({"company": "Birch", "started_on": "9999-01-01"}, "still to come"),
        ({"company": "Birch", "started_on": "soon"}, "valid date"),
        ({}, "required"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    coordinator_client, address, mentee, form, complaint
):
    CompanyFactory(name="Birch")
    answer = coordinator_client.post(address("employer", mentee.person_id), form)

    assert complaint in answer.text
    assert Employment.objects.filter(person=mentee.person).count() == 1


def test_leaving_is_saved_once(coordinator_client, address, mentee):
    url = address("leave", mentee.person_id)
    answer = coordinator_client.post(url, {"ended_on": str(YESTERDAY)}, follow=True)

    assert "Has no job now." in answer.text
    again = coordinator_client.post(url, {"ended_on": "2024-01-01"})
    assert "has no job that goes on" in again.text
    assert Employment.objects.get(person=mentee.person).ended_on == YESTERDAY


def test_a_person_is_shown_with_jobs_programs_partnerships_and_trail(
    coordinator_client, address, mentee
):
    partnership = make_partnership(mentee=mentee)
    url = address("person", mentee.person_id)

    text = words(coordinator_client.get(url))
    assert "since 1 January 2020" in text
    assert "Bridge" in text
    assert partnership.mentor_person.name in text
    assert len(statements(coordinator_client, url)) <= MOST
    coordinator_client.post(address("leave", mentee.person_id), {"ended_on": str(YESTERDAY)})
    trail = coordinator_client.get(address("trail", mentee.person_id))
    assert "Left a company" in trail.text
    assert written_day(YESTERDAY) in trail.text
    assert len(statements(coordinator_client, address("trail", mentee.person_id))) <= MOST


def test_the_trail_has_words_for_every_end_of_a_match(coordinator_client, address, mentee):
    own = membership_of(mentee)
    declined = make_partnership(mentee=mentee)
    with as_person(mentee):
        services.decline(declined, by=own)
    withdrawn = make_partnership(mentee=mentee)
    with as_person(mentee):
        services.accept(withdrawn, by=own)
    services.withdraw(withdrawn, by=None)
    expired = make_partnership(mentee=mentee)
    Partnership.objects.filter(pk=expired.pk).update(answer_by=expired.announced_at)
    services.expire_unanswered()

    told = [event.text for event in queries.trail_of(mentee.person)]

    ends = ("accepted", "declined", "taken back", "ended without an answer")
    assert [end for end in ends if f"Match {end}" not in told] == []
    assert "Something else" not in told


def test_a_note_is_written_changed_and_removed(coordinator_client, address, mentee):
    url = address("notes", mentee.person_id)
    coordinator_client.post(url, {"text": "Wants <b>to</b> lead."})
    note = IntakeNote.objects  # the worker of this test sees none of them
    assert note.count() == 0
    page = coordinator_client.get(url)
    (shown,) = page.context["notes"]
    assert "Wants &lt;b&gt;to&lt;/b&gt; lead." in page.text

    edit = address("edit-note", mentee.person_id, shown.row.pk)
    assert "Wants" in coordinator_client.get(edit).text
    coordinator_client.post(edit, {"text": "Wants to listen."})
    page = coordinator_client.get(url)
    assert "Wants to listen." in page.text
    assert "What it said before" in page.text
    assert len(statements(coordinator_client, url)) <= MOST
    coordinator_client.post(address("remove-note", mentee.person_id, shown.row.pk))
    assert coordinator_client.get(url).context["notes"] == []


@pytest.mark.parametrize("text", ["", "x" * (LONGEST + 1)])
def test_a_note_without_text_or_end_is_refused(coordinator_client, address, mentee, text):
    answer = coordinator_client.post(address("notes", mentee.person_id), {"text": text})

    assert ("Write something first." if not text else "at most 20000") in words(answer)
    assert answer.context["notes"] == []


def test_a_colleague_reads_a_note_and_cannot_change_it(
    coordinator_client, client_for, address, mentee
):
    coordinator_client.post(address("notes", mentee.person_id), {"text": "First"})
    browser = client_for(MembershipFactory(role=Role.ADMINISTRATOR))
    (shown,) = browser.get(address("notes", mentee.person_id)).context["notes"]

    assert (shown.text, shown.may_be_edited) == ("First", False)
    answer = browser.post(address("edit-note", mentee.person_id, shown.row.pk), {"text": "Second"})
    assert "Only its author changes a note" in answer.text


def test_a_note_of_one_person_is_not_found_at_another(
    coordinator_client, address, mentee, organization, coordinator
):
    own = (organization, coordinator.user_id, context.Actor.COORDINATOR)
    with inside(*own):
        note = write_note(mentee.person, "First", by=coordinator)
    other = PersonFactory()

    for name in ("edit-note", "remove-note"):
        assert coordinator_client.post(address(name, other.pk, note.pk)).status_code == 404


def test_neither_the_person_nor_hr_reads_a_note(
    coordinator_client, client_for, address, mentee, organization, alder
):
    coordinator_client.post(address("notes", mentee.person_id), {"text": "Zanzibarword"})
    hr = client_for(MembershipFactory(role=Role.HR, company=alder))
    own = client_for(mentee.person.memberships.get())
    pages = {
        own: ("portal:home", "portal:profile"),
        hr: ("company:home", "company:people"),
    }

    for browser, names in pages.items():
        assert browser.get(address("notes", mentee.person_id)).status_code == 403
        for name in names:
            assert "Zanzibarword" not in browser.get(reverse(name, args=[organization.slug])).text


def test_a_day_of_long_ago_stands_with_its_year(coordinator_client, address, mentee):
    coordinator_client.post(address("leave", mentee.person_id), {"ended_on": "2024-05-01"})

    text = words(coordinator_client.get(address("person", mentee.person_id)))
    assert "1 January 2020 to 1 May 2024" in text
    assert Employment.objects.get(person=mentee.person).ended_on == date(2024, 5, 1)


def test_a_change_on_a_day_to_come_is_noted_shown_and_taken_back(
    coordinator_client, address, mentee, organization
):
    birch, person = CompanyFactory(name="Birch"), mentee.person
    day = timezone.localdate() + timedelta(days=40)
    typed = {"company": "birch", "started_on": day.isoformat()}

    answer = coordinator_client.post(address("employer", person.pk), typed, follow=True)

    written = f"{day.day} {day:%B %Y}"
    assert f"Joins Birch on {written}" in words(answer)
    assert len(statements(coordinator_client, address("person", person.pk))) <= MOST
    assert "It takes effect on" in words(answer)
    assert Employment.objects.get(person=person).ended_on is None
    again = coordinator_client.post(address("leave", person.pk), {"ended_on": day.isoformat()})
    assert "is planned already" in words(again)
    row = PlannedJob.objects.get()
    assert row.company == birch
    back = address("unplan", person.pk, row.pk)
    assert coordinator_client.get(back).status_code == 405
    answer = coordinator_client.post(back, follow=True)
    assert "Nothing happens on that day" in words(answer)
    assert "Joins Birch" not in words(answer)
    assert coordinator_client.post(back).status_code == 404
    assert "Change of employer planned" in words(
        coordinator_client.get(address("trail", person.pk))
    )


def test_what_could_not_take_effect_is_said_and_dismissed(coordinator_client, address, mentee):
    row = PlannedJob.objects.create(
        person=mentee.person,
        takes_effect_on=YESTERDAY,
        state="refused",
        settled_at=timezone.now(),
        refusal="That was not possible.",
    )

    assert "That was not possible." in words(
        coordinator_client.get(address("person", mentee.person.pk))
    )
    coordinator_client.post(address("unplan", mentee.person.pk, row.pk))
    assert "That was not possible." not in words(
        coordinator_client.get(address("job", mentee.person.pk))
    )
