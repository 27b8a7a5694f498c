"""Observers whom a mentee has invited, and what they answer behind their links."""

from datetime import timedelta

from django.utils import timezone

from evaluations.observers import answering, consent, links, services
from evaluations.observers.kinds import Relation
from evaluations.observers.links import LINKS
from evaluations.observers.models import ObserverInvitation
from instruments.kinds import Occasion
from mentoring import clock
from tests.factories.instruments import as_person, value_for
from tests.factories.participants import membership_of

NAME, EMAIL = "Margaret Sayle", "margaret@pellworm.example"


def before_the_start(program):
    """The program starts in three weeks, and its baseline is open."""
    program.starts_on = timezone.localdate() + timedelta(days=21)
    program.ends_on = program.starts_on + timedelta(days=365)
    program.save()
    return program


def invite(mentee, occasion=Occasion.BASELINE, **said):
    """An invitation by the mentee themselves, in their own context."""
    facts = {"name": NAME, "email": EMAIL, "relation": Relation.CHAIR, "words": ""} | said
    with as_person(mentee):
        return services.invite(mentee, occasion, by=membership_of(mentee), **facts)


def plant(mentee, occasion=Occasion.BASELINE, **said):
    """An invitation on whatever day, and without a mail."""
    facts = {"name": NAME, "email": EMAIL, "relation": Relation.CHAIR} | said
    now = clock.now()
    invitation = ObserverInvitation(participant=mentee, occasion=occasion, **facts)
    invitation.token_hash = LINKS.hash_of(token_of(invitation))
    invitation.expires_at = now + services.LASTS
    with as_person(mentee):
        invitation.save(force_insert=True)
    return invitation


def read(invitation):
    """The mentee opens what was answered, so that coordinators may."""
    mentee = invitation.participant
    with as_person(mentee):
        services.read_own(invitation, by=membership_of(mentee))
    invitation.refresh_from_db()
    return invitation


def token_of(invitation):
    return LINKS.token_of(invitation.pk, invitation.number)


def behind(invitation):
    """As whoever holds its link."""
    return links.behind((invitation.organization_id, LINKS.hash_of(token_of(invitation))))


def observe(invitation, values=None, *, at=None):
    """Consent and send: everything, or with ``{key: value}`` instead."""
    with clock.held_at(at or clock.now()), behind(invitation):
        found = answering.find()
        answering.agree(found, consent.VERSION)
        found = answering.find()
        items = [line.item for page in answering.questions(found) for line in page.lines]
        chosen = {item: value_for(item) for item in items}
        chosen |= {item: values[item.key] for item in items if values and item.key in values}
        answering.submit(found, chosen)
    invitation.refresh_from_db()
    return invitation
