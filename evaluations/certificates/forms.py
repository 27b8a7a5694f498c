"""What is typed to revoke a certificate, and to check one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.certificates import codes
from evaluations.certificates.models import MOST_OF_REASON
from evaluations.certificates.services import NO_REASON, REASON_TOO_LONG


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Coordinators alone read it."),
        max_length=MOST_OF_REASON,
        error_messages={"required": NO_REASON, "max_length": REASON_TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "maxlength": None}),
    )


class VerifyForm(forms.Form):
    """Spaces, dashes and small letters do not matter."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("It stands at the foot of the certificate: seven groups of four."),
        max_length=codes.LONGEST_TYPED,
        error_messages={"required": _("Type the code that is printed on the certificate.")},
        widget=forms.TextInput(
            attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def clean_code(self):
        code = codes.clean(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(
                _("A code has 28 letters and digits. Compare it with the certificate.")
            )
        return code


class NameForm(forms.Form):
    family_name = forms.CharField(
        label=_("Family name"),
        help_text=_("As it is printed. We say whether it is the one on this certificate."),
        max_length=80,
        error_messages={"required": _("Type the family name that is printed.")},
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
