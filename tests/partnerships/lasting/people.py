"""What the two of a pair and their coordinators do about how long a partnership lasts."""

from contextlib import contextmanager
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from mentoring import clock
from notifications.models import Message
from partnerships.lasting import extending, services
from partnerships.lifecycle import MENTEE, MENTOR
from tests.factories.agreements import agree
from tests.factories.participants import membership_of
from tests.factories.partnerships import make_partnership
from tests.factories.training import as_oneself, introduce

BOTH = (MENTOR, MENTEE)


def active_pair(**parties):
    """Two who have accepted, been trained and signed."""
    pair = make_partnership(accepted_by=BOTH, **parties)
    introduce(pair)
    agree(pair)
    pair.refresh_from_db()
    return pair


@contextmanager
def on(day, zone="UTC"):
    """Within, it is noon of this day."""
    with clock.held_at(datetime.combine(day, time(12), ZoneInfo(zone))):
        yield


def as_side(pair, side):
    """The membership of this side, and the context of its own requests."""
    one = getattr(pair, side)
    return membership_of(one), as_oneself(one)


def pause(pair, side=MENTEE, **facts):
    by, own = as_side(pair, side)
    with own:
        return services.pause(pair, by=by, **facts)


def resume(pair, side=MENTEE):
    by, own = as_side(pair, side)
    with own:
        return services.resume(pair, by=by)


def propose(pair, side=MENTEE, days=30, to_ends_on=None):
    by, own = as_side(pair, side)
    day = to_ends_on or pair.ends_on + timedelta(days=days)
    with own:
        return extending.propose(pair, to_ends_on=day, by=by)


def answer(pair, extension, side=MENTOR, *, agrees=True):
    by, own = as_side(pair, side)
    with own:
        return extending.answer(extension, agrees=agrees, by=by)


def take_back(pair, extension, side=MENTEE):
    by, own = as_side(pair, side)
    with own:
        return extending.take_back(extension, by=by)


def told(kind):
    return set(Message.objects.filter(kind=kind).values_list("person", flat=True))
