"""What HR types, checked field by field."""

from django import forms
from django.utils.translation import gettext_lazy

from company import competitors


class CompetitorsForm(forms.Form):
    """Names of companies, one a line."""

    names = forms.CharField(
        label=gettext_lazy("Companies your people must not meet"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "dir": "auto"}),
        help_text=gettext_lazy("One company a line, by the name you know it by."),
        error_messages={"required": gettext_lazy("Type the name of at least one company.")},
    )

    def clean_names(self):
        """``[name]``, each once."""
        return competitors.names_in(self.cleaned_data["names"])
