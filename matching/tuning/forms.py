"""The sliders: six weights that make 100 together, the share of stories, and the floor."""

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.engine.scoring import Weights
from matching.models import MAX_SCORE
from mentoring import semantic
from mentoring.ui.forms import RangeInput
from programs.models import WEIGHTS

LABELS = {
    "weight_needs": _("Needs covered"),
    "weight_path": _("Walked the same step"),
    "weight_ways": _("Ways of working"),
    "weight_wishes": _("Wishes of both"),
    "weight_logistics": _("Logistics"),
    "weight_perspective": _("Another perspective"),
}
STEP = 50
STORIES = "story_share"


class TuningForm(forms.Form):
    """Read from the address to look, and posted to save; only saving asks that they make 100."""

    floor = forms.IntegerField(
        label=_("The worst-off match gets at least"),
        help_text=_("Points. It never costs anybody their match."),
        min_value=0,
        max_value=MAX_SCORE,
        required=False,
        widget=RangeInput(attrs={"step": STEP}),
    )

    def __init__(self, data=None, *, program, floor=0):
        self.settings = (*WEIGHTS, STORIES) if semantic.is_available() else WEIGHTS
        saved = {name: getattr(program, name) for name in self.settings} | {"floor": floor}
        # What the address does not say is as it is saved.
        super().__init__(saved | {k: v for k, v in data.items() if k in saved} if data else saved)
        for name, label in LABELS.items():
            self.fields[name] = forms.IntegerField(
                label=label, min_value=0, max_value=100, widget=RangeInput
            )
        if STORIES in self.settings:
            self.fields[STORIES] = forms.IntegerField(
                label=_("Stories, as a share of the needs"),
                help_text=_(
                    "Percent of the needs covered that compares what mentees want with what "
                    "mentors have lived, in their own words."
                ),
                min_value=0,
                max_value=100,
                widget=RangeInput,
            )

    @property
    def sliders(self):
        """The weights that make 100 together."""
        return [self[name] for name in WEIGHTS]

    @property
    def stories(self):
        """The slider of the stories, or None where nothing can compare them."""
        return self[STORIES] if STORIES in self.settings else None

    @property
    def weight_sum(self):
        """What the sliders add up to."""
        return sum(self.cleaned_data[name] for name in WEIGHTS)

    @property
    def chosen(self):
        """``{setting of the program: percent}``."""
        return {name: self.cleaned_data[name] for name in self.settings}

    @property
    def weights(self):
        """For the engine; only their proportion counts."""
        weights = (self.cleaned_data[name] for name in WEIGHTS)
        return Weights(*weights, story=self.cleaned_data.get(STORIES, 0))

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned[name] for name in WEIGHTS):
            raise forms.ValidationError(_("Something has to count: move one slider up."))
        cleaned["floor"] = cleaned.get("floor") or 0
        return cleaned
