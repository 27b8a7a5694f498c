"""What is typed to be called, to close a call, to name a contact person, and to tell them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.tenancy.keys import uuid7
from mentoring.ui.forms import CodeInput, RadioSelect
from partnerships.concerns.kinds import OUTCOMES
from partnerships.concerns.services import (
    EMPTY,
    LONGEST_CONCERN,
    LONGEST_REACH,
    REACH_TOO_LONG,
    TOO_LONG,
)


class CallForm(forms.Form):
    """Nothing has to be said."""

    reach = forms.CharField(
        label=_("Number or time"),
        help_text=_("If another number or a certain time suits you best."),
        required=False,
        max_length=LONGEST_REACH,
        error_messages={"max_length": REACH_TOO_LONG},
        widget=forms.TextInput(attrs={"maxlength": None, "dir": "auto"}),
    )


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[(one.value, one.label) for one in OUTCOMES],
        widget=RadioSelect,
        error_messages={"required": _("Choose what became of the call.")},
    )


class ContactForm(forms.Form):
    """Who hears what the coordinators should not handle."""

    name = forms.CharField(label=_("Name"), max_length=160)
    email = forms.EmailField(
        label=_("Mail address"),
        help_text=_("Messages are announced there. Nobody else should read this mailbox."),
        max_length=254,
    )
    about = forms.CharField(
        label=_("Who they are"),
        help_text=_("A line for the participants, such as “Ombudsperson, not employed by us”."),
        max_length=200,
        required=False,
    )


class ConcernForm(forms.Form):
    """``contact`` is who stood on the page, ``item`` makes the same form sent twice one message."""

    text = forms.CharField(
        label=_("Your message"),
        strip=False,
        max_length=LONGEST_CONCERN,
        error_messages={"required": EMPTY, "max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 9, "dir": "auto", "maxlength": None}),
    )
    item = forms.UUIDField(widget=forms.HiddenInput)
    contact = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, contact):
        super().__init__(data, initial={"item": uuid7(), "contact": contact and contact.pk})


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=CodeInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Type the code from the mail.")},
    )
