"""Forms made of questions, and the form for a question of one's own."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from instruments.kinds import STEPS, Kind
from instruments.values import UNSURE_CODE, mark
from mentoring.ui.forms import CheckboxSelectMultiple, RadioSelect, ScaleInput

LONGEST_TEXT = 4000
PREFIX = "q"


class ScaleAnswer(ScaleInput):
    """A scale whose last choice, apart from its steps, is that one cannot say."""

    template_name = "instruments/scale.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        steps = [code for code, _label in self.choices if code != UNSURE_CODE]
        context["widget"] |= {"unsure_code": UNSURE_CODE, "last_step": steps[-1]}
        return context


def field_for(item):
    """The form field that asks this item."""
    facts = {"label": item.text, "help_text": item.help, "required": False}
    unsure = [(UNSURE_CODE, gettext("I cannot say"))] if item.allows_unsure else []
    if item.kind in STEPS:
        steps = [(str(step), str(step)) for step in STEPS[item.kind]]
        widget = ScaleAnswer(ends=(item.low_end, item.high_end))
        return forms.ChoiceField(choices=steps + unsure, widget=widget, **facts)
    choices = [tuple(choice) for choice in item.choices]
    if item.kind == Kind.SINGLE:
        return forms.ChoiceField(choices=choices + unsure, widget=RadioSelect(), **facts)
    if item.kind == Kind.MULTIPLE:
        return forms.MultipleChoiceField(choices=choices, widget=CheckboxSelectMultiple(), **facts)
    if item.kind == Kind.NUMBER:
        widget = forms.NumberInput(attrs={"inputmode": "numeric"})
        return forms.IntegerField(min_value=item.least, max_value=item.most, widget=widget, **facts)
    return forms.CharField(
        max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}), **facts
    )


class SectionForm(forms.Form):
    """The questions of one page, or one of them. No answer is demanded before the end."""

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, prefix=PREFIX, **kwargs)
        self.lines = {line.item.key: line for line in lines}
        for key, line in self.lines.items():
            self.fields[key] = field_for(line.item)
            self.initial[key] = line.value

    def questions(self):
        """``[(bound field, Line, name and content of the mark)]``."""
        return [
            (self[key], line, self.mark_name(key), mark(line.value))
            for key, line in self.lines.items()
        ]

    def mark_name(self, key):
        return f"was-{key}"

    def values(self):
        """``{Item: value}`` of every valid answer of the page."""
        return {
            line.item: self._value(key)
            for key, line in self.lines.items()
            if key in self.cleaned_data
        }

    def changes(self):
        """Of these what was changed on this page since it was shown.

        A page that was left open somewhere else must not undo what was answered since.
        """
        return {
            item: value
            for item, value in self.values().items()
            if mark(value) != self.data.get(self.mark_name(item.key), mark(""))
        }

    def _value(self, key):
        value = self.cleaned_data[key]
        if isinstance(value, str):
            return value.replace("\r\n", "\n")
        if value is None:
            return ""
        return value or "" if isinstance(value, list) else str(value)


class OwnItemForm(forms.Form):
    """A question that the organization adds."""

    text = forms.CharField(label=_("Question"), max_length=300)
    help = forms.CharField(
        label=_("A line of help"), max_length=300, required=False, empty_value=""
    )
    kind = forms.ChoiceField(label=_("How it is answered"), choices=Kind.choices)
    choices = forms.CharField(
        label=_("Choices"),
        help_text=_("One to a line, for “one of several” and “any of several”."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
    low_end = forms.CharField(label=_("Words at the low end"), max_length=60, required=False)
    high_end = forms.CharField(label=_("Words at the high end"), max_length=60, required=False)

    def facts(self):
        """What ``building.add_item`` takes."""
        return self.cleaned_data | {"choices": self.cleaned_data["choices"].splitlines()}
