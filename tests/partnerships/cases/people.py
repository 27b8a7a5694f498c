"""Pairs that coordinators have to look after, and the looking."""

from partnerships.cases import sweeping
from partnerships.cases.models import Case
from tests.partnerships.checks.people import at

SIGNALS = "signal"


def looked(month, day, hour=12):
    """Look through the organization on this day of 2027; ``(opened, closed)``."""
    with at(month, day, hour):
        return sweeping.sweep()


def open_signals(**narrow):
    """Signals of the open cases, in order, one for each case."""
    rows = Case.objects.filter(status="open", **narrow)
    return sorted(rows.values_list("signal", flat=True))


def case_of(signal, **narrow):
    return Case.objects.get(signal=signal, **narrow)
