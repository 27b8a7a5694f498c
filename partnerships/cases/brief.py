"""The open cases about a pair, read together with the pair."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from partnerships.cases.kinds import CaseStatus, Signal
from partnerships.cases.models import Case


@dataclass(frozen=True)
class OpenCase:
    """``owner`` is the name of whoever looks after it, empty while that is nobody."""

    pk: UUID
    signal: str
    due_on: date
    owner: str

    def get_signal_display(self):
        return Signal(self.signal).label


def case_facts():
    """Annotations of a ``Partnership`` queryset that hold its open cases, for ``open_of``."""
    rows = Case.objects.filter(partnership=OuterRef("pk"), status=CaseStatus.OPEN)
    columns = {"signal": F("signal"), "due_on": F("due_on"), "owner": F("owner__name")}
    rows = rows.order_by("severity", "due_on", "opened_at", "id")
    return {"case_facts": ArraySubquery(rows.values(fact=JSONObject(pk="id", **columns)))}


def open_of(partnership):
    """``[OpenCase]`` of a partnership that came with ``case_facts``, the most pressing first."""
    return [
        OpenCase(
            UUID(fact["pk"]),
            fact["signal"],
            date.fromisoformat(fact["due_on"]),
            fact["owner"] or "",
        )
        for fact in partnership.case_facts
    ]
