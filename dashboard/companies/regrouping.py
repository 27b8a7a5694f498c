"""Putting many companies into a group, or taking them out, and taking that back."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404

from mentoring import clock
from organizations import company_groups
from organizations.audit import record
from organizations.company_groups import COMPETITORS, CORPORATE, MODELS
from organizations.models import AuditEvent, Company, CompetitorGroupMember

PUT, TAKE = "put", "take"
MOST_AT_ONCE = 200
UNDONE_WITHIN = timedelta(hours=24)


class Overtaken(Exception):
    """It was taken back already, or its day is over."""


@dataclass(frozen=True)
class Outcome:
    """The audit row that can be taken back, or None, and how many were changed or left."""

    event: AuditEvent | None
    changed: int
    left: int


@transaction.atomic
def regroup(act, group, ids, *, by):
    """``PUT`` companies into a group or ``TAKE`` them out; those that are there are left.

    Raises ``ValidationError`` for a group or a company that is removed at the same moment.
    """
    companies = _locked(ids)
    members = _members(group, companies)
    moved = [one for one in companies if (one.pk in members) != (act == PUT)]
    before = {str(one.pk): _group_of(one, group) for one in moved}
    for company in moved:
        _move(act, group, company, by=by)
    left = len(companies) - len(moved)
    if not moved:
        return Outcome(None, 0, left)
    facts = {"act": act, "kind": _kind(group), "before": before}
    return Outcome(record("companies.regrouped", group, by=by, **facts), len(moved), left)


def regrouping_or_404(event_id):
    """The audit row of an act on many companies."""
    event = AuditEvent.objects.filter(pk=event_id, verb="companies.regrouped").first()
    if event is None:
        raise Http404
    return event


@transaction.atomic
def take_back(event, *, by):
    """``(taken back, left)``: companies that nothing else has moved since are as they were.

    ``Overtaken`` after a day, when it was taken back before, or when the group is gone.
    """
    kind, act, before = (event.facts[name] for name in ("kind", "act", "before"))
    companies = _locked(before)  # whoever takes the same back waits here, and then finds it done
    groups = MODELS[kind].objects.in_bulk([event.object_id, *filter(None, before.values())])
    groups = {str(pk): group for pk, group in groups.items()}
    group = groups.get(str(event.object_id))
    if group is None or _is_over(event):
        raise Overtaken
    members = _members(group, companies)
    undone = 0
    for company in companies:
        was = before[str(company.pk)]
        is_as_left = (company.pk in members) == (act == PUT) and _is_free(act, kind, company)
        if is_as_left and (not was or was in groups):
            _restore(act, group, groups.get(was), company, by=by)
            undone += 1
    left = len(before) - undone
    record("companies.regrouping_undone", group, by=by, act=str(event.pk), undone=undone, left=left)
    return undone, left


def _is_over(event):
    done = AuditEvent.objects.filter(
        verb="companies.regrouping_undone", facts__act=str(event.pk)
    ).exists()
    return done or event.at < clock.now() - UNDONE_WITHIN


def _restore(act, group, was, company, *, by):
    if was is not None:
        company_groups.add_company(was, company, by=by)
    else:
        _move(TAKE if act == PUT else PUT, group, company, by=by)


def _move(act, group, company, *, by):
    change = company_groups.add_company if act == PUT else company_groups.take_out
    change(group, company, by=by)


def _locked(ids):
    """In the order of their ids, as announcements lock them: two acts never wait for each other."""
    rows = Company.objects.filter(pk__in=list(ids)).order_by("pk")
    return list(rows.select_for_update(no_key=True, of=("self",)))


def _members(group, companies):
    """Ids of those of these companies that are in the group."""
    if _kind(group) == CORPORATE:
        return {one.pk for one in companies if one.corporate_group_id == group.pk}
    rows = CompetitorGroupMember.objects.filter(group=group, company__in=companies)
    return set(rows.values_list("company", flat=True))


def _group_of(company, group):
    """The corporate group that it comes from, else nothing: of competitors there can be several."""
    is_corporate = _kind(group) == CORPORATE
    return str(company.corporate_group_id or "") if is_corporate else ""


def _is_free(act, kind, company):
    """Taken out of its corporate group, it must not have found another one since."""
    return act == PUT or kind == COMPETITORS or company.corporate_group_id is None


def _kind(group):
    return CORPORATE if isinstance(group, MODELS[CORPORATE]) else COMPETITORS


def chosen_group(text):
    """The group that `kind:id` names. Raises ValidationError for none."""
    kind, _colon, pk = text.partition(":")
    group = None
    if kind in MODELS:
        try:
            group = MODELS[kind].objects.filter(pk=pk).first()
        except ValidationError:
            group = None
    if group is None:
        raise ValidationError(text)
    return group
