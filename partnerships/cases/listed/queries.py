"""Reads of the list of cases: which rows, how many in each tab, one page of them."""

from django.db.models import Count, Q

from mentoring.tenancy.keys import as_id
from organizations.models import Company, Membership
from organizations.roles import STAFF
from organizations.searching import holding, words_of
from partnerships.cases.kinds import CaseStatus
from partnerships.cases.listed.filters import TABS, is_awake, listing_of, shown
from partnerships.cases.models import Case

# Where the names of those stand whom a case is about.
PEOPLE = ("participant__person", "partnership__mentee_person", "partnership__mentor_person")
NAMED = ("participant__company", "partnership__mentee_company", "partnership__mentor_company")


def owners():
    """``{id: name}`` of those who can look after a case, by name."""
    rows = Membership.objects.filter(role__in=STAFF).order_by("name", "id")
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


def company_names():
    """``{id: name}`` of all companies, by name."""
    names = Company.objects.order_by("name", "id").values_list("pk", "name")
    return {str(pk): name for pk, name in names}


def listing_for(query, viewer, programs, *, is_brief=False):
    """What ``query`` asks of cases; two statements.

    ``is_brief``: what it asks alone, without what else could be chosen, and without a statement.
    """
    return listing_of(
        query,
        viewer,
        programs={str(program.pk): program.name for program in programs},
        companies=_said(query, "company") if is_brief else company_names(),
        owners=_said(query, "owner") if is_brief else owners(),
    )


def _said(query, name):
    """What an address says of a filter whose values are ids, as its only option."""
    chosen = as_id(query.get(name, ""))
    return {str(chosen): ""} if chosen else {}


def open_in(program_ids):
    """Cases of these programs that wait for somebody."""
    return Case.objects.filter(is_awake(), program__in=program_ids, status=CaseStatus.OPEN)


def found(listing, viewer, *, but=()):
    """Cases that the listing's filters and text leave, unordered; ``but`` some filters."""
    rows = Case.objects.filter(listing.condition(but=but))
    if "show" not in listing.chosen and "show" not in but:
        rows = rows.filter(shown("", viewer))
    fields = [f"{person}__search" for person in PEOPLE]
    return rows.filter(holding(words_of(listing.text), *fields)).order_by()


def in_order(listing, viewer):
    """All that are found, in the order asked for, with the names that a line shows."""
    return with_names(_ordered(listing, viewer))


def cases_of(ids):
    """The cases of one page, as they are ordered there: names are read of these alone."""
    ids = list(ids)
    found = {case.pk: case for case in with_names(Case.objects.filter(pk__in=ids))}
    return [found[pk] for pk in ids if pk in found]


def ids_in_order(listing, viewer):
    return _ordered(listing, viewer).values_list("pk", flat=True)


def _ordered(listing, viewer):
    (first, *others), falls = listing.ordering
    return found(listing, viewer).order_by(f"{'-' * falls}{first}", *others, "id")


def with_names(rows):
    """Cases with everybody's name, and their company's."""
    names = [f"{path}__{name}" for path in PEOPLE for name in ("given_name", "family_name")]
    kept = ["participant__side", "participant__person", "program__name", "program__slug"]
    kept += ["partnership__mentee", "partnership__mentor"]
    own = [field.name for field in Case._meta.concrete_fields]
    joined = ("owner", "program", *PEOPLE, *NAMED)
    return rows.select_related(*joined).only(
        *own, *names, *kept, *(f"{path}__name" for path in NAMED), "owner__name"
    )


def tab_counts(listing, viewer):
    """``{tab: how many}`` that are found in each, in one statement."""
    numbers = {
        f"n{place}": Count("pk", filter=shown(tab, viewer)) for place, tab in enumerate(TABS)
    }
    rows = found(listing, viewer, but=("show",)).filter(_may_be_shown(viewer))
    counted = rows.aggregate(**numbers)
    return {tab: counted[f"n{place}"] for place, tab in enumerate(TABS)}


def _may_be_shown(viewer):
    """What no tab has is not read: cases are kept for years."""
    return Q(status="open") | shown("closed", viewer)
