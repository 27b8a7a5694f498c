"""Django's ``migrate``, which builds no model anew for what is only added to it.

Migrations keep a model class for each table. When one changes, Django's ``ProjectState`` builds it
again together with every model related to it, which behind an organization is nearly every model:
nine tenths of the time that an empty database took. A new model, a new field, an index or a
constraint takes nothing away, so here they are added to the classes that are there, as a module of
models adds them when it is imported. Everything else is left to Django.
"""

from contextlib import contextmanager

from django.core.management.commands import migrate
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED


def append_option(state, app_label, model_name, option_name, item):
    """Adds ``item`` (a constraint or an index) to the state and to the model rendered from it."""
    options = state.models[app_label, model_name].options
    options[option_name] = [*options[option_name], item]
    if "apps" in vars(state):
        rendered = state.apps.get_model(app_label, model_name)._meta
        setattr(rendered, option_name, [*getattr(rendered, option_name), item])


def add_model(state, model_state):
    """Adds a model to the state, and renders this one alone."""
    key = model_state.app_label, model_state.name_lower
    state.models[key] = model_state
    if state._relations is not None:
        state.resolve_model_relations(key)
    if "apps" in vars(state):
        state.apps.render_multiple([model_state])


def add_field(state, app_label, model_name, name, field, preserve_default):
    """Adds ``field`` to the state and to the model rendered from it."""
    if not preserve_default:
        field = field.clone()
        field.default = NOT_PROVIDED
    key = app_label, model_name
    state.models[key].fields[name] = field
    if state._relations is not None:
        state.resolve_model_field_relations(key, name, field)
    if "apps" in vars(state):
        state.apps.get_model(*key).add_to_class(name, field.clone())
        state.apps.clear_cache()


IN_PLACE = {"_append_option": append_option, "add_model": add_model, "add_field": add_field}


@contextmanager
def adding_in_place():
    """Within, what is only added to the state of migrations renders nothing else anew."""
    as_django_does = {name: getattr(ProjectState, name) for name in IN_PLACE}
    for name, quick in IN_PLACE.items():
        setattr(ProjectState, name, quick)
    try:
        yield
    finally:
        for name, slow in as_django_does.items():
            setattr(ProjectState, name, slow)


class Command(migrate.Command):
    def handle(self, *args, **options):
        with adding_in_place():
            super().handle(*args, **options)
