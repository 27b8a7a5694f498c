"""Reads of the list of a program's partnerships: which rows, how many where, one page of them."""

from django.db.models import Count, Exists, F, OuterRef, Q

from mentoring.tenancy.prepared import PreparedRows
from organizations.models import Company
from organizations.searching import holding, words_of
from partnerships.lifecycle import MENTEE, MENTOR
from partnerships.listed.filters import GROUPS, LOOK
from partnerships.meetings.facts import facts_of_lists
from partnerships.models import Partnership
from partnerships.queries import needs_a_look

SIDES = (MENTEE, MENTOR)
MET_LAST = "last_meeting_at"  # unlike the others it may be empty


def company_names(program):
    """``{id: name}`` of the companies that people of the partnerships came from, by name."""
    known = Q()
    for side in SIDES:
        rows = Partnership.objects.filter(program=program, **{f"{side}_company": OuterRef("pk")})
        known |= Q(Exists(rows))
    names = Company.objects.filter(known).order_by("name", "id").values_list("pk", "name")
    return {str(pk): name for pk, name in names}


def found(program, listing, *, but=()):
    """Partnerships that the listing's filters and text leave, unordered; ``but`` some filters."""
    rows = Partnership.objects.filter(program=program).filter(listing.condition(but=but))
    fields = [f"{side}_person__search" for side in SIDES]
    return rows.filter(holding(words_of(listing.text), *fields)).order_by()


def in_order(program, listing, *, may_look=True):
    """All that are found, in the order asked for, with what a line of the list is made of.

    Without ``may_look`` it is known already that none needs a look, and nobody's standing is read.
    """
    (first, *others), falls = listing.ordering
    nulls = {"nulls_last" if falls else "nulls_first": True} if first == MET_LAST else {}
    by_first = F(first).desc(**nulls) if falls else F(first).asc(**nulls)
    return _in_brief(found(program, listing), may_look).order_by(by_first, *others, "-id")


def _in_brief(rows, may_look):
    """With both people, their companies, perhaps standings, and that and when they last met."""
    joined, kept = [], ["program", "status", "announced_at", "answer_by", "ends_on"]
    for side in SIDES:
        joined += [f"{side}_person", f"{side}_company"]
        kept += [f"{side}_accepted_at", f"{side}_company__name"]
        kept += [f"{side}_person__given_name", f"{side}_person__family_name"]
        if may_look:
            joined.append(side)
            kept.append(f"{side}__standing")
    return rows.select_related(*joined).only(*kept).annotate(**facts_of_lists())


def _counted(rows):
    """Of each status how many rows, and how many of them need a look."""
    rows = rows.order_by().values_list("status")
    return rows.annotate(Count("pk"), looks=Count("pk", filter=needs_a_look()))


# Of a whole program: the list as it opens.
_counted_whole = PreparedRows(lambda keys: _counted(Partnership.objects.filter(program=keys[0])))


def group_counts(program, listing):
    """``{group: how many}`` that are found in each group, ``""`` for all and ``LOOK``."""
    is_whole = not listing.text and set(listing.chosen) <= {"show"}
    counted = (
        _counted_whole([program.pk])
        if is_whole
        else list(_counted(found(program, listing, but=("show",))))
    )
    numbers = {status: number for status, number, _looks in counted}
    counts = {group: sum(numbers.get(one, 0) for one in GROUPS[group]) for group in GROUPS}
    looks = sum(looks for _status, _number, looks in counted)
    return {"": sum(numbers.values()), **counts, LOOK: looks}
