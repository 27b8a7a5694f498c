"""Pairs that have come to their end."""

from datetime import timedelta

from partnerships.lasting import services as lasting
from tests.partnerships.lasting.people import active_pair, on


def completed_pair(**parties):
    """Two whose year is over, closing with it; nobody has sent the final evaluation."""
    pair = active_pair(**parties)
    complete(pair)
    return pair


def complete(pair):
    with on(pair.ends_on + timedelta(days=1)):
        lasting.close_due()
    pair.refresh_from_db()
    with on(pair.ends_on + timedelta(days=60)):
        lasting.complete_due()
    pair.refresh_from_db()
    assert pair.status == "completed"
