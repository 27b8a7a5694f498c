"""The small program of the main journey: its companies and its two files."""

from tests.participants.files import people_file

STAFF_ADDRESS = "ines@bridges.example"
KNOWN = (("Northwind Rail", ["482111"]), ("Clearwater Clinic", ["622110"]))
NEEDS = ("Delegating work", "Leading a team", "Public speaking", "Managing your time")

_MENTEES = (
    ("Amara", "Okafor", "Harbor Mills"),
    ("Bruno", "Castel", "Harbor Mills"),
    ("Chiyo", "Tanabe", "Lakeside Foods"),
    ("Dagny", "Holm", "Lakeside Foods"),
    ("Emre", "Aydin", "Northwind Rail"),
    ("Freya", "Lund", "Northwind Rail"),
    ("Gaspar", "Reis", "Clearwater Clinic"),
    ("Hana", "Novak", "Clearwater Clinic"),
)
_MENTORS = (
    ("Isolde", "Brandt", "Harbor Mills"),
    ("Jonas", "Eklund", "Lakeside Foods"),
    ("Kemal", "Sahin", "Northwind Rail"),
    ("Leonor", "Vidal", "Northwind Rail"),
    ("Marek", "Zielinski", "Clearwater Clinic"),
    ("Noor", "Haddad", "Clearwater Clinic"),
)


def _person(given, family, company, number):
    return {
        "email": address(f"{given} {family}"),
        "given_name": given,
        "family_name": family,
        "company": company,
        "title": "Team lead",
        "level": str(2 + number % 2),
        "years_experience": str(6 + number),
        "languages": "en; fr" if number % 2 else "en",
        "time_zone": "Europe/Lisbon" if number % 3 else "Europe/Stockholm",
        "hours_from": "08:00",
        "hours_to": "17:00",
        "meeting_form": "either",
        "story": f"What {given} would tell a stranger on a long train ride.",
        "ways_of_working": "ABBAABAB" if number % 2 else "AABBAABB",
        "max_time_zone_gap": "6",
        "former_employers": "",
        "please_not": "",
        "manager_email": "",
    }


def address(name):
    """The mail address of somebody in the files."""
    return f"{name.lower().replace(' ', '.')}@work.example"


def mentees():
    """Rows of the mentees' file."""
    rows = []
    for number, who in enumerate(_MENTEES):
        needs = NEEDS[number % 3 :] + NEEDS[: number % 3]
        facts = {
            "transition_wanted": "From specialist to first leadership role",
            "needs": "; ".join(needs[:3]),
        }
        rows.append(_person(*who, number) | facts)
    return rows


def mentors():
    """Rows of the mentors' file; with these places one of two alternates always has room."""
    offers = "; ".join(f"{need}:{5 - at % 2}" for at, need in enumerate(NEEDS))
    facts = {
        "transitions_lived": "From specialist to first leadership role",
        "offers": offers,
        "capacity": "4",
        "level": "5",
        "years_experience": "22",
    }
    return [_person(*who, number) | facts for number, who in enumerate(_MENTORS)]


def upload(name, rows):
    """A file as the browser hands it to a page."""
    return {"name": name, "mimeType": "text/csv", "buffer": people_file(rows)}
