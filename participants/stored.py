"""What is stored of people, in the shape that ``profile.read`` gives."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models.functions import Lower

from organizations.models import Employment, Person
from organizations.queries import names_of_companies
from participants.lists import in_order_of_employers, in_order_of_names, in_order_of_offers
from participants.models import FormerEmployer, Participant, ParticipantCompetency, PleaseNot
from participants.reference import Entry, Registry
from participants.roles import Side


def known_companies():
    """The organization's companies, to be found by name; an entry's code is the company's id."""
    companies = names_of_companies()
    return Registry(Entry(str(pk), name) for pk, name in companies)


@dataclass
class Stored:
    """One person as known so far; everything may be missing."""

    person: Person | None = None
    job: Employment | None = None
    participant: Participant | None = None
    values: dict = field(default_factory=dict)


def stored(program, side, emails):
    """``{address: Stored}`` of those of ``emails`` (lower case) that the organization knows."""
    persons = Person.objects.alias(address=Lower("email")).filter(address__in=emails)
    found = {person.email.lower(): Stored(person=person) for person in persons}
    by_person = {one.person.pk: one for one in found.values()}
    if not by_person:
        return found
    jobs = Employment.objects.filter(person_id__in=by_person, ended_on__isnull=True)
    for job in jobs:
        by_person[job.person_id].job = job
    rows = Participant.objects.filter(program=program, side=side, person_id__in=by_person)
    for participant in rows:
        by_person[participant.person_id].participant = participant
    _fill_values(side, found.values())
    return found


def job_of(person):
    """The person's job of today with its company, or None."""
    jobs = Employment.objects.filter(person=person, ended_on__isnull=True)
    return jobs.select_related("company").first()


def values_of(participant, job=None):
    """The stored values of one participant, whose person is loaded; the company is the job's."""
    one = Stored(person=participant.person, job=job, participant=participant)
    _fill_values(participant.side, [one])
    return one.values


def _fill_values(side, people):
    ids = [one.participant.pk for one in people if one.participant]
    competencies, employers, undesired = _lists(ids) if ids else ({}, {}, {})
    for one in people:
        one.values = {
            "email": one.person.email,
            "given_name": one.person.given_name,
            "family_name": one.person.family_name,
            "company": one.job.company_id if one.job else None,
        }
        if one.participant:
            pk = one.participant.pk
            one.values |= _columns(one.participant)
            one.values |= _of_side(side, one.participant, competencies.get(pk, ()))
            one.values["former_employers"] = in_order_of_employers(employers.get(pk, ()))
            one.values["please_not"] = in_order_of_names(undesired.get(pk, ()))


def _lists(participant_ids):
    competencies, employers, undesired = defaultdict(list), defaultdict(list), defaultdict(list)
    rows = ParticipantCompetency.objects.filter(participant_id__in=participant_ids)
    for pk, *row in rows.values_list("participant_id", "competency", "rank", "level"):
        competencies[pk].append(row)
    rows = FormerEmployer.objects.filter(participant_id__in=participant_ids)
    for pk, *row in rows.values_list("participant_id", "name", "ended_on", "company_id"):
        employers[pk].append(tuple(row))
    rows = PleaseNot.objects.filter(participant_id__in=participant_ids)
    for pk, *row in rows.values_list("participant_id", "text", "company_id"):
        undesired[pk].append(tuple(row))
    return competencies, employers, undesired


def _columns(participant):
    return {
        "title": participant.title,
        "level": participant.level,
        "years_experience": participant.years_experience,
        "languages": tuple(participant.languages),
        "time_zone": participant.time_zone,
        "hours_from": participant.hours_from,
        "hours_to": participant.hours_to,
        "meeting_form": participant.meeting_form,
        "story": participant.story,
        "ways_of_working": participant.ways_of_working,
        "max_time_zone_gap": participant.max_zone_gap_hours,
        "manager_email": participant.manager_email,
    }


def _of_side(side, participant, competencies):
    if side == Side.MENTEE:
        ranked = sorted(competencies, key=lambda row: row[1])
        return {
            "transition_wanted": tuple(participant.transitions),
            "needs": tuple(code for code, _rank, _level in ranked),
        }
    return {
        "transitions_lived": tuple(participant.transitions),
        "offers": in_order_of_offers((code, level) for code, _rank, level in competencies),
        "capacity": participant.capacity,
    }
