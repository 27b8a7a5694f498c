"""The product's ``migrate`` renders less than Django's and comes to the same models."""

import pytest
from django.db import models
from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    RemoveConstraint,
    RemoveField,
    RenameField,
)
from django.db.migrations.state import ProjectState

from mentoring.tenancy.management.commands.migrate import adding_in_place

KEY = ("id", models.AutoField(primary_key=True))
PLACES = {"constraints": [models.CheckConstraint(condition=models.Q(places__gt=0), name="some")]}
ADDITIONS = (
    CreateModel("House", [KEY, ("name", models.CharField(max_length=9))]),
    CreateModel("Pair", [KEY, ("places", models.IntegerField())], PLACES),
    AddConstraint("Pair", models.UniqueConstraint(fields=["places"], name="once")),
    AddIndex("Pair", models.Index(fields=["places"], name="by_places")),
    AddField("Pair", "day", models.DateField(default="2026-01-01"), preserve_default=False),
    AddField("Pair", "house", models.ForeignKey("House", models.CASCADE, related_name="pairs")),
    AddConstraint("Pair", models.UniqueConstraint(fields=["day", "house"], name="a_day")),
    CreateModel("Note", [KEY, ("pair", models.ForeignKey("Pair", models.CASCADE))]),
    AddField("House", "friend", models.ForeignKey("self", models.CASCADE, null=True)),
    AddField("Note", "readers", models.ManyToManyField("House", related_name="read")),
    CreateModel("Barn", [], bases=("somewhere.house",)),
    AddField("House", "rooms", models.IntegerField(null=True)),
)
CHANGES = (
    RemoveConstraint("Pair", "once"),
    AlterField("House", "name", models.CharField(max_length=99)),
    AddField("Note", "house", models.OneToOneField("House", models.CASCADE, null=True)),
    RenameField("Pair", "day", "on"),
    RemoveField("Note", "pair"),
    AddField("Note", "text", models.TextField(default="")),
)


def _told(model):
    """What a rendered model says of itself and of those that point to it."""
    meta = model._meta
    fields = [
        (field.name, type(field).__name__, field.column, field.max_length, field.has_default())
        for field in (*meta.fields, *meta.many_to_many)
    ]
    related = sorted(
        (one.name, type(one).__name__, one.related_model._meta.label)
        for one in meta.get_fields(include_hidden=True)
        if one.auto_created and not one.concrete
    )
    options = [[one.name for one in getattr(meta, name)] for name in ("constraints", "indexes")]
    names = sorted(name for name in vars(model) if not name.startswith("_"))
    return fields, related, options, names


def _after_each(operations):
    """All rendered models after each of ``operations``, and what the state keeps of them."""
    state = ProjectState()
    assert state.apps is not None  # from here on models are rendered with each change
    for operation in operations:
        operation.state_forwards("somewhere", state)
        rendered = {model._meta.label: _told(model) for model in state.apps.get_models()}
        kept = {
            key: (list(one.fields), [each.name for each in one.options["constraints"]])
            for key, one in state.models.items()
        }
        yield rendered, kept


def test_models_are_those_of_django():
    with adding_in_place():
        ours = list(_after_each((*ADDITIONS, *CHANGES)))

    assert ours == list(_after_each((*ADDITIONS, *CHANGES)))


def test_no_other_model_is_rendered_anew(monkeypatch):
    monkeypatch.setattr(
        ProjectState, "reload_model", lambda *of, **how: pytest.fail("a model was rendered")
    )
    with adding_in_place():
        assert list(_after_each(ADDITIONS))


def test_afterwards_django_does_as_before():
    before = dict(vars(ProjectState))
    with adding_in_place():
        pass

    assert dict(vars(ProjectState)) == before
