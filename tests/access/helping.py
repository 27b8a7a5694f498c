"""What the pair of each organization says to the coordinators, and to the contact person alone."""

from datetime import date

from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from partnerships.checks import services as checks
from partnerships.checks.models import Check
from partnerships.concerns import services
from partnerships.concerns.models import ContactPerson

ANSWERS = "answer of one person in a check or evaluation"
CALLS = "concern raised with the coordinator"
CONCERNS = "concern told to the contact person"
PAIR = ("mentee", "mentor")
# Where somebody needs a partner, or a check of their own.
OF_PAIR = ("portal:help:", "portal:checks:check", "api:ask-call", "api:check")


def plant(place):
    """Each of the two has answered a check, asks for a call, and has told a concern."""
    partnership = place.rows["partnership"]
    contact = ContactPerson.objects.create(
        program=partnership.program, name="Ruth Adler", email="ruth@ombud.example"
    )
    for name in PAIR:
        own, by = place.participants[name], place.members[name]
        words = {
            kind: place.garden.plant(f"{name}.{kind}", (resource, {name}))
            for kind, resource in (("check", ANSWERS), ("reach", CALLS), ("concern", CONCERNS))
        }
        check = Check.objects.create(
            partnership=partnership,
            participant=own,
            occasion="check_1",
            closes_on=date(2099, 1, 1),
        )
        with context.enter(
            context.Context(place.organization.pk, own.person.user_id, context.Actor.PARTICIPANT)
        ):
            checks.answer(check, by=by, meeting=2, useful=4, words=words["check"])
            call = services.ask_call(partnership, by=by, reach=words["reach"])
            services.tell(
                partnership,
                words["concern"],
                by=by,
                concern_id=uuid7(),
                contact_id=contact.pk,
            )
        place.rows |= {f"check_{name}": check, f"call_{name}": call}


def row_of(place, name, part):
    """Somebody's check or call; of those who have none, an id of something else."""
    row = place.rows.get(f"{part}_{'mentee' if name == 'hidden_mentee' else name}")
    return row.pk if row else place.organization.pk
