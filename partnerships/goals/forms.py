"""What is typed about goals; rules across rows are the services'."""

from dataclasses import replace

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.tenancy.keys import uuid7
from mentoring.ui.formats import signed
from mentoring.ui.forms import CheckboxSelectMultiple, DateInput, RadioSelect
from partnerships.goals.scale import STARTS, Level
from partnerships.goals.wording import BadWords, Wording, name_of

LEVEL_FIELDS = {name_of(level): level for level in reversed(Level)}
UNKNOWN = gettext_lazy("“%(typed)s” is not on the list.")
ASKED = {
    Level.MUCH_MORE: gettext_lazy("What would surprise you both?"),
    Level.MORE: gettext_lazy("What is better than you dare to promise?"),
    Level.REACHED: gettext_lazy("What would you both call a good result?"),
    Level.LESS: gettext_lazy("What has begun, and is not there yet?"),
    Level.MUCH_LESS: gettext_lazy("How is it when nothing has changed, or has become worse?"),
}


def _text(label, rows, hint=""):
    # No limit for the browser: it would cut off what is pasted, and say nothing.
    attrs = {"rows": rows, "dir": "auto"}
    return forms.CharField(
        required=False, strip=False, label=label, help_text=hint, widget=forms.Textarea(attrs=attrs)
    )


def add_bad_words(form, bad):
    """Show what stands against words beside the fields that they were typed in."""
    for name, sentence in bad.parts.items():
        form.add_error(name if name in form.fields else None, sentence)


class GoalForm(forms.Form):
    """A goal, or the ``parts`` of it that one step of writing asks for."""

    title = forms.CharField(
        required=False,
        strip=False,
        label=gettext_lazy("What do you want to reach?"),
        help_text=gettext_lazy("One sentence that begins with “I”."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    why = _text(
        gettext_lazy("Why does it matter to you now?"),
        3,
        gettext_lazy("What would be different at work?"),
    )
    start = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        label=gettext_lazy("Where are you today?"),
        choices=[(int(level), level.label) for level in reversed(STARTS)],
        widget=RadioSelect(attrs={"class": "choices--inline"}),
    )
    competencies = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Which of your needs does it serve?"),
        widget=CheckboxSelectMultiple(attrs={"class": "choices--inline"}),
    )
    another = forms.CharField(
        required=False,
        label=gettext_lazy("Something else from the list"),
        widget=forms.TextInput(attrs={"list": "competencies", "autocomplete": "off"}),
    )
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    FIRST, LEVELS, SERVES = ("title", "why"), (*LEVEL_FIELDS, "start"), ("competencies", "another")

    def __init__(self, data=None, *, wording=None, start=None, revision=None, parts, serves=None):
        self.wording = wording or Wording()
        wording = self.wording
        initial = {"title": wording.title, "why": wording.why, "start": start, "seen": revision}
        initial |= {name: wording.at(level) for name, level in LEVEL_FIELDS.items()}
        initial["competencies"] = list(wording.competencies)
        super().__init__(data, initial=initial)
        self.registry = serves[0] if serves else None
        for name, level in LEVEL_FIELDS.items():
            self.fields[name] = _text(f"{signed(level)} · {level.label}", 2, ASKED[level])
        if serves:
            codes = dict.fromkeys([*serves[1], *wording.competencies])
            choices = [(code, self.registry.label(code)) for code in codes]
            self.fields["competencies"].choices = choices
        self.order_fields((*self.FIRST, *LEVEL_FIELDS, "start", *self.SERVES))
        for name in list(self.fields.keys() - {*parts, "seen"}):
            del self.fields[name]

    def clean_another(self):
        typed = self.cleaned_data["another"].strip()
        if not typed:
            return ""
        entry = self.registry.find(typed)
        if entry is None:
            near = self.registry.nearest(typed)
            said = UNKNOWN % {"typed": typed[:60]}
            if near:
                said = f"{said} {_('Did you mean: %(near)s?') % {'near': ', '.join(near)}}"
            raise forms.ValidationError(said)
        return entry.code

    def said(self):
        """The ``Wording`` with what was typed in this form put into it."""
        typed = self.cleaned_data
        wording = self.wording
        changed = {name: typed[name] for name in ("title", "why") if name in typed}
        levels = [typed.get(name_of(level), wording.at(level)) for level in Level]
        if "competencies" in typed:
            chosen = [*typed["competencies"], typed.get("another")]
            changed["competencies"] = tuple(code for code in chosen if code)
        return replace(wording, levels=tuple(levels), **changed)

    def try_to(self, act):
        """The result of ``act()``, or None when its words are refused, which the form then says."""
        try:
            return act()
        except BadWords as bad:
            add_bad_words(self, bad)
            return None


class WordsForm(forms.Form):
    """A few words under an id of their own; what more there is, its kinds say."""

    text = forms.CharField(required=False, strip=False)
    item = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    rows = 2
    label = hint = ""

    def __init__(self, data=None, *, initial=None):
        super().__init__(data, initial={"item": uuid7(), **(initial or {})})
        attrs = {"rows": self.rows, "dir": "auto"}
        self.fields["text"].widget = forms.Textarea(attrs=attrs)
        self.fields["text"].label, self.fields["text"].help_text = self.label, self.hint

    try_to = GoalForm.try_to


class MilestoneForm(WordsForm):
    label = gettext_lazy("A step on the way")
    hint = gettext_lazy("Small enough that you can say on that day: done.")
    due_on = forms.DateField(label=gettext_lazy("By"), widget=DateInput, required=False)


class ProgressForm(WordsForm):
    label = gettext_lazy("What has changed?")
    hint = gettext_lazy("One thing that you did or noticed. You can leave this empty.")
    level = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        label=gettext_lazy("Where does it stand?"),
        choices=[(int(level), signed(level)) for level in Level],
    )

    def __init__(self, data=None, *, wording=None, initial=None):
        super().__init__(data, initial=initial)
        field = self.fields["level"]
        field.widget = RadioSelect(hints=self.hints_of(wording), choices=field.choices)
        self.order_fields(("level", "text"))

    @staticmethod
    def hints_of(wording):
        """What the goal says of each level, below it."""
        return {int(level): wording.at(level) for level in Level} if wording else {}


class SuggestionForm(WordsForm):
    rows = 4
    label = gettext_lazy("Your suggestion")
    hint = gettext_lazy("A goal in one sentence, then why you think of it.")
    goal = forms.UUIDField(required=False, widget=forms.HiddenInput)
