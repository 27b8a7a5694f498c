"""The product's ``migrate`` renders less than Django's and comes to the same models."""

import pytest
from django.db import models
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, RemoveConstraint
from django.db.migrations.state import ProjectState

from mentoring.tenancy.management.commands.migrate import append_option

OPERATIONS = (
    CreateModel(
        "Pair",
        [("id", models.AutoField(primary_key=True)), ("places", models.IntegerField())],
        {"constraints": [models.CheckConstraint(condition=models.Q(places__gt=0), name="some")]},
    ),
    AddConstraint("Pair", models.UniqueConstraint(fields=["places"], name="once")),
    AddIndex("Pair", models.Index(fields=["places"], name="by_places")),
    AddField("Pair", "day", models.DateField(null=True)),
    AddConstraint("Pair", models.UniqueConstraint(fields=["day"], name="a_day")),
    RemoveConstraint("Pair", "once"),
)


def _options_after_each():
    """What the state and the model rendered from it say, after each of ``OPERATIONS``."""
    state = ProjectState()
    assert state.apps is not None  # from here on models are rendered with each change
    said = []
    for operation in OPERATIONS:
        operation.state_forwards("somewhere", state)
        rendered = state.apps.get_model("somewhere", "pair")._meta
        kept = state.models["somewhere", "pair"].options
        for name in ("constraints", "indexes"):
            said.append([one.name for one in getattr(rendered, name)])
            assert [one.name for one in kept.get(name, [])] == said[-1]
    return said


def test_constraints_and_indexes_are_those_of_django(monkeypatch):
    of_django = _options_after_each()
    monkeypatch.setattr(ProjectState, "_append_option", append_option)
    assert _options_after_each() == of_django


def test_other_models_are_not_rendered_anew(monkeypatch):
    monkeypatch.setattr(ProjectState, "_append_option", append_option)
    monkeypatch.setattr(
        ProjectState, "reload_model", lambda *of, **how: pytest.fail("a model was rendered")
    )
    state = ProjectState()
    OPERATIONS[0].state_forwards("somewhere", state)
    assert state.apps is not None
    OPERATIONS[1].state_forwards("somewhere", state)
