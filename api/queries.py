"""Reads for those who are not coordinators: what each may know of programs."""

from django.http import Http404

from organizations.models import Company
from organizations.roles import Role
from participants.models import Participant
from partnerships.models import RosterEntry
from programs.models import Program


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
