"""The same company recorded twice becomes one: what moves, what forbids it, and the act."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboard.merging import waivers
from organizations import aliases
from organizations.audit import record
from organizations.models import (
    Company,
    CompanyAlias,
    CompanyConflict,
    CompanyIndustry,
    CompetitorDeclaration,
    CompetitorGroupMember,
    Employment,
    IndustryWaiver,
    Membership,
    NamedCompetitor,
    NamedDecision,
    PlannedJob,
)
from participants.models import Participant
from partnerships.lifecycle import LIVE
from partnerships.models import Partnership
from programs.models import Sponsorship
from reports.services import move_company as move_reports

MOST_SEATS = 500

# What the preview counts, and by which field it belongs to a company.
COUNTED = {
    "jobs": (Employment, "company", gettext_lazy("Jobs of people")),
    "participants": (Participant, "company", gettext_lazy("Participants")),
    "sponsorships": (Sponsorship, "company", gettext_lazy("Places in programs, with seats")),
    "contacts": (Membership, "company", gettext_lazy("Sign-ins of its HR")),
    "industries": (CompanyIndustry, "company", gettext_lazy("Industry codes")),
    "declared": (CompetitorDeclaration, "company", gettext_lazy("Competitors it declares")),
    "declared_by": (CompetitorDeclaration, "competitor", gettext_lazy("Companies declaring it")),
    "named": (NamedCompetitor, "company", gettext_lazy("Names its HR typed")),
}


@dataclass(frozen=True)
class Preview:
    """What merging ``gone`` into ``kept`` would do; with ``refusals`` it would do nothing."""

    gone: Company
    kept: Company
    moves: tuple
    together: tuple
    waivers_ending: tuple
    to_look_at: int
    refusals: tuple


def preview(gone, kept):
    """The ``Preview`` of two companies, in at most five statements."""
    both = _both_sponsor(gone, kept)
    ending = waivers.split(gone, kept).ending
    live = list(_live(_between(gone, kept) | _against(gone, kept, ending)))
    sides = {gone.pk, kept.pk}
    pairs = [row for row in live if {row.mentor_company_id, row.mentee_company_id} <= sides]
    return Preview(
        gone=gone,
        kept=kept,
        moves=tuple(_numbers(gone)),
        together=tuple((row.program.name, *_seats(row, other)) for row, other in both),
        waivers_ending=tuple(sorted({row.third.name for row in ending})),
        to_look_at=len(live) - len(pairs),
        refusals=tuple(_refusals(gone, kept, both, pairs)),
    )


def _numbers(company):
    """``[(label, number)]`` of what belongs to the company, what there is none of left out."""
    counts = {}
    for name, (model, field, _label) in COUNTED.items():
        rows = model.objects.filter(**{field: OuterRef("pk")}).order_by().values(field)
        number = Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        counts[f"n_{name}"] = Coalesce(number, Value(0))
    found = Company.objects.filter(pk=company.pk).values(**counts).get()
    return [
        (label, found[f"n_{name}"])
        for name, (_model, _field, label) in COUNTED.items()
        if found[f"n_{name}"]
    ]


def _both_sponsor(gone, kept):
    """``[(kept's place, gone's place)]`` in programs that both sponsor."""
    rows = Sponsorship.objects.filter(company__in=[gone.pk, kept.pk]).select_related("program")
    rows = list(rows.order_by("program__name", "id"))
    mine = {row.program_id: row for row in rows if row.company_id == kept.pk}
    return [
        (mine[row.program_id], row)
        for row in rows
        if row.company_id == gone.pk and row.program_id in mine
    ]


def _seats(row, other):
    return row.mentee_seats + other.mentee_seats, row.mentors_owed + other.mentors_owed


def _refusals(gone, kept, both, pairs):
    """Why the two cannot become one, in sentences."""
    if gone.pk == kept.pk:
        yield _("A company cannot be merged into itself. Choose the other record.")
        return
    for pair in pairs:
        yield _("%(mentee)s and %(mentor)s are matched, and would come from one company.") % {
            "mentee": pair.mentee_person.name,
            "mentor": pair.mentor_person.name,
        }
    groups = {gone.corporate_group_id, kept.corporate_group_id} - {None}
    if len(groups) > 1:
        yield _("They belong to two corporate groups. Take one of them out first.")
    for row, other in both:
        if max(_seats(row, other)) > MOST_SEATS:
            yield _("In %(program)s they would have more than 500 places.") % {
                "program": row.program.name
            }
        if row.cost is not None and other.cost is not None and row.currency != other.currency:
            yield _("In %(program)s their costs are in two currencies.") % {
                "program": row.program.name
            }


def _live(wanted):
    """Live partnerships with the names of both, in one statement."""
    rows = Partnership.objects.filter(wanted, status__in=LIVE)
    return rows.select_related("mentee_person", "mentor_person")


def _between(gone, kept):
    sides = (gone.pk, kept.pk)
    return Q(mentor_company__in=sides, mentee_company__in=sides)


def _against(gone, kept, ending):
    """Whose company the other record must not meet, or meets by a waiver that will end."""
    sides, against = (gone.pk, kept.pk), Q(pk__in=[])
    for mine, other in (sides, reversed(sides)):
        for near, far in (("low", "high"), ("high", "low")):
            rivals = CompanyConflict.objects.filter(**{near: other}).order_by().values(far)
            against |= Q(mentor_company=mine, mentee_company__in=rivals)
            against |= Q(mentee_company=mine, mentor_company__in=rivals)
    thirds = [row.third.pk for row in ending if row.is_in_force]
    against |= Q(mentor_company__in=sides, mentee_company__in=thirds)
    against |= Q(mentee_company__in=sides, mentor_company__in=thirds)
    return against


@transaction.atomic
def merge(gone, kept, *, by):
    """Move everything of ``gone`` to ``kept``, keep its name as another name, and delete it.

    Raises ValidationError with every reason against it, also when somebody else was faster.
    """
    gone, kept = _locked(gone, kept)
    both = _both_sponsor(gone, kept)
    if refusals := list(_refusals(gone, kept, both, _live(_between(gone, kept)))):
        raise ValidationError(refusals)
    moved = {str(label): number for label, number in _numbers(gone)}
    _move_places(gone, kept, both)
    _move_facts(gone, kept)
    _move_names(gone, kept)
    with connection.cursor() as cursor:  # rows that never change otherwise
        cursor.execute("SELECT app.move_company(%s, %s)", [gone.pk, kept.pk])
    move_reports(gone, kept)
    pk, name = gone.pk, gone.name
    gone.delete()
    aliases.keep_old_name(kept, name)
    record("company.merged", kept, by=by, gone=str(pk), name=name, moved=moved)
    return kept


def _locked(*companies):
    """Both, locked with all that they stand to by a rule, in the order of announcements."""
    ids = [company.pk for company in companies]
    near = set(ids)
    for model, one, other in (
        (CompetitorDeclaration, "company", "competitor"),
        (IndustryWaiver, "low", "high"),
    ):
        rows = model.objects.filter(Q(**{f"{one}__in": ids}) | Q(**{f"{other}__in": ids}))
        near |= {pk for pair in rows.values_list(one, other) for pk in pair}
    rows = Company.objects.filter(pk__in=near).order_by("pk").select_for_update(of=("self",))
    found = {company.pk: company for company in rows}
    if any(pk not in found for pk in ids):
        raise ValidationError(_("One of the two is gone: somebody has merged or removed it."))
    return [found[pk] for pk in ids]


def _move_places(gone, kept, both):
    """Seats of a program that both sponsor add up; other places go over as they are."""
    for row, other in both:
        row.mentee_seats, row.mentors_owed = _seats(row, other)
        row.aims = sorted({*row.aims, *other.aims})
        if other.cost is not None:
            row.currency = other.currency if row.cost is None else row.currency
            row.cost = (row.cost or 0) + other.cost
        row.competitors_stated_at = row.competitors_stated_at or other.competitors_stated_at
        row.save()
        known = {contact.email.casefold() for contact in row.contacts.all()}
        for contact in other.contacts.all():
            if contact.email.casefold() not in known:
                contact.sponsorship = row
                contact.save(update_fields=["sponsorship"])
        other.delete()
    Sponsorship.objects.filter(company=gone).update(company=kept)


def _move_facts(gone, kept):
    """Everything by which a rule keeps companies apart, each once and none against itself."""
    if kept.corporate_group_id is None and gone.corporate_group_id is not None:
        kept.corporate_group_id = gone.corporate_group_id
        kept.save(update_fields=["corporate_group"])
    _move(CompanyIndustry, "company", "code", gone, kept)
    _move(CompetitorGroupMember, "company", "group_id", gone, kept)
    sides = (gone.pk, kept.pk)
    CompetitorDeclaration.objects.filter(company__in=sides, competitor__in=sides).delete()
    _keep_declared_by_hand(gone, kept)
    _move(CompetitorDeclaration, "company", "competitor_id", gone, kept)
    _move(CompetitorDeclaration, "competitor", "company_id", gone, kept)
    waivers.settle(gone, kept)
    PlannedJob.objects.filter(company=gone).update(company=kept)


def _keep_declared_by_hand(gone, kept):
    """A declaration that one record has of a name, and the other from a coordinator, is theirs."""
    one = {gone.pk: kept.pk}
    sides = (gone.pk, kept.pk)
    pairs = CompetitorDeclaration.objects.filter(Q(company__in=sides) | Q(competitor__in=sides))
    found = NamedDecision.objects.filter(has_declared=True).select_related("named")
    found = found.filter(Q(named__company__in=sides) | Q(competitor__in=sides))
    named = {(row.named.company_id, row.competitor_id) for row in found}
    by_hand = set(pairs.values_list("company", "competitor")) - named
    by_hand = {(one.get(low, low), one.get(high, high)) for low, high in by_hand}
    for row in found:
        low, high = row.named.company_id, row.competitor_id
        if (one.get(low, low), one.get(high, high)) in by_hand:
            row.has_declared = False
            row.save(update_fields=["has_declared"])


def _move(model, field, other, gone, kept):
    """Rows of ``gone`` that ``kept`` has not got go over, by the value of ``other``."""
    have = model.objects.filter(**{field: kept}).values_list(other, flat=True)
    rows = model.objects.filter(**{field: gone})
    rows.filter(**{f"{other}__in": list(have)}).delete()
    rows.update(**{field: kept})


def _move_names(gone, kept):
    """What HR of either typed stands on one list; a name never means its own company."""
    sides = (gone.pk, kept.pk)
    NamedDecision.objects.filter(named__company__in=sides, competitor__in=sides).delete()
    NamedDecision.objects.filter(competitor=gone).update(competitor=kept)
    live = NamedCompetitor.objects.filter(removed_at__isnull=True)
    have = {name.casefold() for name in live.filter(company=kept).values_list("name", flat=True)}
    for row in live.filter(company=gone):
        if row.name.casefold() in have:
            row.delete()
    NamedCompetitor.objects.filter(company=gone).update(company=kept)
    CompanyAlias.objects.filter(company=gone).update(company=kept)
