"""What a coordinator says when something is done with a case."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring import clock
from mentoring.ui.forms import DateInput, RadioSelect
from partnerships.cases.kinds import Channel, Decision, Level
from partnerships.cases.offered import outcomes
from partnerships.cases.subjects import participants_of, people_of

NOBODY = "nobody"
TOLD, NOT_TOLD = "yes", "no"


class GiveForm(forms.Form):
    """Who looks after it from now on; ``seen`` is who did when the page was drawn."""

    owner = forms.ChoiceField(label=gettext_lazy("Who looks after it"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, case, owners, **kwargs):
        super().__init__(*args, **kwargs)
        people = [(pk, name) for pk, name in owners.items() if pk != str(case.owner_id)]
        self.fields["owner"].choices = [*people, (NOBODY, _("Nobody, so that anybody takes it"))]
        self.fields["seen"].initial = str(case.owner_id or "")


class DueForm(forms.Form):
    """Another day on which it is due."""

    day = forms.DateField(label=gettext_lazy("Due on"), widget=DateInput)

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = case.due_on


class SnoozeForm(forms.Form):
    """The day on which it is there again."""

    until = forms.DateField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("Within 30 days. It then comes back by itself."),
        widget=DateInput,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = clock.today() + timedelta(days=3)


class ContactForm(forms.Form):
    """That one was in touch with somebody, never what was said."""

    whom = forms.ChoiceField(label=gettext_lazy("With whom"))
    channel = forms.ChoiceField(
        label=gettext_lazy("How"), choices=[("", gettext_lazy("Choose")), *Channel.choices]
    )
    on = forms.DateField(label=gettext_lazy("When"), widget=DateInput)

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in participants_of(case).values()}
        names = {side: person.name for side, person in people_of(case)}
        self.fields["whom"].choices = [
            (str(one.pk), names[side]) for side, one in participants_of(case).items()
        ]
        self.fields["on"].initial = clock.today()

    def clean_whom(self):
        return self.people[self.cleaned_data["whom"]]


class RaiseForm(forms.Form):
    """How far up it goes, and for the highest level whether the person is told."""

    level = forms.TypedChoiceField(
        label=gettext_lazy("Who has to look after it"),
        coerce=int,
        choices=Level.choices,
        widget=RadioSelect,
    )
    told = forms.ChoiceField(
        label=gettext_lazy("For the last of these: is the person told?"),
        choices=[
            ("", gettext_lazy("Choose")),
            (TOLD, gettext_lazy("Yes, they are told")),
            (NOT_TOLD, gettext_lazy("No, it would put somebody in danger")),
        ],
        required=False,
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["level"].initial = case.level

    def clean_told(self):
        said = self.cleaned_data["told"]
        return None if not said else said == TOLD


class DecideForm(forms.Form):
    """What becomes of a pair about which a fact has changed."""

    decision = forms.ChoiceField(
        label=gettext_lazy("What becomes of the two"),
        help_text=gettext_lazy("Talk to both first. It is recorded, and settles what has changed."),
        choices=Decision.choices,
        widget=RadioSelect,
    )


class CloseForm(forms.Form):
    """What became of it."""

    outcome = forms.ChoiceField(label=gettext_lazy("What became of it"), widget=RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = outcomes()
