"""What companies say of each other, and what was agreed with them, in the world of the matrix."""

from datetime import timedelta

from django.utils import timezone

from company.competitors import name_all
from mentoring.tenancy.context import Actor
from organizations.models import CompanyAlias, NamedCompetitor, PlannedJob
from organizations.people_notes import write_note
from participants.profiles.models import OwnCompetency
from tests.surroundings import inside

NAMED = "competitors named by company A (as typed)"
COMPANIES = "list of sponsoring companies"
NOTES = "intake notes"
AGREED = "sponsorship of company A (seats and contacts)"


def name_competitors(place):
    """HR of A and B each type a name; company C has no HR, and its name nobody reads."""
    for letter in "ab":
        member = place.members[f"hr_{letter}"]
        word = place.garden.plant(f"named_{letter}", (NAMED, {f"hr_{letter}"}))
        with inside(place.organization, member.user_id, Actor.HR, member.company_id):
            name_all([word])
        with inside(place.organization):
            place.rows[f"named_{letter}"] = NamedCompetitor.objects.get(name=word)


def name_otherwise(place):
    """Company A goes by another name too, by which coordinators alone know it."""
    word = place.garden.plant("alias", COMPANIES)
    place.rows["alias"] = CompanyAlias.objects.create(company=place.companies["a"], name=word)


def name_contacts(place):
    """Each sponsor of the spring program has a contact."""
    for letter in "ab":
        word = place.garden.plant(f"contact_{letter}", (AGREED, {f"hr_{letter}"}))
        row = place.rows["program"].sponsorships.get(company=place.companies[letter])
        row.contacts.create(name=word, email=f"{word}@mail.example".lower())


def write_notes(place):
    """A coordinator has noted something about the first mentee, whom HR and the mentor know."""
    author = place.members["coordinator"]
    word = place.garden.plant("note", NOTES)
    with inside(place.organization, author.user_id, Actor.COORDINATOR):
        person = place.participants["mentee"].person
        place.rows["own"] = OwnCompetency.objects.create(
            label="Milling heritage grain", key="milling heritage grain"
        )
        place.rows["note"] = write_note(person, f"Heard: {word}.", by=author)
        place.rows["planned"] = PlannedJob.objects.create(
            person=person, takes_effect_on=timezone.localdate() + timedelta(days=30)
        )
