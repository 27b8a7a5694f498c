"""What every write about a case does: hold its row, leave its traces, refuse in words."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring import clock
from mentoring.ui.formats import written_day
from organizations.audit import record
from organizations.roles import STAFF
from organizations.zones import zone_of
from partnerships.cases.models import Case, CaseEvent
from partnerships.refusals import Refusal

NOT_YOURS = gettext_lazy("Only coordinators look after cases.")


class CannotWorkOn(Refusal):
    """This cannot be done with the case (any more); nothing was written."""


def held(case, *, by, is_open=True):
    """The case as it stands now, held until the transaction ends.

    Raises ``CannotWorkOn`` unless ``by`` is staff and the case is as open as asked for.
    """
    if by.role not in STAFF:
        raise CannotWorkOn("not_yours", NOT_YOURS)
    rows = Case.objects.select_for_update(of=("self",), no_key=True)
    case = rows.select_related("owner", "closed_by", "organization").get(pk=case.pk)
    if is_open and not case.is_open:
        raise CannotWorkOn("closed", closed_words(case))
    return case


def closed_words(case):
    """Who closed it, and when."""
    day = written_day(timezone.localdate(case.closed_at, zone_of(case.organization)))
    if case.closed_by is None:
        return _("This case closed itself on %(day)s, because its cause is gone.") % {"day": day}
    said = {"name": case.closed_by.name, "day": day}
    return _("%(name)s closed this case on %(day)s.") % said


def today_of(case):
    """The day it is where the organization of the case is."""
    return clock.today(zone_of(case.organization))


def note(case, action, *, by, **facts):
    """What happened, in the history of the case and in the trail; the ``CaseEvent``."""
    event = CaseEvent.objects.create(case=case, action=action, by=by, **facts)
    kept = {name: _plain(value) for name, value in facts.items() if value not in (None, "")}
    record(f"case.{action}", case, by=by, signal=case.signal, **kept)
    return event


def _plain(value):
    """Ids, days and names of choices, as the trail keeps them."""
    return value if isinstance(value, int | bool) else str(getattr(value, "pk", value))
