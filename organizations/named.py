"""What coordinators make of the names that HR typed: a company of the organization, or nobody.

Linking a name writes the declaration, so the rule holds in the database from that moment on.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.http import Http404
from django.utils.translation import gettext as _

from organizations.audit import record
from organizations.models import (
    Company,
    CompanyAlias,
    CompetitorDeclaration,
    NamedCompetitor,
    NamedDecision,
)

CLOSE = 4
# What says of what legal form a company is, and nothing about which.
FORMS = {
    "ab", "ag", "as", "asa", "bv", "co", "company", "corp", "corporation", "gmbh", "group",
    "holding", "inc", "incorporated", "kg", "limited", "llc", "llp", "ltd", "nv", "oy", "oyj",
    "plc", "sa", "sarl", "se", "spa", "srl", "the",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One name with the company that typed it, what was decided, and whom it may mean."""

    named: NamedCompetitor
    decision: NamedDecision | None
    close: tuple = ()


def waiting():
    """Names that nobody has decided, the oldest first."""
    return NamedCompetitor.objects.filter(removed_at__isnull=True, decisions=None).select_related(
        "company"
    )


def decided(most):
    """``(taken off, others)``: a ``Line`` for each of the newest decisions, in one statement.

    Taken off are names that HR removed after they were linked: the declaration still holds.
    """
    rows = NamedDecision.objects.exclude(named__removed_at__isnull=False, competitor=None)
    rows = rows.select_related("named__company", "competitor").order_by(
        F("named__removed_at").desc(nulls_last=True), "-decided_at", "-id"
    )
    lines = [Line(row.named, row) for row in rows[:most]]
    removed = [line for line in lines if line.named.removed_at]
    return removed, [line for line in lines if not line.named.removed_at]


def lines_to_decide(rows, near):
    """A ``Line`` for each waiting name with up to ``CLOSE`` companies that it may mean."""
    return [Line(row, None, near.to(row.name, but=row.company_id)) for row in rows]


class Nearness:
    """Companies by their names and other names, to be found by what somebody else calls them."""

    def __init__(self):
        self.companies = {company.pk: company for company in Company.objects.all()}
        names = [(company.name, pk) for pk, company in self.companies.items()]
        names += CompanyAlias.objects.values_list("name", "company_id")
        self.by_core = {}
        for name, pk in names:
            self.by_core.setdefault(_core(name), []).append(pk)

    @property
    def names(self):
        """Names of all companies, in order."""
        return [company.name for company in self.companies.values()]

    def to(self, text, *, but):
        """Up to ``CLOSE`` companies, the nearest first, without the company ``but``."""
        core = _core(text)
        cores = [core] if core in self.by_core else []
        cores += get_close_matches(core, self.by_core, n=CLOSE, cutoff=0.7)
        words = set(core.split())
        cores += [one for one in self.by_core if words & set(one.split())]
        found = dict.fromkeys(pk for one in cores for pk in self.by_core[one] if pk != but)
        return tuple(self.companies[pk] for pk in list(found)[:CLOSE])


def _core(name):
    """A name without case, punctuation and legal form: `Alder & Sons, Inc.` is `alder sons`."""
    words = re.findall(r"\w+", name.casefold())
    return " ".join(word for word in words if word not in FORMS) or " ".join(words)


def named_or_404(named_id):
    """A name that HR typed, with its company."""
    found = NamedCompetitor.objects.select_related("company").filter(pk=named_id).first()
    if found is None:
        raise Http404
    return found


def company_called(text):
    """The company with this name or other name in any case, or None."""
    same = Q(name__iexact=text) | Q(aliases__name__iexact=text)
    return Company.objects.filter(same).order_by("pk").first() if text else None


@transaction.atomic
def link(named, competitor, *, by):
    """The name means this company: declare it, and remember that. Deciding again replaces.

    Raises ValidationError for the company that typed the name.
    """
    if competitor.pk == named.company_id:
        raise ValidationError(_("This is the company that typed the name. Choose another."))
    _lock(named, competitor.pk)
    _forget(named)
    declaration, declared = CompetitorDeclaration.objects.get_or_create(
        company_id=named.company_id, competitor=competitor
    )
    NamedDecision.objects.create(named=named, competitor=competitor, has_declared=declared)
    record("competitor.linked", named, by=by, competitor=str(competitor.pk))
    return declaration


@transaction.atomic
def mark_unknown(named, *, by):
    """No company of the organization has this name. Deciding again replaces."""
    _lock(named)
    _forget(named)
    NamedDecision.objects.create(named=named)
    record("competitor.unknown_here", named, by=by)


@transaction.atomic
def reopen(named, *, by):
    """Take the decision back, and the declaration that came with it; twice changes nothing.

    Answers the competitor if it stays declared, by a coordinator or for another name, else None.
    """
    _lock(named)
    decision = _forget(named)
    if decision is None:
        return None
    record("competitor.reopened", named, by=by)
    left = CompetitorDeclaration.objects.filter(
        company=named.company_id, competitor=decision.competitor_id
    )
    row = left.select_related("competitor").first()
    return row and row.competitor


@transaction.atomic
def keep_declaration(named, *, by):
    """HR took the name off, and the declaration stays all the same, as a coordinator's own."""
    _lock(named)
    gone, _tables = NamedDecision.objects.filter(named=named).delete()
    if gone:
        record("competitor.kept", named, by=by)


def _lock(named, *companies):
    """In the order of announcements; whoever decides the same name at the same time waits."""
    linked = NamedDecision.objects.filter(named=named).values("competitor")
    rows = Company.objects.filter(Q(pk__in=[named.company_id, *companies]) | Q(pk__in=linked))
    list(rows.order_by("pk").select_for_update(no_key=True))


def _forget(named):
    """The decision that there was, or None; its declaration goes unless another name needs it."""
    decision = NamedDecision.objects.filter(named=named).first()
    if decision is None:
        return None
    decision.delete()
    if decision.has_declared:
        same = NamedDecision.objects.filter(
            named__company=named.company_id, competitor=decision.competitor_id
        )
        heir = same.order_by("decided_at", "id").first()
        if heir:
            heir.has_declared = True
            heir.save(update_fields=["has_declared"])
        else:
            CompetitorDeclaration.objects.filter(
                company=named.company_id, competitor=decision.competitor_id
            ).delete()
    return decision
