"""Modules of the spring program and of a hidden one, whose titles are words of their own."""

from partnerships.services import introduce_trained
from tests.factories.training import finish
from training.modules import shipped, uses, versions
from training.modules.models import ProgramModule
from training.roles import Need

MODULES = "own training modules (read and answer)"
DIRECTORY = "person directory (coordinator view)"


def plant(place, mentees, mentors):
    """A module for each side; ``mentees`` and ``mentors`` are names of who takes it."""
    for key, program, side, names in (
        ("mentee_module", "program", "mentee", mentees),
        ("mentor_module", "program", "mentor", mentors),
        ("hidden_module", "hidden_program", "mentee", set()),
    ):
        word = place.garden.plant(key, (MODULES, names), DIRECTORY)
        version = versions.create(side, _source(word), by=None)
        place.rows[key] = uses.add(place.rows[program], version, by=None)
    finish(place.participants["mentee"], place.rows["mentee_module"])


def introduce(place):
    """The pair has finished what is required of them, and may meet."""
    partnership = place.rows["partnership"]
    for side in ("mentee", "mentor"):
        module = place.rows[f"{side}_module"]
        ProgramModule.objects.filter(pk=module.pk).update(need=Need.REQUIRED)
        finish(place.participants[side], module)
    introduce_trained()
    partnership.refresh_from_db()
    assert partnership.introduced_at


def _source(word):
    """A whole module under another title."""
    first, *rest = next(one.source for one in shipped.everything()).splitlines()
    assert first.startswith("title: ")
    return "\n".join([f"title: {word}", *rest])
