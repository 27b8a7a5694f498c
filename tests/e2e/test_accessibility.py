"""Every main page by axe's rules, light and dark, and without scrolling sideways at 320 px."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from tests.e2e.case_scenes import four_open
from tests.e2e.visiting import DESK, NARROWEST, is_wider_than_screen
from tests.factories.training import introduce
from tests.surroundings import inside

pytestmark = pytest.mark.browser

GRAVE = {"serious", "critical"}


def _address(name, *args):
    return reverse(name, args=["bridges", *args])


def _coordinators_pages(bridges):
    program, run = bridges.program.slug, bridges.run.number
    yield _address("dashboard:home")
    yield _address("dashboard:search") + "?q=amara"
    yield _address("mail:choices")
    yield _address("companies:list")
    yield _address("organizations:create-company")
    yield _address("organizations:company", bridges.bank.pk)
    yield _address("organizations:edit-company", bridges.bank.pk)
    yield _address("organizations:waive", bridges.bank.pk, bridges.mills.pk)
    yield _address("programs:list")
    yield _address("programs:create")
    for name in ("detail", "timetable", "settings", "sponsors"):
        yield _address(f"programs:{name}", program)
    yield _address("participants:list", program)
    yield _address("participants:add", program, "mentor")
    yield _address("participants:detail", program, bridges.participant.pk)
    yield _address("participants:edit", program, bridges.participant.pk)
    yield _address("participants:imports", program)
    yield _address("participants:columns", program, "mentee")
    yield _address("matching:home", program)
    yield _address("matching:run", program, run)
    yield _address("matching:match", program, run, bridges.match.pk)
    yield _address("matching:nobody", program, run)
    yield _address("matching:announce", program, run)
    yield _address("partnerships:list", program)
    yield _address("partnerships:detail", program, bridges.waiting.pk)
    yield _address("partnerships:withdraw", program, bridges.waiting.pk)
    yield _address("cases:list")
    yield _address("cases:workload")


def _portal_pages(bridges):
    for name in ("home", "profile", "year", "calendar", "contact"):
        yield _address(f"portal:{name}")
    for name in ("match", "accept", "decline"):
        yield _address(f"portal:{name}", bridges.waiting.pk)


def _pages_of_a_pair(bridges):
    pair = bridges.paired.pk
    for name in ("goals:board", "actions:board", "meetings:list", "agreements:agreement"):
        yield _address(f"portal:{name}", pair)
    yield _address("portal:goals:new", pair, "goal")
    for name in ("meetings:propose", "meetings:repeat", "help:ways"):
        yield _address(f"portal:{name}", pair)
    for name in ("messages", "files", "journal"):
        yield _address(f"portal:writing:{name}", pair)
    yield _address("portal:checks:mine")
    yield _address("portal:mail:news")
    yield _address("portal-training:list")
    yield _address("portal:end", pair)


def test_pages_of_coordinators(bridges, visit):
    four_open(bridges.paired)
    assert _faults(visit(bridges.coordinator), _coordinators_pages(bridges)) == []


def test_pages_of_mentees_and_mentors(bridges, visit):
    faults = _faults(visit(bridges.mentee), _portal_pages(bridges))
    partner = [_address("portal:home"), _address("portal:match", bridges.paired.pk)]
    faults += _faults(visit(bridges.paired_mentee), partner)

    assert faults == []


def test_pages_of_hr_and_of_everybody(bridges, visit):
    faults = _faults(visit(bridges.hr), [_address("company:home"), _address("company:people")])
    own = ["/", *map(reverse, ("account_email", "mfa_index", "usersessions_list"))]
    faults += _faults(visit(bridges.hr), own)
    strangers = ["/", "/ui/error/404/", *map(reverse, ("account_login", "account_reset_password"))]
    faults += _faults(visit(), strangers)

    assert faults == []


def test_pages_of_a_pair(bridges, visit):
    with inside(bridges.program.organization):
        introduce(bridges.paired)

    faults = _faults(visit(bridges.paired_mentee), _pages_of_a_pair(bridges), schemes=["dark"])

    assert faults == []


def _faults(page, addresses, schemes=("light", "dark")):
    found = []
    for address in addresses:
        page.set_viewport_size(DESK)
        page.goto(address)
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found += [f"{address} {scheme}: {fault}" for fault in _violations(page)]
        page.set_viewport_size(NARROWEST)
        if is_wider_than_screen(page):
            found.append(f"{address}: wider than {NARROWEST['width']} px")
    return found


def _violations(page):
    for violation in Axe().run(page).response["violations"]:
        if violation["impact"] in GRAVE:
            places = [node["target"] for node in violation["nodes"][:3]]
            yield f"{violation['id']}: {violation['help']} at {places}"
