"""What observers said is read with who they are, so that a reader who observed is known as one."""

from datetime import timedelta

from instruments.kinds import Informant, Occasion
from mentoring import clock
from organizations.roles import Role
from reports.gathering import facts
from reports.periods import periods_of
from tests.factories.observers import before_the_start, observe, plant
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory


def test_both_occasions_of_an_observer_are_read_and_a_reader_among_them(organization):
    program, company = before_the_start(ProgramFactory()), CompanyFactory()
    hr = MembershipFactory(role=Role.HR, company=company)
    other = MembershipFactory(role=Role.HR, company=CompanyFactory())
    mentees = [ParticipantFactory(program=program, company=company) for _number in range(2)]
    for mentee, address in zip(mentees, (hr.user.email.upper(), "chair@x.example"), strict=True):
        for occasion in (Occasion.BASELINE, Occasion.FINAL):
            observe(plant(mentee, occasion, email=address))
    final = periods_of(program.starts_on, program.ends_on, program.closing_days)[-1]

    with clock.held_at(clock.now() + timedelta(days=500)):
        found = facts.read(program, final, final.first)

    seen = {key: of for key, of in found.scales.items() if key[0] == Informant.OBSERVER}
    assert seen
    assert all(set(of) == {str(one.pk) for one in mentees} for of in seen.values())
    assert found.watched == {str(company.pk): {str(mentees[0].pk)}}
    assert str(other.company_id) not in found.readers
