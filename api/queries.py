"""What each role may know, and reads that no page has."""

from contextlib import contextmanager
from dataclasses import replace

from django.db.models import BooleanField, ExpressionWrapper, Q, prefetch_related_objects
from django.http import Http404

from company import competitors
from company.queries import places, roster_numbers
from instruments.queries import rates_of
from mentoring import clock
from mentoring.tenancy import context
from organizations import named
from organizations.models import Company, IndustryWaiver, Person
from organizations.queries import current_employments
from organizations.roles import Role
from organizations.searching import holding, words_of
from participants.models import Participant
from participants.nominating.models import Application, NominationResult
from participants.nominating.queries import with_questions
from participants.roles import Standing
from partnerships.models import RosterEntry
from programs.models import Program, SponsorContact
from programs.queries import Sponsor, sponsors_of
from training import hr
from training.queries import invitations_of
from training.queries import own_sessions as sessions_of_person


def programs_for(membership):
    """The programs that this membership may know: staff all, HR its sponsored, people their own."""
    programs = Program.objects.order_by("-starts_on", "name", "id")
    if membership.role == Role.HR:
        return programs.filter(sponsorships__company=membership.company_id)
    if membership.role == Role.PARTICIPANT:
        own = Participant.objects.filter(person=membership.person_id)
        return programs.filter(pk__in=own.values("program"))
    return programs


def program_for_or_404(membership, slug):
    """One of ``programs_for``."""
    program = programs_for(membership).filter(slug=slug).first()
    if program is None:
        raise Http404
    return program


def date_or_404(program, key):
    """The row of a program's timetable with this key."""
    row = program.dates.filter(key=key).first()
    if row is None:
        raise Http404
    return row


def company_for_or_404(membership, pk):
    """The company of HR; any of the organization's for staff."""
    if membership.role == Role.HR and pk != membership.company_id:
        raise Http404
    company = Company.objects.filter(pk=pk).first()
    if company is None:
        raise Http404
    return company


def roster(text=""):
    """The people of the company in force and their stages, as the database's view words them."""
    rows = RosterEntry.objects.order_by("name", "id")
    return rows.filter(name__icontains=text) if text else rows


def own_people(participants, membership):
    """Of these participants those that the membership may read: all, or the person's own."""
    if membership.role == Role.PARTICIPANT:
        return participants.filter(person=membership.person_id)
    return participants


def own_or_404(participant, membership):
    """The participant, if the membership may read it."""
    is_person = membership.role == Role.PARTICIPANT
    if is_person and participant.person_id != membership.person_id:
        raise Http404
    return participant


def participant_by_address(program, side, address):
    """The program's participant of this side with this mail address, person and company loaded."""
    found = Participant.objects.filter(program=program, side=side, person__email__iexact=address)
    return found.select_related("person", "company", "program").get()


@contextmanager
def as_seen_by(company):
    """Inside, the database's views about a company answer for this one."""
    with context.enter(replace(context.current(), company_id=company.pk)):
        yield


def people(text=""):
    """Everybody of the organization by name, found by parts of name or address."""
    rows = Person.objects.filter(holding(words_of(text), "search"))
    return rows.order_by("family_name", "given_name", "id")


def with_employers(people):
    """These people, each with ``employer``, the company of the job that goes on, or None."""
    people = list(people)
    jobs = current_employments([person.pk for person in people])
    prefetch_related_objects(list(jobs.values()), "company")
    for person in people:
        job = jobs.get(person.pk)
        person.employer = job.company if job else None
    return people


def companies(ids):
    """Companies with these ids, by name."""
    return Company.objects.filter(pk__in=ids).order_by("name", "id")


def waivers(company_id=None):
    """Waivers of the industry rule with both companies and ``is_in_force``, by their names."""
    is_in_force = Q(expires_on__isnull=True) | Q(expires_on__gte=clock.today())
    rows = IndustryWaiver.objects.select_related("low", "high").annotate(
        is_in_force=ExpressionWrapper(is_in_force, BooleanField())
    )
    if company_id:
        rows = rows.filter(Q(low=company_id) | Q(high=company_id))
    return rows.order_by("low__name", "high__name", "id")


def named_for(membership):
    """Names that HR typed: its own company's list for HR, else those that wait to be linked."""
    return competitors.named() if membership.role == Role.HR else named.waiting()


def applications(program, state=""):
    """Who applied to a program, the first first."""
    rows = Application.objects.filter(program=program).order_by("created_at", "id")
    return rows.filter(state=state) if state else rows


def asked_one(participant):
    """The participant with the facts of the last question put to them."""
    return with_questions(Participant.objects.filter(pk=participant.pk)).get()


def settled(nomination):
    """What became of a nomination: nothing yet when a worker is to look at it anew."""
    result = NominationResult.objects.filter(nomination=nomination).first()
    return {
        "nomination": nomination.pk,
        "outcome": result and result.outcome,
        "participant": result and result.participant_id,
    }


def with_rates(stages):
    """What the API writes of these stages of questionnaires: one statement for each of the few."""
    copied = ("occasion", "label", "state", "why", "due")
    return [
        {
            **{name: getattr(stage, name) for name in copied},
            "rates": rates_of(stage),
        }
        for stage in stages
    ]


def sponsors_with_contacts(sponsors):
    """What the API writes of these ``Sponsor``s."""
    prefetch_related_objects([sponsor.row for sponsor in sponsors], "contacts")
    return [
        {**_agreed(sponsor, sponsor.row.contacts.all()), "company": sponsor.company}
        for sponsor in sponsors
    ]


def sponsor_or_404(membership, program, company):
    """What the API writes of one sponsor; HR's database role reads its own company's alone."""
    if membership.role == Role.HR:
        found = [
            Sponsor(place.sponsorship, place.mentees, place.mentors)
            for place in places(roster_numbers())
            if place.program == program
        ]
    else:
        found = [row for row in sponsors_of(program) if row.row.company_id == company.pk]
    if not found:
        raise Http404
    contacts = SponsorContact.objects.filter(sponsorship=found[0].row)
    return {**_agreed(found[0], contacts), "company": company}


def _agreed(sponsor, contacts):
    row = sponsor.row
    copied = ("mentee_seats", "mentors_owed", "aims", "cost", "currency", "competitors_stated_at")
    balance = ("mentees", "mentors", "seats_left", "mentors_missing")
    return {
        **{name: getattr(row, name) for name in copied},
        **{name: getattr(sponsor, name) for name in balance},
        "contacts": list(contacts),
    }


def participants_among(program_id, ids):
    """Those of these participants who take part in the program."""
    rows = Participant.objects.filter(program=program_id, standing=Standing.IN)
    return list(rows.filter(pk__in=ids))


def invited_among(session, ids):
    """How many of these invitations are to this session and still count."""
    return invitations_of(session).filter(pk__in=list(ids)).count()


def own_sessions(membership):
    """One's own invitations with their sessions: those ahead, the next first, then those over."""
    if membership.role == Role.HR:
        ahead, past = hr.briefings()
        return [_own(row, row, row.session_id, row.program) for row in [*ahead, *past]]
    ahead, past = sessions_of_person(membership.person_id)
    return [
        _own(row, row.session, row.session_id, row.session.program.name) for row in [*ahead, *past]
    ]


def _own(invitation, session, session_id, program):
    shown = ("title", "description", "starts_at", "ends_at", "time_zone", "place", "link", "status")
    return {
        "id": invitation.pk,
        "session": session_id,
        "program": program,
        **{name: getattr(session, name) for name in shown},
        "answer": invitation.answer,
        "is_full": invitation.is_full,
    }
