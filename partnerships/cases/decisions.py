"""What becomes of a live pair after a fact about it has changed, as a coordinator decides it."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.audit import record
from organizations.roles import STAFF
from partnerships import stepping
from partnerships.cases import services
from partnerships.cases.facts import with_facts
from partnerships.cases.kinds import CaseStatus, Decision, Signal
from partnerships.cases.models import Case, PairDecision
from partnerships.endings.services import end
from partnerships.lasting.services import pause
from partnerships.lifecycle import LIVE
from partnerships.models import Partnership
from partnerships.queries import needs_a_look
from partnerships.refusals import Refusal

# The cases that such a decision closes.
SETTLED = (Signal.EMPLOYMENT, Signal.CONFLICT, Signal.SPONSOR_LEFT)

NOT_YOURS = gettext_lazy("Only a coordinator decides this.")
OVER = gettext_lazy("This partnership is over, so there is nothing left to decide.")
NOTHING_NEW = gettext_lazy("Nothing about this pair has changed that would need a decision.")
NO_DECISION = gettext_lazy("Choose what becomes of the two.")


class CannotDecide(Refusal):
    """There is nothing (more) to decide about this pair; nothing was written."""


@transaction.atomic
def decide(partnership, decision, *, by):
    """Settle what has changed about a pair: it goes on, rests or ends, and its cases are closed.

    The same facts are decided once. Raises ``CannotDecide``, who was faster in its sentence, or
    what stands against resting or ending.
    """
    if by.role not in STAFF:
        raise CannotDecide("not_yours", NOT_YOURS)
    if decision not in Decision.values:
        raise CannotDecide("no_decision", NO_DECISION)
    partnership = stepping.locked(partnership)
    if partnership.status not in LIVE:
        raise CannotDecide("over", OVER)
    facts = facts_of(partnership)
    before = partnership.decisions.filter(facts=facts).select_related("by").first()
    if before is not None:
        return _again(before, decision, by)
    if not _needs_one(partnership):
        raise CannotDecide("nothing", NOTHING_NEW)
    made = PairDecision.objects.create(
        partnership=partnership, facts=facts, decision=decision, by=by
    )
    record("partnership.decided", partnership, by=by, decision=decision)
    if decision == Decision.RESTS:
        pause(partnership, by=by)
    if decision == Decision.ENDS:
        end(partnership, by=by)
    for case in _open_cases(partnership):
        services.close(case, decision, by=by)
    return made


def facts_of(partnership):
    """What a decision about this pair would settle, as it stands now."""
    rows = with_facts(Partnership.objects.filter(pk=partnership.pk))
    return rows.values_list("facts_now", flat=True).get()


def decisions_about(partnership):
    """``[PairDecision]`` of a pair, the newest first, with who decided."""
    return list(partnership.decisions.select_related("by"))


def _needs_one(partnership):
    changed = Partnership.objects.filter(needs_a_look(), pk=partnership.pk).exists()
    return changed or _open_cases(partnership).exists()


def _open_cases(partnership):
    rows = Case.objects.filter(partnership=partnership, signal__in=SETTLED)
    return rows.filter(status=CaseStatus.OPEN).order_by("pk")


def _again(before, decision, by):
    if (before.decision, before.by_id) == (decision, by.pk):
        return before
    said = {"name": before.by.name, "what": before.get_decision_display()}
    raise CannotDecide("decided", _("%(name)s has decided this already: %(what)s.") % said)
