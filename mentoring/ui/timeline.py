"""The year of a program as the line of months that pages show."""

from calendar import monthrange
from datetime import date

from django.utils.formats import date_format


def months(start: date, today: date, days=(), count=12):
    """
    `count` months from `start` on, each a dict of label, state (past, current or empty) and days.

    `days` are pairs of a date and its kind: held, planned or missed. Days outside are left out.
    """
    rows = []
    for offset in range(count):
        year, month = divmod(start.month - 1 + offset, 12)
        first = date(start.year + year, month + 1, 1)
        last = first.replace(day=monthrange(first.year, first.month)[1])
        rows.append(
            {
                "label": date_format(first, "M"),
                "state": "past" if last < today else "current" if first <= today else "",
                "days": [
                    {"number": moment.day, "kind": kind, "date": moment}
                    for moment, kind in sorted(days)
                    if first <= moment <= last
                ],
            }
        )
    return rows
