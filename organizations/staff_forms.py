"""Forms about roles: who is to act as what, and for which company."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.ui.forms import RadioSelect
from organizations.models import Company
from organizations.names import clean_name
from organizations.roles import Role
from organizations.staff_queries import ROLES

HINTS = {
    Role.ADMINISTRATOR: gettext_lazy(
        "Does all that coordinators do, and decides who may act here."
    ),
    Role.COORDINATOR: gettext_lazy("Runs programs: people, matching, partnerships."),
    Role.HR: gettext_lazy("The contact of one company: sees its own people’s participation only."),
}


class RoleForm(forms.Form):
    """A role, with the company where it needs one."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[(role.value, role.label) for role in ROLES],
        widget=RadioSelect(hints={role.value: hint for role, hint in HINTS.items()}),
    )
    company = forms.ModelChoiceField(
        label=gettext_lazy("Company"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("None"),
        help_text=gettext_lazy("For HR only."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["company"].queryset = Company.objects.order_by("name")

    def clean_name(self):
        return clean_name(self.cleaned_data["name"])

    def clean(self):
        facts = super().clean()
        is_hr, company = facts.get("role") == Role.HR, facts.get("company")
        if is_hr and company is None and "company" not in self.errors:
            self.add_error("company", _("Choose the company whose contact this is."))
        if not is_hr:
            facts["company"] = None
        return facts


class InviteForm(RoleForm):
    """Whom to invite."""

    email = forms.EmailField(label=gettext_lazy("Mail address"), max_length=254)
    field_order = ("email", "name", "role", "company")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["name"].help_text = _("They can change it when they accept.")
