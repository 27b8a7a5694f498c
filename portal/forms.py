"""What a participant fills in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.ui.forms import RadioSelect
from partnerships.lifecycle import DeclineReason

PHOTOS = "image/jpeg,image/png,image/webp"


class DeclineForm(forms.Form):
    """A neutral category, or none."""

    reason = forms.ChoiceField(
        label=_("Would you like to say why?"),
        choices=[("", _("I would rather not say")), *DeclineReason.choices],
        required=False,
        widget=RadioSelect,
    )


class PhotoForm(forms.Form):
    """A file; whether it is a photo is found out by reading it."""

    photo = forms.FileField(
        label=_("Choose a photo"),
        help_text=_("JPEG, PNG or WebP, up to 10 MB. It is cut to a square around the middle."),
        error_messages={
            "required": _("Choose a photo first."),
            "empty": _("This file is empty. Choose another one."),
        },
        widget=forms.FileInput(attrs={"accept": PHOTOS}),
    )
