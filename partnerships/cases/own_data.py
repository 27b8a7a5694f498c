"""That there were cases about somebody's own part in a program, for themselves to take along."""

from dataclasses import replace

from mentoring.tenancy import context
from partnerships.cases.kinds import Signal
from partnerships.cases.models import Case

FACTS = ("signal", "since", "opened_at", "closed_at")


def cases_about(person_id):
    """When cases about this person alone were opened, for which reason, and when they ended.

    Asked as the system: those who take part read no case. Nothing is told of who looked after one
    or what they did; nor of one that somebody opened by hand or that is about both of a pair, for
    it may rest on what the partner said in confidence.
    """
    with context.enter(replace(context.current(), user_id=None, actor=context.Actor.WORKER)):
        rows = Case.objects.filter(participant__person=person_id).exclude(signal=Signal.BY_HAND)
        rows = rows.order_by("opened_at", "pk").values("program__name", *FACTS)
        return [{"program": row.pop("program__name"), **row} for row in rows]
