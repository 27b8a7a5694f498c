"""Who may do what: the threat matrix and the addresses' places in it, read from their files.

Expectations come from here and from nowhere else. The matrix says *what* may be read; the surface
that an address stands on says *whom it is for*, and only ever narrows what the matrix allows.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
PUBLIC = "public pages / sign-in / sign-up by invitation"
ACCOUNT = "own account (profile/password/MFA/sessions)"
TENANT_2 = "any of the above in tenant 2"
MISSING = "missing"
LINK = "link"
CLASSES = {"public": PUBLIC, "account": ACCOUNT}
# Y everything; O own rows; P own pair's; S what was shared with one. A is a number over many.
ROWS = frozenset("YOPS")
SURFACES = {
    "dashboard": {"coord_t1", "coord_t2", "admin_t1"},
    "portal": {"mentee", "mentor"},
    "company": {"hr_a", "hr_b"},
}


def _rows(name):
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


MATRIX = {row.pop("resource"): row for row in _rows("threat_matrix.csv")}
# What an administrator may beyond a coordinator; an empty cell says that both may the same.
ADMINISTRATOR = "admin_t1"
ADMINISTRATORS = {resource: row.pop(ADMINISTRATOR) for resource, row in MATRIX.items()}


@dataclass(frozen=True)
class Place:
    """An address in the matrix: its row, what it answers, and the planted rows it must show."""

    route: str
    method: str
    resource: str
    answers: str
    shows: tuple[str, ...]

    @property
    def surface(self):
        return self.route.split(":")[0]


def places():
    """``{(route, method or ""): Place}``; an empty method stands for all that are not named."""
    found = {}
    for row in _rows("addresses.csv"):
        place = Place(
            route=row["route"],
            method=row["method"],
            resource=CLASSES.get(row["resource"], row["resource"]),
            answers=row["answers"],
            shows=tuple(row["shows"].split()),
        )
        assert (place.route, place.method) not in found, f"{place.route} is classified twice"
        found[place.route, place.method] = place
    return found


def code(resource, column):
    """The cell of the matrix. A coordinator of tenant 2 has in their own tenant a coordinator's."""
    if column == "coord_t2":
        return MATRIX[resource]["coord_t1"] if MATRIX[TENANT_2]["coord_t2"] == "Y" else "-"
    if column == ADMINISTRATOR:
        return ADMINISTRATORS[resource] or MATRIX[resource]["coord_t1"]
    return MATRIX[resource][column]


def may(resource, column, *, aggregate=False):
    """Whether somebody in this column may read the resource's rows, or its numbers."""
    cell = code(resource, column)
    return cell in ROWS or (aggregate and cell == "A")


def sees(resource, column, *, is_own):
    """Whether a row that is (not) the reader's own, pair's or shared with them may be shown."""
    cell = code(resource, column)
    return cell == "Y" or (is_own and cell in ROWS)
