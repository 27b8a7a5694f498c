"""The people of a lived-in program: entered by the file that coordinators send."""

import csv
import io

from participants.importing.runs import import_file
from participants.roles import Side

COMMON = {
    "hours_from": "08:00",
    "hours_to": "18:00",
    "meeting_form": "either",
    "ways_of_working": "ABABABAB",
    "max_time_zone_gap": "6",
    "former_employers": "",
    "please_not": "",
    "manager_email": "",
}
STEP = "From specialist to first leadership role"
NEEDS = "Delegating work; Leading a team; Giving constructive feedback"
OFFERS = "Delegating work:5; Leading a team:4; Giving constructive feedback:4"


def enter(program, pairs, coordinator):
    """Both files of a program, through the importer."""
    for side, rows in (
        (Side.MENTEE, [_mentee(pair) for pair in pairs]),
        (Side.MENTOR, [_mentor(pair) for pair in pairs]),
    ):
        import_file(program, side, _file(rows), f"{side}s.csv", by=coordinator)


def _mentee(pair):
    own = {"transition_wanted": STEP, "needs": NEEDS}
    return {**_row(pair.mentee, pair.language), **own}


def _mentor(pair):
    own = {"transitions_lived": STEP, "offers": OFFERS, "capacity": "1"}
    return {**_row(pair.mentor, pair.language), **own}


def _row(one, language):
    return {
        **COMMON,
        "email": one.email,
        "given_name": one.given,
        "family_name": one.family,
        "company": one.company,
        "title": one.title,
        "level": str(one.level),
        "years_experience": str(one.years),
        "languages": language,
        "time_zone": one.zone,
        "story": one.story,
    }


def _file(rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
