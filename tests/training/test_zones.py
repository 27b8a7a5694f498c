"""Clock times of a session's own zone: jumps, hours that come twice, zones that are gone."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from training.calendars import appointment
from training.forms import SessionForm
from training.zones import differs, moment, zone_or_utc

VALUES = {
    "title": "Training",
    "kind": "mentees",
    "day": "2027-03-28",
    "starts": "10:00",
    "ends": "12:00",
    "time_zone": "Europe/Copenhagen",
    "place": "Hall",
    "invites": ["mentees"],
}


@pytest.mark.parametrize(
    ("day", "clock", "zone", "expected"),
    [
        (date(2027, 3, 27), time(10), "Europe/Copenhagen", datetime(2027, 3, 27, 9, tzinfo=UTC)),
        (date(2027, 3, 28), time(10), "Europe/Copenhagen", datetime(2027, 3, 28, 8, tzinfo=UTC)),
        (date(2027, 10, 31), time(2), "Europe/Copenhagen", datetime(2027, 10, 31, tzinfo=UTC)),
        (date(2027, 6, 1), time(9), "Asia/Kolkata", datetime(2027, 6, 1, 3, 30, tzinfo=UTC)),
        (date(2027, 6, 1), time(9), "Pacific/Apia", datetime(2027, 5, 31, 20, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_a_clock_time_is_a_moment(day, clock, zone, expected):
    assert moment(day, clock, zone) == expected


def test_a_time_that_no_clock_shows_is_refused():
    with pytest.raises(ValidationError, match="put forward"):
        moment(date(2027, 3, 28), time(2, 30), "Europe/Copenhagen")


def test_the_form_says_so_at_the_time():
    form = SessionForm(VALUES | {"starts": "02:30"})

    assert not form.is_valid()
    assert "put forward" in form.errors["starts"][0]


def test_an_hour_across_the_jump_is_an_hour_shorter():
    form = SessionForm(VALUES | {"starts": "01:30", "ends": "03:30"})

    assert form.is_valid(), form.errors
    assert form.facts()["ends_at"] - form.facts()["starts_at"] == timedelta(hours=1)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ends": "09:00"}, "ends"),
        ({"ends": "10:00"}, "ends"),
        ({"time_zone": "Europe/Copenhage"}, "time_zone"),
        ({"time_zone": "CET"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "HTTP://meet.example"}, "link"),
        ({"day": "0001-01-01"}, "day"),
        ({"day": "9999-12-31"}, "day"),
        ({"day": "tomorrow"}, "day"),
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "9" * 40}, "capacity"),
        ({"title": "x" * 200}, "title"),
        ({"title": ""}, "title"),
        ({"kind": "party"}, "kind"),
        ({"invites": ["everybody"]}, "invites"),
        ({"description": "x" * 5000}, "description"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(changed, field):
    form = SessionForm(VALUES | changed)

    assert not form.is_valid()
    assert list(form.errors) == [field]


def test_a_zone_misspelled_is_suggested():
    form = SessionForm(VALUES | {"time_zone": "Copenhagn"})

    assert "Europe/Copenhagen" in str(form.errors["time_zone"]) or "Copenhagen" in str(
        form.errors["time_zone"]
    )


@pytest.mark.parametrize(
    "name", ["", None, "US/Pacific-New", "Mars/Olympus", "/etc/passwd", "../x"]
)
def test_a_zone_that_is_not_known_reads_as_utc(name):
    assert str(zone_or_utc(name)) == "UTC"


def test_a_session_in_a_zone_that_is_gone_is_shown_and_mailed_in_utc():
    start = datetime(2027, 6, 1, 9, tzinfo=UTC)
    session = SimpleNamespace(
        pk="x", sequence=0, title="T", starts_at=start, ends_at=start + timedelta(hours=1),
        time_zone="Mars/Olympus", changed_at=start, description="", place="Hall", link="",
        status="planned",
    )  # fmt: skip

    assert appointment(session).zone == "UTC"
    assert differs(session, "Asia/Kolkata")
    assert not differs(session, "")


def test_the_same_time_under_two_names_is_no_difference():
    start = datetime(2027, 6, 1, 9, tzinfo=UTC)
    session = SimpleNamespace(
        starts_at=start, ends_at=start + timedelta(hours=1), time_zone="Europe/Copenhagen"
    )

    assert not differs(session, "Europe/Berlin")
    assert differs(session, "Europe/London")
