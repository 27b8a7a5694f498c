"""Observers of a lived year: invited by their mentees, and answering behind their links."""

from evaluations.observers import answering, consent, links, services
from evaluations.observers.windows import window_of
from instruments.kinds import STEPS, Kind, Occasion
from mentoring.tenancy import context
from organizations.models import Membership
from participants.models import Participant
from participants.roles import Side, Standing

WHO = (
    ("Margaret Sayle", "chair"),
    ("Henrik Aalto", "manager"),
    ("Rosa Quintero", "colleague"),
    ("Pieter de Graaf", "manager"),
    ("Ngozi Adeyemi", "report"),
    ("Liú Yáng", "colleague"),
    ("Wilhelmina Castellanos", "chair"),
)
SEEN = "They ask before they answer, and the quiet ones in the room get their turn."
EVERY = 4  # so many of them: all but one answer, and one mentee has not read it yet


def observe(program, occasion):
    """Each mentee asks somebody whose answers differ by the occasion."""
    rows = Participant.objects.filter(program=program, side=Side.MENTEE, standing=Standing.IN)
    mentees = rows.select_related("person", "program").order_by("id")
    for number, mentee in enumerate(mentees):
        window = window_of(mentee, occasion)
        if window is not None and window.is_open:
            _observe(mentee, occasion, number)


def _observe(mentee, occasion, number):
    own = Membership.objects.get(person=mentee.person_id)
    as_self = context.Context(mentee.organization_id, own.user_id, context.Actor.PARTICIPANT)
    name, relation = WHO[number % len(WHO)]
    # The same person at the start and at the end, whoever has left meanwhile.
    email = f"observer.{mentee.person.email.partition('@')[0]}@lived.example"
    facts = {"name": name, "relation": relation, "email": email}
    with context.enter(as_self):
        invitation = services.invite(mentee, occasion, by=own, **facts)
    if number % EVERY == EVERY - 1:
        return
    with links.behind((invitation.organization_id, invitation.token_hash)):
        answering.agree(invitation, consent.VERSION)
        found = answering.find()
        items = [line.item for page in answering.questions(found) for line in page.lines]
        answering.submit(found, {item: _value(item, occasion, number) for item in items})
    if occasion == Occasion.BASELINE or number % EVERY:
        with context.enter(as_self):
            services.read_own(invitation, by=own)


def _value(item, occasion, number):
    """A step higher at the end than at the start in most things, for most."""
    if item.kind not in STEPS:
        return SEEN if item.kind == Kind.TEXT else ""
    steps = list(STEPS[item.kind])
    is_higher = occasion == Occasion.FINAL and (2 * number + item.position) % 5 < 3
    middle = len(steps) * 3 // 5 + is_higher + (number + item.position) % 3 - 1
    return str(steps[min(middle, len(steps) - 1)])
