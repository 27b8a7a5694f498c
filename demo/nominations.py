"""A program in set-up: sponsors have nominated, and half of the nominated have answered."""

from dataclasses import dataclass
from datetime import timedelta

from company import nominating
from mentoring import clock
from mentoring.tenancy import context
from organizations.models import Membership
from organizations.roles import Role
from participants.models import Participant
from participants.nominating import answering, applying, placing
from participants.nominating.models import Application
from participants.nominating.reading import read
from participants.nominating.texts import current_text
from participants.roles import Side
from programs.models import Sponsorship
from programs.services import create_program, sponsor
from programs.sponsoring import state_competitors

NAME = "Bridge Rising"
WEEKS = 10  # before the start: in the middle of the time of nominations
YES, NO, OPEN = "yes", "no", "open"


@dataclass(frozen=True)
class Nominee:
    """Somebody whom a sponsor names, and what they make of it."""

    given: str
    family: str
    title: str
    side: str
    answer: str


NOMINEES = (
    (
        Nominee("Maya", "Kessler", "Shift manager", Side.MENTEE, YES),
        Nominee("Tomas", "Eide", "Product owner", Side.MENTEE, OPEN),
        Nominee("Chidi", "Nwosu", "Team lead, logistics", Side.MENTEE, NO),
        Nominee("Ingrid", "Solberg", "Director of operations", Side.MENTOR, YES),
        Nominee("Rafael", "Costa", "Head of procurement", Side.MENTOR, OPEN),
    ),
    (
        Nominee("Hanna", "Wirth", "Laboratory lead", Side.MENTEE, YES),
        Nominee("Yusuf", "Demir", "Key account manager", Side.MENTEE, OPEN),
        Nominee("Amara", "Okoye", "Plant director", Side.MENTOR, OPEN),
    ),
)
APPLICANT = {
    "given_name": "Elin",
    "family_name": "Forsberg",
    "title": "Quality engineer",
}
WHY = "I lead my first project across two sites, and nobody here has done it before me."


def half_nominated(purpose, coordinator):
    """The program, its sponsors, whom they named, and what has come back so far."""
    program = create_program(
        name=NAME,
        purpose=purpose,
        starts_on=clock.today() + timedelta(weeks=WEEKS),
        by=coordinator,
    )
    contacts = list(Membership.objects.filter(role=Role.HR).select_related("company", "user"))
    contacts.sort(key=lambda contact: contact.name)
    for contact in contacts:
        sponsor(program, contact.company, 5, 3, by=coordinator)
    for sponsorship in Sponsorship.objects.filter(program=program):
        state_competitors(sponsorship, by=coordinator)
    answers = {}
    for contact, nominees in zip(contacts, NOMINEES, strict=False):
        answers |= _nominate(program, contact, nominees)
    if len(contacts) > 1:  # two companies claim her: a coordinator settles it
        _nominate(program, contacts[1], NOMINEES[0][:1], _domain(contacts[0]))
    placing.place_nominations()
    for participant in Participant.objects.filter(program=program).select_related("person"):
        _answer(participant, answers.get(participant.person.email, OPEN))
    _apply(program, contacts[0], coordinator)


def _nominate(program, contact, nominees, domain=""):
    """Name them as that HR contact would; ``{address: answer}``."""
    domain = domain or _domain(contact)
    lines, answers = [], {}
    for number, one in enumerate(nominees, start=1):
        email = f"{one.given}.{one.family}@{domain}".lower()
        texts = {"email": email, "given_name": one.given, "family_name": one.family}
        lines.append(read(number, texts | {"title": one.title, "side": str(one.side)}))
        answers[email] = one.answer
    as_hr = context.Context(
        program.organization_id, contact.user_id, context.Actor.HR, contact.company_id
    )
    with context.enter(as_hr):
        nominating.nominate(program, lines, by=contact)
    return answers


def _domain(contact):
    return contact.user.email.rpartition("@")[2]


def _answer(participant, answer):
    """Say yes or no as that person, in their own name."""
    if answer == OPEN:
        return
    own = Membership.objects.get(person=participant.person_id, role=Role.PARTICIPANT)
    as_self = context.Context(participant.organization_id, own.user_id, context.Actor.PARTICIPANT)
    with context.enter(as_self):
        if answer == NO:
            answering.decline(participant, by=own, reason="not_now")
            return
        text = current_text(participant.program)
        capacity = 2 if participant.is_mentor else None
        answering.accept(participant, text.pk, by=own, capacity=capacity)


def _apply(program, contact, coordinator):
    applying.set_link(program, is_open=True, by=coordinator)
    email = f"elin.forsberg@{_domain(contact)}"
    facts = {"email": email, "side": Side.MENTEE, "company_name": contact.company.name}
    applying.apply(program, Application(**facts, **APPLICANT), WHY)


def all_agreed(program):
    """Whoever came by the import had agreed before, as its confirmation says."""
    answering.agreed_elsewhere(list(Participant.objects.filter(program=program)))
