"""What is stored of people, in the shape that ``profile.read`` gives."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models.functions import Lower

from organizations.models import Employment, Person
from organizations.queries import names_of_companies
from participants import reference
from participants.lists import in_order_of_employers, in_order_of_names, in_order_of_offers
from participants.models import FormerEmployer, Participant, ParticipantCompetency, PleaseNot
from participants.profiles.models import OwnCompetency, OwnState
from participants.reference import Entry, Registry, fold
from participants.roles import Side


class Known(Registry):
    """What texts may name: the organization's companies (an entry's code is the company's id).

    ``competencies`` is the common list with the organization's own additions, or None without any.
    ``is_discreet``: whoever writes must not learn which companies there are, so every name is
    taken and none is corrected. ``names`` are such names that are stored already.
    """

    def __init__(self, entries, competencies=None, *, is_discreet=False, names=()):
        super().__init__(entries)
        self.competencies = competencies
        self.is_discreet = is_discreet
        self.names = frozenset(fold(name) for name in names)


def known_companies(*, is_discreet=False, names=()):
    """The ``Known`` of this organization."""
    companies = names_of_companies()
    entries = [Entry(str(pk), name) for pk, name in companies]
    return Known(entries, own_competencies(), is_discreet=is_discreet, names=names)


def own_competencies():
    """The list of competencies with the organization's own; None if it has none of its own."""
    rows = list(OwnCompetency.objects.values_list("label", "state", "merged_into"))
    if not rows:
        return None
    own = [Entry(label, label) for label, state, _into in rows if state != OwnState.MERGED]
    former = {label: into for label, state, into in rows if state == OwnState.MERGED}
    return Registry([*reference.competencies(), *own], former=former)


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


def values_of_many(participants):
    """``{id: values}`` of participants of either side, their persons and competencies loaded."""
    people = [Stored(person=row.person, participant=row) for row in participants]
    loaded = [one for row in participants for one in row.competencies.all()]
    known = [(one.participant_id, one.competency, one.rank, one.level) for one in loaded]
    lists = _lists([row.pk for row in participants], known)
    for one in people:
        _fill_values(one.participant.side, [one], lists)
    return {one.participant.pk: one.values for one in people}


def _fill_values(side, people, lists=None):
    ids = [one.participant.pk for one in people if one.participant]
    competencies, employers, undesired = lists or (_lists(ids) if ids else ({}, {}, {}))
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


def _lists(participant_ids, known=None):
    competencies, employers, undesired = defaultdict(list), defaultdict(list), defaultdict(list)
    if known is None:
        rows = ParticipantCompetency.objects.filter(participant_id__in=participant_ids)
        known = rows.values_list("participant_id", "competency", "rank", "level")
    for pk, *row in known:
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
        "days": tuple(participant.days),
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
