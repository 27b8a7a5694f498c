"""The text of a module or a guide, as coordinators write it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.modules import parsing, versions
from training.modules.models import LONGEST_SOURCE
from training.roles import TextKind


class SourceForm(forms.Form):
    """A text, edited from version ``number``; read into its parts while it is checked."""

    source = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy(
            "Title and summary come first. Lines that begin with == open the exercise, the story "
            "and the questions; the marks are explained beside."
        ),
        max_length=LONGEST_SOURCE,
        strip=False,
        widget=forms.Textarea({"rows": 32, "spellcheck": "true"}),
    )
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000)

    def __init__(self, *args, kind=TextKind.MODULE, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind, self.text = kind, None

    def clean_source(self):
        source = versions.tidied(self.cleaned_data["source"])
        try:
            read = parsing.module if self.kind == TextKind.MODULE else parsing.guide
            self.text = read(source)
        except parsing.Mistake as mistake:
            raise forms.ValidationError(_quoted(mistake, source)) from mistake
        return source


def _quoted(mistake, source):
    """What is wrong, with the line in which it is."""
    lines = source.splitlines()
    if not mistake.line or mistake.line > len(lines) or not lines[mistake.line - 1].strip():
        return str(mistake)
    said = {"mistake": mistake, "line": lines[mistake.line - 1][:80]}
    return _("%(mistake)s (“%(line)s”)") % said
