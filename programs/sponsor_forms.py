"""The form of what a sponsor and the organization agreed."""

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.ui.forms import CheckboxSelectMultiple
from programs.models import Aim, Sponsorship
from programs.sponsoring import MOST_CONTACTS

EMPTY_ROWS = 2
DEAREST = 9_999_999_999


class ContactForm(forms.Form):
    """One contact; a row without any text is no contact."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160, required=False)
    email = forms.EmailField(label=gettext_lazy("Mail address"), max_length=254, required=False)
    gets_reports = forms.BooleanField(label=gettext_lazy("Gets reports"), required=False)

    def clean(self):
        name, email = self.cleaned_data.get("name"), self.cleaned_data.get("email")
        if email and not name:
            self.add_error("name", _("Write whose address this is."))
        if name and not email and not self.has_error("email"):
            self.add_error("email", _("Write the address of this contact, or remove the name."))
        return self.cleaned_data


ContactSet = forms.formset_factory(
    ContactForm, extra=EMPTY_ROWS, max_num=MOST_CONTACTS, validate_max=True
)


class AgreementForm(forms.Form):
    """Aims, cost and contacts of one sponsor; the contacts are a set of small forms."""

    aims = forms.MultipleChoiceField(
        label=gettext_lazy("What the company wants from it"),
        choices=Aim.choices,
        required=False,
        widget=CheckboxSelectMultiple,
        help_text=gettext_lazy("Its final report sets the results against these."),
    )
    cost = forms.DecimalField(
        label=gettext_lazy("Cost of taking part"),
        required=False,
        min_value=0,
        decimal_places=2,
        validators=[MaxValueValidator(DEAREST)],
        help_text=gettext_lazy("Its report divides it by completed partnerships."),
    )
    currency = forms.CharField(
        label=gettext_lazy("Currency"),
        max_length=3,
        validators=Sponsorship._meta.get_field("currency").validators,
    )

    def __init__(self, data=None, *, sponsorship, **kwargs):
        initial = {key: getattr(sponsorship, key) for key in ("aims", "cost", "currency")}
        super().__init__(data, initial=initial, **kwargs)
        stored = [
            {key: getattr(row, key) for key in ("name", "email", "gets_reports")}
            for row in sponsorship.contacts.all()
        ]
        self.contacts = ContactSet(data, initial=stored, prefix="contacts")

    def is_valid(self):
        return all([super().is_valid(), self.contacts.is_valid()])

    def agreed(self):
        """What ``sponsoring.agree`` takes."""
        rows = [form.cleaned_data for form in self.contacts if form.cleaned_data.get("email")]
        contacts = [(row["name"], row["email"], row["gets_reports"]) for row in rows]
        return {**self.cleaned_data, "contacts": contacts}

    @property
    def contact_rows(self):
        """``[(label, ContactForm)]`` of the page."""
        return [
            (_("Contact %(n)s") % {"n": number}, form)
            for number, form in enumerate(self.contacts, start=1)
        ]
