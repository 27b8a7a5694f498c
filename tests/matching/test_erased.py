"""Whoever was erased and comes back is not matched with the same partner; what was read is gone."""

from datetime import timedelta

from matching.meaning.models import StoryMeaning
from matching.problem_from_rows import collect
from matching.rulings.models import Kind, Ruling
from mentoring import clock
from organizations.models import Person
from participants.roles import Standing
from partnerships.erasing import services
from tests.factories.organizations import PersonFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.matching.pools import make_pool
from tests.partnerships.writing.people import pair


def _erased(participant):
    with clock.held_at(clock.now() - timedelta(days=40)):
        services.ask(participant.person, by=membership_of(participant), ends_partnership=True)
    services.carry_out_due()


def test_who_comes_back_does_not_meet_the_same_partner(organization):
    partnership = pair()
    address, program = partnership.mentee_person.email, partnership.program
    company = partnership.mentee_company
    _erased(partnership.mentee)

    again = PersonFactory(company=company, email=address.upper())
    mentee = ParticipantFactory(program=program, person=again, company=company)
    other = ParticipantFactory(program=program)

    paired = set(collect(program).facts.paired_before)
    assert (str(mentee.pk), str(partnership.mentor_id)) in paired
    assert (str(other.pk), str(partnership.mentor_id)) not in paired


def test_what_was_read_of_a_story_and_said_in_a_ruling_goes(organization, coordinator):
    program, *_ = make_pool(1, 1)
    mentee, mentor = program.participants.order_by("side")
    Ruling.objects.create(
        program=program,
        mentee=mentee,
        mentor=mentor,
        kind=Kind.VETO,
        reason="Words about them",
        made_by=coordinator,
    )
    StoryMeaning.objects.create(
        participant=mentee, source="0" * 32, version="1", whole=b"", parts=b""
    )

    _erased(mentee)

    assert not StoryMeaning.objects.filter(participant=mentee).exists()
    assert Ruling.objects.get().reason == "–"
    mentee.refresh_from_db()
    assert mentee.standing == Standing.WITHDRAWN
    assert Person.objects.get(pk=mentee.person_id).given_name == "Erased"
