"""Row by row through a file: plan each, count, and keep what there is to say."""

import hashlib
import json
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from participants.planning import CHANGED, CREATED, one_name, plan
from participants.profiles import profile
from participants.stored import known_companies

CHUNK = 500
WHOLE_ROW = ""


@dataclass
class Checked:
    """One row and its plan."""

    number: int
    plan: object

    @property
    def is_good(self):
        return not self.plan.problems

    @property
    def is_worth_a_line(self):
        made = self.plan
        return bool(made.problems or made.notes or made.differences)

    def said(self):
        """``(problems, changes, notes)`` as lists that JSON can hold."""
        made = self.plan
        problems = [
            [column, message] for column, messages in made.problems.items() for message in messages
        ]
        changes = []
        if self.is_good:
            changes = [[one.column, one.old, one.new] for one in made.differences]
        return problems, changes, [list(one) for one in made.notes]


@dataclass
class Tally:
    """Counts of a whole file, and a fingerprint of everything found in it."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    faulty: int = 0
    noted: int = 0
    _digest: object = field(default_factory=hashlib.sha256)

    def add(self, checked):
        made = checked.plan
        if not checked.is_good:
            self.faulty += 1
        elif made.outcome == CREATED:
            self.created += 1
        elif made.outcome == CHANGED:
            self.changed += 1
        else:
            self.unchanged += 1
        self.noted += bool(made.notes)
        found = [checked.number, made.outcome, *checked.said()]
        self._digest.update(json.dumps(found).encode())

    @property
    def done(self):
        return self.created + self.changed + self.unchanged + self.faulty

    @property
    def fingerprint(self):
        return self._digest.hexdigest()


def check(program, side, file, tally):
    """The rows of ``file`` as lists of ``Checked``, each counted in ``tally``. Writes nothing."""
    known, first_rows = known_companies(), {}
    for rows in file.chunks(CHUNK):
        readings = [_read(side, row, known, first_rows) for row in rows]
        plans = plan(program, side, readings, known)
        checked = [Checked(row.number, made) for row, made in zip(rows, plans, strict=True)]
        for one in checked:
            tally.add(one)
        yield checked


def name_of(checked):
    """Whom the row is about, as far as it says."""
    return (one_name(checked.plan) or checked.plan.values.get("email", ""))[:254]


def _read(side, row, known, first_rows):
    if row.problem:
        return profile.Reading(problems={WHOLE_ROW: [row.problem]})
    reading = profile.read(side, row.cells, known)
    email = reading.values.get("email")
    if email in first_rows:
        # Not looked up again: the row before it decides what is stored.
        del reading.values["email"]
        told = _("Row %(row)d has the same address. Keep one of the two.")
        reading.problems["email"] = [told % {"row": first_rows[email]}]
    elif email:
        first_rows[email] = row.number
    return reading
