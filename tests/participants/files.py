"""Files of people as tests need them."""

import csv
import io

from participants.columns import columns
from participants.roles import Side

ANA = {
    "email": "ana@talvera.example",
    "given_name": "Ana",
    "family_name": "Silva",
    "company": "Talvera Foods",
    "title": "Team lead",
    "level": "2",
    "years_experience": "9",
    "transition_wanted": "From specialist to first leadership role",
    "languages": "en; Portuguese",
    "time_zone": "Europe/Lisbon",
    "hours_from": "8:30",
    "hours_to": "17:30",
    "days": "Mon-Thu",
    "meeting_form": "Virtual",
    "needs": "Delegating work | leading-a-team",
    "story": "Five people.\nNo time.",
    "ways_of_working": "abbaab-b",
    "max_time_zone_gap": "6",
    "former_employers": "Norrland Rail (2021-09-30)",
    "please_not": "boss@talvera.example; Norrland Rail",
    "manager_email": "Boss@Talvera.example",
}
BO = {
    "email": "bo@norrland.example",
    "given_name": "Bo",
    "family_name": "Lind",
    "company": "Norrland Rail",
    "languages": "en",
    "time_zone": "Europe/Stockholm",
    "transitions_lived": "Into another industry; From one country to several",
    "offers": "Delegating work:4; Leading a team:5",
    "capacity": "2",
}


def row_of(side, **cells):
    """A complete row of this side with these cells changed."""
    return {**(ANA if side == Side.MENTEE else BO), **cells}


def people_file(rows, *, delimiter=",", encoding="utf-8", header=None):
    """``rows`` (dicts) as the bytes of a file; the header is that of the first row."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(header or rows[0])
    writer.writerows(row.values() for row in rows)
    return text.getvalue().encode(encoding)


def many(count, side=Side.MENTEE, **cells):
    """A file of ``count`` people who differ in address and name."""
    rows = [
        row_of(side, email=f"person{n}@talvera.example", family_name=f"Number {n}", **cells)
        for n in range(count)
    ]
    return people_file(rows)


def names_of(side):
    return [column.name for column in columns(side)]
