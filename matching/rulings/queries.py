"""Reads of rulings."""

from django.http import Http404

from matching.rulings.models import Kind, Ruling


def standing(program):
    """Rulings of a program that are not lifted, pins first, with the two people."""
    rows = Ruling.objects.filter(program=program, lifted_at__isnull=True)
    return rows.order_by("kind", "-made_at", "-id")


def in_force(program, pool):
    """``(pins, vetoes)`` as pairs of ids, of those mentees who wait for a match."""
    waiting = {row.pk for row in pool.mentees}
    found = {Kind.PIN: [], Kind.VETO: []}
    rows = Ruling.objects.filter(program=program, lifted_at__isnull=True).order_by("pk")
    for mentee, mentor, kind in rows.values_list("mentee_id", "mentor_id", "kind"):
        if mentee in waiting:
            found[kind].append((str(mentee), str(mentor)))
    return tuple(found[Kind.PIN]), tuple(found[Kind.VETO])


def ruling_or_404(program, ruling_id):
    """A ruling of the program, lifted or not."""
    ruling = Ruling.objects.filter(program=program, pk=ruling_id).first()
    if ruling is None:
        raise Http404
    return ruling
