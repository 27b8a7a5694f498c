"""Who signs in to the demo, and as what."""

from dataclasses import dataclass

from organizations.roles import Role

PASSWORD = "bridges-over-water"


@dataclass(frozen=True)
class Staff:
    """Somebody who works for the organization, or HR of the named company."""

    name: str
    email: str
    role: Role
    company: str = ""


@dataclass(frozen=True)
class Stage:
    """One organization of the demo: its people on staff and its folder in ``sample_data``."""

    name: str
    slug: str
    time_zone: str
    folder: str
    staff: tuple[Staff, ...]


ALDERGATE = Stage(
    name="Aldergate Mentoring",
    slug="aldergate",
    time_zone="Europe/Copenhagen",
    folder="",
    staff=(
        Staff("Ines Calloway", "ines.calloway@aldergate.example", Role.COORDINATOR),
        Staff("Tobias Rehn", "tobias.rehn@aldergate.example", Role.COORDINATOR),
        Staff("Helene Ostrow", "helene.ostrow@aldergate.example", Role.ADMINISTRATOR),
    ),
)
NORRLAND = Stage(
    name="Norrland Mentors",
    slug="norrland",
    time_zone="Europe/Stockholm",
    folder="second",
    staff=(Staff("Signe Åkerlund", "signe.akerlund@norrland.example", Role.COORDINATOR),),
)

# HR contacts of the two companies that send most people.
HR_CONTACTS = ("Helene Brandt", "Arjun Talwar")
