"""Who takes part in a lived year: companies that compete with nobody, and people by the import."""

import csv
import io
import random

from demo.learning import furnish
from demo.lived.people import COMMON, NEEDS, OFFERS, STEP
from demo.nominations import all_agreed
from demo.year.peer import GONE, LATER
from mentoring.tenancy import context
from organizations.industries import registry
from organizations.models import Company, Membership
from organizations.roles import Role
from organizations.services import create_organization, grant_role, save_company
from participants.importing.runs import import_file
from participants.models import Participant
from participants.roles import Side
from partnerships.agreements import versions
from programs.services import create_program, sponsor
from training.modules import uses
from training.modules.models import ProgramModule
from training.roles import Need

ZONE = "Europe/Berlin"
ZONES = (ZONE, "Europe/Lisbon", "America/Chicago", "Asia/Kolkata")
PEOPLE_OF_A_COMPANY = 12
FEWEST, MOST = 6, 280
CONTACTS = 5


def found(slug, partnerships, seed, starts_on, ends_on):
    """An organization of its own with one program, everybody in it; answers the program."""
    organization = create_organization(name="A year", slug=slug, time_zone=ZONE)
    with context.enter(context.Context(organization.pk)):
        coordinator = _staff(f"coordinator@{slug}.example", Role.COORDINATOR)
        program = create_program(
            name="The year", starts_on=starts_on, ends_on=ends_on, needs_baseline=False,
            by=coordinator,
        )  # fmt: skip
        companies = _companies(partnerships)
        for number, company in enumerate(companies[:CONTACTS]):
            _staff(f"hr{number}@{slug}.example", Role.HR, company=company)
    _enter(program, companies, partnerships, random.Random(f"{seed}:people"), coordinator)
    with context.enter(context.Context(organization.pk)):
        all_agreed(program)
        _sponsor(program, companies, coordinator)
        furnish()
        _require_one_module(program, coordinator)
        versions.ship()
        versions.furnish_programs()
    return program, coordinator


def _companies(partnerships):
    """As many as there are people for, each in an industry of its own."""
    codes = {code[:4]: code for code in sorted(registry()) if len(code) == 6}
    count = min(max(FEWEST, 2 * partnerships // PEOPLE_OF_A_COMPANY), MOST)
    for number, code in enumerate(list(codes.values())[:count]):
        save_company(name=f"Company {number:03}", industries=[code], by=None)
    return list(Company.objects.order_by("name"))


def _staff(email, role, **company):
    return grant_role(email=email, name=f"The {role}", role=role, by=None, **company)


def _enter(program, companies, partnerships, dice, coordinator):
    """Mentees and a tenth more mentors, by the files that coordinators send."""
    mentors = partnerships + partnerships // 10 + 1
    for side, count in ((Side.MENTEE, partnerships), (Side.MENTOR, mentors)):
        rows = [_row(program, side, number, companies, dice) for number in range(count)]
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        with context.enter(context.Context(program.organization_id)):
            content = text.getvalue().encode()
            import_file(program, side, content, f"{side}s.csv", by=coordinator)


def _row(program, side, number, companies, dice):
    is_mentor = side == Side.MENTOR
    row = {
        **COMMON,
        "email": f"{side}{number}{_domain(dice) if number or is_mentor else GONE}",
        "given_name": f"{side.capitalize()} {number}",
        "family_name": f"Of the Year {number}",
        # Neighbors are of different companies.
        "company": companies[(2 * number + is_mentor) % len(companies)].name,
        "title": "Head of something" if is_mentor else "Team lead",
        "level": "5" if is_mentor else "3",
        "years_experience": "20" if is_mentor else "6",
        "languages": "en",
        "time_zone": dice.choice(ZONES),
        "max_time_zone_gap": "12",
        "story": "",
    }
    own = {"transitions_lived": STEP, "offers": OFFERS, "capacity": "1"}
    return row | (own if is_mentor else {"transition_wanted": STEP, "needs": NEEDS})


def _domain(dice):
    """Most have an address that works; some mails are refused for good, some at first.

    The first mentee never gets one, so that each year knows what becomes of that.
    """
    drawn = dice.random()
    return GONE if drawn < 0.01 else LATER if drawn < 0.04 else "@people.example"


def _sponsor(program, companies, coordinator):
    for company in companies:
        seats = {
            side: Participant.objects.filter(program=program, company=company, side=side).count()
            for side in (Side.MENTEE, Side.MENTOR)
        }
        if any(seats.values()):
            sponsor(program, company, seats[Side.MENTEE], seats[Side.MENTOR], by=coordinator)


def _require_one_module(program, coordinator):
    """The first one of each side: a year has no time for six hundred times five."""
    for side in (Side.MENTEE, Side.MENTOR):
        modules = ProgramModule.objects.filter(program=program, side=side).order_by("position")
        for module in modules[1:]:
            uses.set_need(module, Need.OPTIONAL, by=coordinator)


def logins(program):
    """``{person id: login id}`` of everybody in the program."""
    rows = Membership.objects.filter(role=Role.PARTICIPANT, person__isnull=False)
    return dict(rows.values_list("person_id", "user_id"))
