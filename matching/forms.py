"""Forms of matching: a run's options, the list's filters, decisions."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from matching.decisions import Band, Decision
from matching.models import MAX_SCORE


class Show(models.TextChoices):
    """Which matches the list shows."""

    OPEN = Decision.PROPOSED.value, _("To decide")
    APPROVED = Decision.APPROVED.value, _("Approved")
    REJECTED = Decision.REJECTED.value, _("Rejected")
    ANNOUNCED = Decision.ANNOUNCED.value, _("Announced")
    REFUSED = "refused", _("Could not be announced")


class Order(models.TextChoices):
    """In which order the list shows them; by how closely to look if nothing is said."""

    UNSURE = "unsure", _("Least sure first")
    LOWEST = "lowest", _("Lowest score first")
    HIGHEST = "highest", _("Highest score first")


class StartForm(forms.Form):
    floor = forms.IntegerField(
        label=_("The worst-off match gets at least"),
        help_text=_("Points, 0 to 10 000. It never costs anybody their match."),
        min_value=0,
        max_value=MAX_SCORE,
        required=False,
    )
    holds = forms.BooleanField(
        label=_("Hold the last run's matches still"),
        help_text=_("Only who has none is matched anew. What is approved stays approved."),
        required=False,
    )

    def clean_floor(self):
        return self.cleaned_data["floor"] or 0


class FilterForm(forms.Form):
    """Kept in the address. An unknown value filters nothing."""

    q = forms.CharField(required=False, max_length=80)
    show = forms.ChoiceField(
        label=_("Show"), choices=[("", _("All matches")), *Show.choices], required=False
    )

    band = forms.ChoiceField(
        label=_("How closely to look"),
        choices=[("", _("However sure")), *Band.choices],
        required=False,
    )
    order = forms.ChoiceField(
        label=_("Order"), choices=[("", _("Look closely first")), *Order.choices], required=False
    )

    @property
    def filters(self):
        self.is_valid()
        return self.cleaned_data


class DecideForm(forms.Form):
    """What to do with one match; ``alternates`` are two choices among its options."""

    action = forms.ChoiceField(
        choices=[("approve", "approve"), ("reopen", "reopen"), ("reject", "reject")]
    )
    mentor = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)
    first = forms.ChoiceField(label=_("First alternate"), required=False)
    second = forms.ChoiceField(label=_("Second alternate"), required=False)

    def __init__(self, *args, options=(), **kwargs):
        super().__init__(*args, **kwargs)
        nobody = [("", _("Nobody"))]
        for name in ("first", "second"):
            self.fields[name].choices = [*nobody, *options]

    @property
    def alternates(self):
        """Ids of the chosen mentors in order."""
        chosen = (self.cleaned_data.get("first"), self.cleaned_data.get("second"))
        return [pk for pk in chosen if pk]


class ApproveManyForm(forms.Form):
    alternates = forms.TypedChoiceField(
        label=_("Alternates for each"),
        help_text=_("Those that cost least, with a free place before the others."),
        choices=[(2, _("Two")), (1, _("One")), (0, _("None"))],
        coerce=int,
        initial=2,
    )


class TakeBackForm(forms.Form):
    goes_on = forms.BooleanField(
        label=_("Announce the next alternate instead"),
        help_text=_("Otherwise the alternates go too, and the mentee is back in the pool."),
        required=False,
    )

    @property
    def is_to_go_on(self):
        return self.is_valid() and self.cleaned_data["goes_on"]
