"""Which stages before a match are open today, and what still keeps one closed."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.ui.formats import written_day
from organizations.audit import record
from programs.models import Door, Program, ProgramDate

NOMINATIONS = "nominations"
STAGES = (NOMINATIONS, "profiles", "baseline", "matching")


@dataclass(frozen=True)
class Gate:
    """One stage: whether it is open, in words why or why not, and what is missing for it."""

    row: ProgramDate
    is_open: bool
    why: str
    missing: tuple = ()

    @property
    def label(self):
        return self.row.get_key_display()


def gates_of(program, today=None):
    """``[Gate]`` of the stages before a match that the program has, in two statements."""
    today = today or clock.today()
    rows = {row.key: row for row in program.dates.filter(key__in=STAGES)}
    silent = _silent_sponsors(program)
    return [
        _gate(rows[key], today, silent if key == NOMINATIONS else ())
        for key in STAGES
        if key in rows
    ]


def nominations_are_open(program, today=None):
    """What the database answers to anybody who may ask, HR too, without the reasons."""
    with connection.cursor() as cursor:
        asked = [program.pk, today or clock.today()]
        cursor.execute("SELECT app.nominations_are_open(%s, %s)", asked)
        return cursor.fetchone()[0]


@transaction.atomic
def set_door(program, key, door, *, by, among=STAGES):
    """Open or close a stage by hand, or let its dates decide again; twice changes nothing.

    Opening does not lift what the stage waits for. Raises KeyError for a stage that has no row, or
    is not ``among`` those that have a door.
    """
    program = Program.objects.select_for_update(of=("self",), no_key=True).get(pk=program.pk)
    row = program.dates.filter(key=key).first()
    if row is None or key not in among:
        raise KeyError(key)
    if row.door == door:
        return row
    row.door = Door(door)
    row.save(update_fields=["door"])
    record("program.door", program, by=by, key=key, door=str(row.door) or "by_date")
    return row


def _silent_sponsors(program):
    """Names of the sponsors that have not said yet whom they compete with."""
    rows = program.sponsorships.filter(competitors_stated_at__isnull=True)
    return tuple(rows.order_by("company__name").values_list("company__name", flat=True))


def _gate(row, today, missing):
    by_date = row.opens_on <= today <= row.closes_on
    wanted = row.door == Door.OPEN or (row.door == Door.BY_DATE and by_date)
    if missing and wanted:
        return Gate(row, False, _("until every sponsor has stated its competitors"), missing)
    return Gate(row, wanted, _why(row, today), missing)


def _why(row, today):
    """Goes on after the word "open" or "closed"."""
    if row.door:
        return _("by hand")
    if today > row.closes_on:
        return _("since %(day)s") % {"day": written_day(row.closes_on, today)}
    until = row.opens_on if today < row.opens_on else row.closes_on
    return _("until %(day)s") % {"day": written_day(until, today)}
