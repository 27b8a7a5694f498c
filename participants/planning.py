"""What saving people would do: who is new, what changes, and what stands against it."""

from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from participants.models import Participant
from participants.profiles import profile
from participants.roles import Side, Standing
from participants.stored import Stored, stored

CREATED, CHANGED, UNCHANGED = "created", "changed", ""
NEVER_LOWERED = "partnership_place_exists"


@dataclass
class Plan:
    """What would become of one person; nothing if there are ``problems``."""

    values: dict
    problems: dict
    notes: list
    stored: Stored
    differences: list = field(default_factory=list)

    @property
    def outcome(self):
        if self.stored.participant is None:
            return CREATED
        return CHANGED if self.differences else UNCHANGED


def plan(program, side, readings, known):
    """A ``Plan`` for each of the readings, in their order. Writes nothing."""
    emails = [reading.values["email"] for reading in readings if "email" in reading.values]
    found = stored(program, side, emails)
    return [_plan(side, reading, found, known) for reading in readings]


def _plan(side, reading, found, known):
    one = found.get(reading.values.get("email")) or Stored()
    made = Plan(reading.values, reading.problems, reading.notes, one)
    stored_values = {name: one.values[name] for name in made.values if name in one.values}
    values = {name: made.values[name] for name in stored_values}
    made.differences = profile.differences(side, stored_values, values, known)
    if one.participant:
        _look_at_participant(side, made, one.participant)
    return made


def _look_at_participant(side, made, participant):
    if participant.standing != Standing.IN:
        told = _("%(name)s is “%(standing)s” in this program and stays so.")
        words = {"name": one_name(made), "standing": participant.get_standing_display()}
        made.notes.append(("", told % words))
    capacity = made.values.get("capacity")
    lowered = side == Side.MENTOR and capacity is not None and capacity < participant.capacity
    if lowered and not _may_lower(participant, capacity):
        made.problems["capacity"] = [
            _(
                "%(capacity)d is too few: this mentor has matches or partnerships on more places. "
                "Write %(now)d, or wait until they are over."
            )
            % {"capacity": capacity, "now": participant.capacity}
        ]


def one_name(made):
    """The person's name as given, or as stored."""
    names = {**made.stored.values, **made.values}
    return f"{names.get('given_name', '')} {names.get('family_name', '')}".strip()


class _TakenBack(Exception):
    """Ends an attempt whose only purpose was the database's answer."""


def _may_lower(participant, capacity):
    """Ask the database, which knows the partnerships, and take the attempt back."""
    try:
        with transaction.atomic():
            Participant.objects.filter(pk=participant.pk).update(capacity=capacity)
            raise _TakenBack
    except _TakenBack:
        return True
    except IntegrityError as error:
        if NEVER_LOWERED not in str(error):
            raise
        return False
