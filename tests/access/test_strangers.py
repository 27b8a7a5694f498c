"""What the world learns without a right to it: nothing, in the same bytes each time."""

import os
import re
import subprocess
import sys

import pytest
from django.core.exceptions import ValidationError

from organizations.reserved import is_reserved
from organizations.services import create_organization
from tests.access.calls import call
from tests.access.matrix import MATRIX
from tests.access.planting import Actor
from tests.access.routes import routes
from tests.surroundings import DarkClient

UNKNOWN = (
    "/no-such-organization/dashboard/",
    "/no/such/address",
    "/one/dashboard/no/such/address",
    "/one/portal/no-such-page/",
    "/one/company/%00/",
    "/one",
    "/ONE/dashboard/",
    "/%F0%9F%8C%B3/",
    "/one/dashboard/programs/../../../etc/passwd",
)
OF_THE_MOMENT = re.compile(r"csrf|nonce=|session|[0-9a-f]{16,}|[0-9a-f]{8}-[0-9a-f]{4}-")
PUBLIC = ("/", "/healthz", "/readyz", "/no/such/address", "/accounts/inactive/")
DEVELOPMENT = ("ui/", "mailbox/")
SERVED = """
import django
django.setup()
from tests.access.routes import routes
print([route.pattern for route in routes("mentoring.urls")])
"""


def first_segments():
    found = {route.pattern.split("/")[0] for route in routes("tests.access.urls")}
    return sorted(segment for segment in found if segment and not segment.startswith("<"))


@pytest.mark.parametrize("path", UNKNOWN)
def test_unknown_addresses_are_alike_for_everybody(path, everything):
    nobody = Actor("anonymous", {}, DarkClient())
    body = call(nobody, "GET", "/no/such/address").body

    for actor in everything.actors.values():
        answer = call(actor, "GET", path)
        # Nobody signed in is asked to sign in wherever an organization could be.
        assert answer.status == 404 or (actor.is_anonymous and answer.status == 302)
        assert answer.status == 302 or answer.body == body


def test_what_is_missing_has_nothing_of_the_moment(everything):
    page = call(everything.actors["coord_t1"], "GET", "/no/such/address")
    row = call(everything.actors["coord_t1"], "GET", "/one/api/v1/programs/none")

    for answer in (page, row):
        assert OF_THE_MOMENT.findall(answer.body.decode().lower()) == []


@pytest.mark.parametrize("path", PUBLIC)
def test_public_answers_set_no_cookie(path, everything):
    assert call(everything.actors["anonymous"], "GET", path).cookies == ()


def test_development_pages_are_not_served_otherwise():
    surroundings = {**os.environ, "DEBUG": "0", "DJANGO_SETTINGS_MODULE": "mentoring.settings"}
    served = subprocess.run(
        [sys.executable, "-c", SERVED], env=surroundings, capture_output=True, text=True, check=True
    )

    assert "accounts/" in served.stdout
    assert not [segment for segment in DEVELOPMENT if segment in served.stdout]


@pytest.mark.parametrize("segment", first_segments())
def test_no_organization_takes_the_place_of_another_address(segment, db):
    assert is_reserved(segment)
    with pytest.raises(ValidationError, match="taken by the product"):
        create_organization(name="Squatters", slug=segment)


def test_the_matrix_is_whole():
    cells = [code for row in MATRIX.values() for code in row.values()]

    assert len(MATRIX) == 66
    assert len(cells) == 66 * 10
    assert set(cells) == set("YOPSABRW-")


@pytest.mark.parametrize(
    ("name", "key", "is_readable"),
    [
        ("mentee", "mentor.given", True),
        ("mentee", "mentor.please_not", False),
        ("mentee", "waiting_mentee.given", False),
        ("waiting_mentee", "waiting_mentor.given", False),
        ("waiting_mentee", "company_a", False),
        ("hr_a", "mentee.given", True),
        ("hr_a", "mentee.story", False),
        ("hr_a", "mentor.given", False),
        ("hr_b", "mentor.given", True),
        ("hr_b", "company_a", False),
        ("hr_a", "hidden_program", False),
        ("coord_t1", "hidden_program", True),
        ("coord_t2", "organization", False),
        ("double", "spare_mentee.story", True),
        ("double", "mentee.story", False),
    ],
)
def test_the_world_knows_who_may_read_what(name, key, is_readable, everything):
    planted = everything.places["one"].garden.words[key]

    assert planted.may_be_read_by(everything.actors[name]) is is_readable
