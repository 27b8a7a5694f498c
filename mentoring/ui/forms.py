"""The look of every Django form: a renderer that finds our widget templates, and more widgets."""

from pathlib import Path

from django import forms
from django.conf import settings
from django.forms.renderers import BaseRenderer, EngineMixin
from django.template.backends.django import DjangoTemplates
from django.utils.functional import cached_property

DJANGO_FORMS = Path(forms.__file__).parent / "templates"


class Renderer(EngineMixin, BaseRenderer):
    """Templates of the project first, then Django's own: `{{ form }}` needs no classes in code."""

    backend = DjangoTemplates

    @cached_property
    def engine(self):
        folders = [folder for engine in settings.TEMPLATES for folder in engine["DIRS"]]
        return self.backend(
            {
                "APP_DIRS": True,
                "DIRS": [*folders, DJANGO_FORMS],
                "NAME": "forms",
                "OPTIONS": {"builtins": ["mentoring.ui.templatetags.ui"]},
            }
        )


class DateInput(forms.DateInput):
    """A day, chosen in the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """A time of day in hours and minutes."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class DateTimeInput(forms.DateTimeInput):
    """A day and a time in one control."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class RangeInput(forms.NumberInput):
    """A slider; its number stands beside it and follows it where scripts run."""

    input_type = "range"
    template_name = "components/range.html"


class CodeInput(forms.TextInput):
    """A short code from a mail or an authenticator app."""

    def __init__(self, attrs=None):
        super().__init__(
            {
                "class": "input input--code",
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                **(attrs or {}),
            }
        )


class HintedChoices:
    """Mixin: `hints`, a dict of value to the line below that choice."""

    def __init__(self, *args, hints=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.hints = hints or {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(getattr(value, "value", value), "")
        return option

    def __deepcopy__(self, memo):
        copy = super().__deepcopy__(memo)
        copy.hints = self.hints
        return copy


class RadioSelect(HintedChoices, forms.RadioSelect):
    """One of a few, each with a line that says what happens."""


class CheckboxSelectMultiple(HintedChoices, forms.CheckboxSelectMultiple):
    """Any of a few, each with a line that says what happens."""


class ScaleInput(forms.RadioSelect):
    """One answer on a scale; `ends` are the words under its first and last step."""

    template_name = "components/scale.html"

    def __init__(self, attrs=None, choices=(), ends=("", "")):
        super().__init__(attrs, choices)
        self.ends = ends

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["ends"] = self.ends
        context["widget"]["is_long"] = len(self.choices) > 7
        return context

    def __deepcopy__(self, memo):
        copy = super().__deepcopy__(memo)
        copy.ends = self.ends
        return copy
