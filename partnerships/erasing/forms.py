"""Wanting to be erased, knowing what it means."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EraseForm(forms.Form):
    """One box to tick; a second one while a partnership runs."""

    understood = forms.BooleanField(
        label=_("I understand that this cannot be undone"),
        error_messages={"required": _("Tick this box if you understand it.")},
    )

    def __init__(self, *args, running=(), **kwargs):
        super().__init__(*args, **kwargs)
        if running:
            self.fields["ends_partnership"] = forms.BooleanField(
                label=_("My partnership ends with it"),
                error_messages={
                    "required": _("Tick this box too, or wait until your partnership is over.")
                },
            )
