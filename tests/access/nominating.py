"""Whom sponsors nominated, who applied, and what waits, in the world of the matrix."""

from mentoring.tenancy.context import Actor
from participants.nominating import applying, placing
from participants.nominating.models import Application, Nomination
from participants.roles import Side
from programs.models import Door
from tests.surroundings import inside

APPLICATION = "application answers"
DIRECTORY = "person directory (coordinator view)"
PLATFORM = "organizations and logins of the installation"
ROSTER = "participants nominated by company A (names and stage)"


def nominate(place):
    """A and B each nominate somebody, B claims A's as well, and somebody applies."""
    spring = place.rows["program"]
    spring.dates.update(door=Door.OPEN)
    stated = dict(spring.sponsorships.values_list("pk", "competitors_stated_at"))
    spring.sponsorships.update(competitors_stated_at=spring.created_at)
    for letter in "ab":
        own = (ROSTER, {f"hr_{letter}"})
        given = place.garden.plant(f"nominee_{letter}", DIRECTORY, own)
        address = place.garden.plant(f"nominee_{letter}.address", DIRECTORY, own, PLATFORM)
        place.rows[f"nomination_{letter}"] = _named(place, letter, given, address)
        placing.place_nominations()
    claimed = place.garden.plant("claimed", DIRECTORY, (ROSTER, {"hr_b"}))
    address = place.rows["nomination_a"].email.partition("@")[0]
    place.garden.words["nominee_a.address"].rows[1][1].add("hr_b")  # who typed it as well
    place.rows["claim"] = _named(place, "b", claimed, address)
    placing.place_nominations()
    for pk, moment in stated.items():
        spring.sponsorships.filter(pk=pk).update(competitors_stated_at=moment)
    _apply(place, spring)


def _named(place, letter, given, address):
    member = place.members[f"hr_{letter}"]
    row = Nomination(
        program=place.rows["program"],
        company=place.companies[letter],
        side=Side.MENTOR,
        given_name=given,
        family_name="Person",
        email=f"{address}@mail.example".lower(),
    )
    with inside(place.organization, member.user_id, Actor.HR, member.company_id):
        Nomination.objects.bulk_create([row], ignore_conflicts=True)
    return row


def _apply(place, spring):
    word = place.garden.plant("applicant", APPLICATION)
    facts = {"given_name": word, "family_name": "Person", "company_name": "Elsewhere"}
    row = Application(email=f"{word}@mail.example".lower(), side=Side.MENTEE, **facts)
    applying.apply(spring, row, "So.")
    applying.set_link(spring, is_open=True, by=None)
    place.rows["application"] = Application.objects.get(program=spring)
