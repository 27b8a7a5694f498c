"""What mails carry, kept by a real CalDAV server, which works out the same moments."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from notifications.calendars import ACCEPTED, CANCEL, REQUEST, Invited, calendar_file
from partnerships.meetings.calendars.entries import of_meeting, of_series
from partnerships.meetings.kinds import MeetingStatus
from tests.partnerships.calendars.planned import ODD_ZONES, cancel, meetings_of, move, series
from tests.partnerships.calendars.server import running

PAGE = "https://mentoring.example/"
SOMEBODY = Invited("amara@works.example", ACCEPTED)
START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)


def sent(*entries, method=REQUEST):
    return calendar_file(*entries, method=method, invited=SOMEBODY)


def on(meetings):
    rows = (one.starts_at for one in meetings if one.status != MeetingStatus.CANCELLED)
    return [f"{at:%Y%m%dT%H%M%SZ}" for at in sorted(rows)]


def whole(rule, meetings, **how):
    return sent(*of_series(rule, meetings, page=PAGE, **how), method=how and CANCEL or REQUEST)


@pytest.mark.processes
def test_a_real_server_works_out_the_same_moments(tmp_path):
    with running(tmp_path) as server:
        for number, zone in enumerate(ODD_ZONES):
            unit = "month" if number % 2 else "week"
            rule = series(
                date(2026, 2, 25), time(9, 30), zone, every=2, unit=unit, until=date(2027, 2, 24)
            )
            meetings = meetings_of(rule)
            first = whole(rule, meetings)
            server.put(rule.uid, first)
            assert server.between(START, END) == on(meetings), zone

            move(meetings[1])
            moved = sent(of_meeting(meetings[1], page=PAGE))
            server.put(rule.uid, first, moved)
            assert server.between(START, END) == on(meetings), zone

            cancel(meetings[3])
            gone = sent(of_meeting(meetings[3], page=PAGE), method=CANCEL)
            server.put(rule.uid, first, moved, gone)
            assert server.between(START, END) == on(meetings), zone

            for one in meetings[5:]:
                cancel(one)
            rule.sequence += 1
            rule.until = meetings[5].original_at.date() - timedelta(days=1)
            server.put(rule.uid, whole(rule, meetings))
            assert server.between(START, END) == on(meetings), zone

            server.put(rule.uid, whole(rule, meetings, is_off=True))
            assert server.between(START, END) == []
