"""What another program makes of a calendar file: dateutil alone, and the text as it was written."""

import re
from datetime import UTC, datetime
from io import StringIO

from dateutil import tz
from dateutil.rrule import rruleset, rrulestr


def lines_of(content):
    """The lines of a calendar file, unfolded."""
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    return content.replace(b"\r\n ", b"").decode().rstrip("\r\n").split("\r\n")


def components(content, name):
    """Each component of this name as ``{property: [(parameters, value)]}``, without nested ones."""
    found, depth = [], []
    for line in lines_of(content):
        head, _colon, value = line.partition(":")
        if head == "BEGIN":
            depth.append(value)
            if value == name:
                found.append({})
        elif head == "END":
            assert depth.pop() == value
        elif depth[-1] == name:
            key, *parameters = head.split(";")
            given = dict(one.split("=", 1) for one in parameters)
            found[-1].setdefault(key, []).append((given, value))
    return found


def instants(content):
    """Every moment (UTC) at which something of the file begins, in order."""
    text = "\r\n".join(lines_of(content)) + "\r\n"
    zones = tzical_of(text)
    found, moved = [], []
    for event in components(content, "VEVENT"):
        start = _moment(event["DTSTART"][0], zones)
        if "RECURRENCE-ID" in event:
            moved.append((_utc(_moment(event["RECURRENCE-ID"][0], zones)), _utc(start)))
        elif "RRULE" in event:
            found += _expanded(event, start, zones)
        else:
            found.append(_utc(start))
    for original, now in moved:
        if original in found:
            found.remove(original)
        found.append(now)
    return sorted(found)


def tzical_of(text):
    """``{name: tzinfo}`` of the zones that the text itself defines."""
    names = re.findall(r"\r\nTZID:(.*)\r\n", text)
    known = tz.tzical(StringIO(text)) if names else None
    return {name: known.get(name) for name in names}


def _expanded(event, start, zones):
    every = rruleset()
    every.rrule(rrulestr(event["RRULE"][0][1], dtstart=start))
    left_out = [_utc(_moment(one, zones)) for one in event.get("EXDATE", [])]
    moments = [_utc(at) for at in every]
    assert set(left_out) <= set(moments)
    return [at for at in moments if at not in left_out]


def _moment(given, zones):
    parameters, value = given
    at = datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S")
    return at.replace(tzinfo=UTC if value.endswith("Z") else zones[parameters["TZID"]])


def _utc(at):
    return tz.resolve_imaginary(at).astimezone(UTC)
