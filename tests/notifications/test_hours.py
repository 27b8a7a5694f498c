"""When mails suit their reader: over midnight, over weekends, over daylight saving."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.hours import Hours
from notifications.models import Pace

NIGHT = time(20), time(7)
NEW_YORK, TOKYO, BERLIN = map(ZoneInfo, ("America/New_York", "Asia/Tokyo", "Europe/Berlin"))
# Clocks go an hour to and fro at midnight, half an hour, and not at all.
ODD = ("America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "UTC")


def at(text, zone=UTC):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("zone", "quiet", "weekends", "now", "sent"),
    [
        (UTC, NIGHT, False, "2027-05-03 12:00", "2027-05-03 12:00"),
        (UTC, NIGHT, False, "2027-05-03 19:59:59", "2027-05-03 19:59:59"),
        (UTC, NIGHT, False, "2027-05-03 20:00", "2027-05-04 07:00"),
        (UTC, NIGHT, False, "2027-05-04 00:00", "2027-05-04 07:00"),
        (UTC, NIGHT, False, "2027-05-04 06:59:59", "2027-05-04 07:00"),
        (UTC, NIGHT, False, "2027-05-04 07:00", "2027-05-04 07:00"),
        (UTC, (time(12), time(14)), False, "2027-05-03 13:00", "2027-05-03 14:00"),
        (UTC, (time(12), time(14)), False, "2027-05-03 20:00", "2027-05-03 20:00"),
        (UTC, (time(9), time(9)), False, "2027-05-03 09:00", "2027-05-03 09:00"),
        (NEW_YORK, NIGHT, False, "2027-05-03 21:00", "2027-05-04 07:00"),
        (TOKYO, NIGHT, False, "2027-05-03 21:00", "2027-05-04 07:00"),
        # Friday evening to Monday morning, with quiet nights and without.
        (UTC, NIGHT, True, "2027-05-07 21:00", "2027-05-10 07:00"),
        (UTC, (time(0), time(0)), True, "2027-05-08 12:00", "2027-05-10 00:00"),
        (UTC, NIGHT, True, "2027-05-07 19:00", "2027-05-07 19:00"),
        # The night in which an hour is skipped, and the one in which an hour comes twice.
        (BERLIN, NIGHT, False, "2027-03-27 22:00", "2027-03-28 07:00"),
        (BERLIN, NIGHT, False, "2027-10-30 22:00", "2027-10-31 07:00"),
    ],
)
def test_the_first_moment_that_is_not_quiet(zone, quiet, weekends, now, sent):
    hours = Hours(zone, *quiet, weekends)

    assert hours.next_after(at(now, zone)) == at(sent, zone)


def test_an_end_of_quiet_that_daylight_saving_skips_comes_right_after():
    hours = Hours(BERLIN, time(20), time(2, 30))

    assert hours.next_after(at("2027-03-28 01:00", BERLIN)) == at("2027-03-28 01:30")


def test_the_length_of_the_night_is_what_clocks_make_of_it():
    hours = Hours(BERLIN, *NIGHT)

    evening = at("2027-03-27 20:00", BERLIN).astimezone(UTC)

    assert hours.next_after(evening) - evening == timedelta(hours=10)  # eleven in other nights


@pytest.mark.parametrize(
    ("zone", "pace", "now", "told"),
    [
        (UTC, Pace.DAILY, "2027-05-03 07:59", "2027-05-03 08:00"),
        (UTC, Pace.DAILY, "2027-05-03 08:00", "2027-05-04 08:00"),
        (UTC, Pace.WEEKLY, "2027-05-03 07:59", "2027-05-03 08:00"),
        (UTC, Pace.WEEKLY, "2027-05-03 08:00", "2027-05-10 08:00"),
        (NEW_YORK, Pace.WEEKLY, "2027-03-08 09:00", "2027-03-15 08:00"),
        (BERLIN, Pace.DAILY, "2027-03-27 09:00", "2027-03-28 08:00"),
    ],
)
def test_the_next_digest(zone, pace, now, told):
    assert Hours(zone, *NIGHT).next_digest(at(now, zone), pace) == at(told, zone)


def test_a_digest_waits_for_quiet_hours_too():
    late = Hours(UTC, time(20), time(10))
    weekdays = Hours(UTC, time(20), time(7), is_quiet_on_weekends=True)

    assert late.next_digest(at("2027-05-03 12:00"), Pace.DAILY) == at("2027-05-04 10:00")
    assert weekdays.next_digest(at("2027-05-07 12:00"), Pace.DAILY) == at("2027-05-10 07:00")


@settings(max_examples=60, deadline=None)
@given(
    moment=st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)),
    quiet=st.tuples(st.times(), st.times()),
    weekends=st.booleans(),
    zone=st.sampled_from(ODD),
)
def test_nothing_is_sent_while_it_is_quiet_nor_kept_for_a_week(moment, quiet, weekends, zone):
    hours, moment = Hours(ZoneInfo(zone), *quiet, weekends), moment.replace(tzinfo=UTC)

    sent = hours.next_after(moment)

    assert moment <= sent <= moment + timedelta(days=4)
    assert not hours.is_quiet(sent)
