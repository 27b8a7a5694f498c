"""What is done with several cases of the list at once."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mentoring.tenancy.keys import as_ids
from organizations.models import Membership
from organizations.roles import STAFF
from partnerships.cases import services
from partnerships.cases.keeping import CannotWorkOn
from partnerships.cases.kinds import OUTCOMES
from partnerships.cases.models import Case
from partnerships.cases.offered import SNOOZES, day_in
from partnerships.refusals import Refusal

MOST = 200  # the rows of the longest page


class CannotAct(Refusal):
    """What was asked for all of them makes no sense; nothing was written."""


@dataclass(frozen=True)
class Outcome:
    """With how many it was done, and why not with the others, each reason once."""

    done: int
    refusals: list


def act_on_many(said, *, by):
    """Do with the cases that are picked what a form says; raises ``CannotAct``.

    ``said`` is the form of the list. One that refuses, because somebody was faster, stops no other.
    """
    carry_out = _act_in(said, by)
    ids = as_ids(said.getlist("ids"))[:MOST]
    cases = list(Case.objects.filter(pk__in=ids).order_by("pk"))
    if not cases:
        raise CannotAct("nothing", _("Nothing is picked. Tick the rows that you mean."))
    refusals = Counter()
    for case in cases:
        try:
            carry_out(case)
        except CannotWorkOn as refusal:
            refusals[str(refusal.message)] += 1
    words = [f"{words} ({n})" if n > 1 else words for words, n in refusals.items()]
    return Outcome(len(cases) - sum(refusals.values()), words)


def _act_in(said, by):
    """A function of a case, by the name of the button that was pressed and what stands beside."""
    name = said.get("act", "")
    if name == "give":
        owner = _owner(said.get("owner", ""))
        return lambda case: services.assign(case, owner, by=by)
    if name == "snooze":
        until = day_in(_days(said.get("days", "")))
        return lambda case: services.snooze(case, until, by=by)
    if name == "close":
        outcome = said.get("outcome", "")
        if outcome not in OUTCOMES:
            raise CannotAct("outcome", services.NO_OUTCOME)
        return lambda case: services.close(case, outcome, by=by)
    plain = {"take": services.take, "wake": services.wake}
    if name not in plain:
        raise CannotAct("act", _("Say what to do with the cases that you have picked."))
    return lambda case: plain[name](case, by=by)


def _owner(text):
    ids = as_ids([text])
    owner = Membership.objects.filter(pk__in=ids, role__in=STAFF).first()
    if owner is None:
        raise CannotAct("owner", _("Choose who looks after them from now on."))
    return owner


def _days(text):
    if text not in {str(days) for days in SNOOZES}:
        raise CannotAct("days", _("Choose for how long they are put off."))
    return int(text)
