"""Reads of rulings."""

from django.core.paginator import Paginator
from django.http import Http404

from matching.rulings.models import Kind, Ruling
from participants.models import Participant
from participants.roles import Side, Standing

PAGE = 100


def standing(program):
    """Rulings of a program that are not lifted, pins first, with the two people."""
    rows = Ruling.objects.filter(program=program, lifted_at__isnull=True)
    return rows.order_by("kind", "-made_at", "-id")


def in_force(program, pool):
    """``(pins, vetoes)`` as pairs of ids, of those mentees who wait for a match."""
    waiting = {str(row.pk) for row in pool.mentees}
    found = {Kind.PIN: [], Kind.VETO: []}
    rows = Ruling.objects.filter(program=program, lifted_at__isnull=True).order_by("pk")
    for mentee, mentor, kind in rows.values_list("mentee_id", "mentor_id", "kind"):
        if str(mentee) in waiting:
            found[kind].append((str(mentee), str(mentor)))
    return tuple(found[Kind.PIN]), tuple(found[Kind.VETO])


def ruling_or_404(program, ruling_id):
    """A ruling of the program, lifted or not."""
    ruling = Ruling.objects.filter(program=program, pk=ruling_id).first()
    if ruling is None:
        raise Http404
    return ruling


def paged(program, number):
    """A page of the rulings in force with people and companies, and who made them."""
    rows = standing(program).select_related("made_by")
    page = Paginator(rows, PAGE).get_page(number)
    page.object_list = list(page.object_list)
    people = {pk for row in page.object_list for pk in (row.mentee_id, row.mentor_id)}
    loaded = Participant.objects.filter(pk__in=people).select_related("person", "company").in_bulk()
    for row in page.object_list:
        row.mentee, row.mentor = loaded[row.mentee_id], loaded[row.mentor_id]
    return page


def choices(program):
    """``({mentee id: name}, {mentor id: name})`` of who takes part, by name, in one statement."""
    rows = Participant.objects.filter(program=program, standing=Standing.IN)
    rows = rows.order_by("person__family_name", "person__given_name", "pk").values_list(
        "pk", "side", "person__given_name", "person__family_name", "company__name"
    )
    found = {Side.MENTEE: {}, Side.MENTOR: {}}
    for pk, side, given, family, company in rows:
        found[side][str(pk)] = f"{given} {family}, {company}"
    return found[Side.MENTEE], found[Side.MENTOR]


def people_of(program, *ids):
    """Participants of the program in the order of ``ids``, with their people."""
    rows = Participant.objects.filter(program=program, pk__in=ids)
    found = {str(row.pk): row for row in rows.select_related("person", "company")}
    return [found[pk] for pk in ids]
