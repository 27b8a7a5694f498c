"""What the pictures show of people's jobs and notes, and of names that HR has typed."""

from django.utils import timezone

from company.competitors import name_all
from mentoring.tenancy import context
from organizations import named, people
from organizations.models import Company, Membership, NamedCompetitor
from organizations.people_notes import edit_note, write_note
from organizations.roles import Role
from organizations.services import save_company
from partnerships.models import Partnership
from programs.services import sponsor
from tests.e2e import report_scenes
from tests.surroundings import inside


def prepare(scenes, aldergate):
    """Add values to ``scenes``, which know Aldergate and its HR."""
    with inside(aldergate):
        contact = Membership.objects.filter(role=Role.HR).earliest("id")
        author = Membership.objects.get(name="Ines Calloway", role=Role.COORDINATOR)
        pair = Partnership.objects.filter(status="preparing").earliest("id")
        employers = Company.objects.exclude(pk__in=[pair.mentor_company_id, pair.mentee_company_id])
        scenes.values["person_id"] = pair.mentee_person_id
        people.change_employer(
            pair.mentee_person,
            employers.filter(sponsorships__program=pair.program).earliest("name"),
            started_on=timezone.localdate(),
            by=author,
        )
        _twins(scenes, pair.program, author)
    with inside(aldergate, actor=context.Actor.WORKER):
        report_scenes.prepare(scenes, contact, author)
    _notes(scenes, aldergate, author, pair.mentee_person)
    _names(aldergate, contact)


def _twins(scenes, program, coordinator):
    """One company recorded twice, both with seats in a program."""
    for name, codes in (("Alder Twin Works", ("311811",)), ("Alder Twin", ("311811", "3118"))):
        company = save_company(name=name, industries=codes, by=coordinator)
        sponsor(program, company, mentee_seats=2, mentors_owed=1, by=coordinator)
    scenes.values["twin"] = company.pk


def _notes(scenes, aldergate, author, person):
    with inside(aldergate, author.user_id, context.Actor.COORDINATOR):
        write_note(person, "Prefers to meet in the morning. Has led a shift of nine.", by=author)
        note = write_note(person, "Wants a mentor who has gone from the floor to", by=author)
        whole = "Wants a mentor who has gone from the floor to the office.\n\nAsk again in March."
        edit_note(note, whole, by=author)
        scenes.values["note_id"] = note.pk


def _names(aldergate, contact):
    with inside(aldergate):
        others = list(Company.objects.exclude(pk=contact.company_id).order_by("name")[:4])
    typed = [f"{others[0].name.split()[0]} Inc.", "Unheard Of Ltd", others[1].name, others[2].name]
    with inside(aldergate, contact.user_id, context.Actor.HR, contact.company_id):
        name_all(typed)
    with inside(aldergate):
        rows = {row.name: row for row in NamedCompetitor.objects.filter(company=contact.company_id)}
        named.link(rows[others[1].name], others[1], by=None)
        named.link(rows[others[2].name], others[2], by=None)
        NamedCompetitor.objects.filter(pk=rows[others[2].name].pk).update(removed_at=timezone.now())
