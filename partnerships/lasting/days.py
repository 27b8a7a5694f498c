"""How many days a pause and an extension move the end of a partnership: no database, no clock."""

from datetime import date, timedelta


def days_counted(paused_on: date, today: date, used: int, most: int) -> int:
    """The days of a pause that move the end; ``most`` in all, of which ``used`` are gone."""
    return max(0, min((today - paused_on).days, most - used))


def latest_end(ends_on: date, used: int, most: int) -> date:
    """The last day that two may still agree on; ``ends_on`` itself when nothing is left."""
    return ends_on + timedelta(days=max(0, most - used))
