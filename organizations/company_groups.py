"""Groups of companies whose people never meet: corporate groups, and groups of competitors."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Prefetch
from django.http import Http404
from django.utils.translation import gettext as _

from organizations.audit import record
from organizations.models import Company, CompetitorGroup, CompetitorGroupMember, CorporateGroup

CORPORATE, COMPETITORS = "corporate", "competitors"
MODELS = {CORPORATE: CorporateGroup, COMPETITORS: CompetitorGroup}


@dataclass(frozen=True)
class Group:
    """One group with its companies by name."""

    kind: str
    id: object
    name: str
    companies: tuple[Company, ...]


def groups_of(kind):
    """``[Group]`` of this kind by name, in two statements."""
    by_name = Company.objects.order_by("name")
    if kind == CORPORATE:
        rows = CorporateGroup.objects.prefetch_related(Prefetch("companies", by_name))
        return [Group(kind, row.pk, row.name, tuple(row.companies.all())) for row in rows]
    members = CompetitorGroupMember.objects.select_related("company").order_by("company__name")
    rows = CompetitorGroup.objects.prefetch_related(Prefetch("members", members))
    return [
        Group(kind, row.pk, row.name, tuple(member.company for member in row.members.all()))
        for row in rows
    ]


def group_or_404(kind, group_id):
    """A group of this kind, corporate or of competitors."""
    found = MODELS[kind].objects.filter(pk=group_id).first() if kind in MODELS else None
    if found is None:
        raise Http404
    return found


@transaction.atomic
def make_group(kind, name, *, by):
    """A new group without companies. Raises ValidationError for a name that one of its kind has."""
    group = MODELS[kind](name=name)
    _save(group)
    record(f"{kind}_group.made", group, by=by)
    return group


@transaction.atomic
def rename_group(group, name, *, by):
    """Another name. Raises ValidationError for one that another group of its kind has."""
    if group.name == name:
        return
    group.name = name
    _save(group)
    record(f"{_kind(group)}_group.renamed", group, by=by)


@transaction.atomic
def add_company(group, company, *, by):
    """Keep the company apart from all others of the group; twice changes nothing.

    A company belongs to one corporate group: a new one takes the place of the old. Raises
    ValidationError when group or company was removed at the same moment.
    """
    company = _locked(company)
    if _kind(group) == CORPORATE:
        changed = company.corporate_group_id != group.pk
        company.corporate_group = group
        if changed:
            company.save(update_fields=["corporate_group"])
    else:
        _row, changed = CompetitorGroupMember.objects.get_or_create(group=group, company=company)
    if changed:
        record(f"{_kind(group)}_group.joined", group, by=by, company=str(company.pk))


@transaction.atomic
def take_out(group, company, *, by):
    """The group keeps the company apart no longer; twice changes nothing."""
    company = _locked(company)
    if _kind(group) == CORPORATE:
        mine = Company.objects.filter(pk=company.pk, corporate_group=group)
        changed = mine.update(corporate_group=None)
    else:
        changed, _tables = CompetitorGroupMember.objects.filter(
            group=group, company=company
        ).delete()
    if changed:
        record(f"{_kind(group)}_group.left", group, by=by, company=str(company.pk))


@transaction.atomic
def remove_group(group, *, by):
    """Delete a group without companies. Raises ValidationError while it has one."""
    has_companies = group.companies if _kind(group) == CORPORATE else group.members
    if has_companies.exists():
        raise ValidationError(_("Take its companies out first."))
    facts, pk = {"name": group.name}, group.pk
    group.delete()
    group.pk = pk  # deleting took it, and the trail names what is gone
    record(f"{_kind(group)}_group.removed", group, by=by, **facts)


def _kind(group):
    return CORPORATE if isinstance(group, CorporateGroup) else COMPETITORS


def _locked(company):
    """As an announcement between its people would: one of the two waits for the other."""
    found = Company.objects.filter(pk=company.pk).select_for_update(no_key=True).first()
    if found is None:
        raise ValidationError(_("This company is gone. Look at the page again."))
    return found


def _save(group):
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as refused:
        raise ValidationError(_("There is a group with this name already.")) from refused
