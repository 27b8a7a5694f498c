"""The page on which somebody ranks the profiles that they were shown, without names."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from matching.shortlists import queries, services
from organizations.access import organization_view
from organizations.roles import Role
from participants.roles import Side
from partnerships.cards import cards_for

WISHES = {
    1: gettext_lazy("First choice"),
    2: gettext_lazy("Second choice"),
    3: gettext_lazy("Third choice"),
}
NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class RankForm(forms.Form):
    """A wish for each candidate, or none; each wish goes to one of them.

    ``choices`` of a valid form are the candidates' ids, the first choice first.
    """

    def __init__(self, *args, own, **kwargs):
        ranks = {pk: rank for rank, pk in enumerate(own.answer.choices, 1)} if own.answer else {}
        self.rows = {f"wish-{row.pk}": row.pk for row in own.candidates}
        kwargs["initial"] = {name: ranks.get(pk, "") for name, pk in self.rows.items()}
        super().__init__(*args, **kwargs)
        most = min(len(WISHES), len(own.candidates))
        for letter, name in zip(NAMES, self.rows, strict=False):
            label = profile_name(own.participant.side, letter)
            self.fields[name] = forms.TypedChoiceField(
                label=_("Your wish for %(profile)s") % {"profile": label},
                choices=[("", _("No wish")), *list(WISHES.items())[:most]],
                coerce=int,
                empty_value=None,
                required=False,
            )

    def clean(self):
        given = [wish for name in self.rows if (wish := self.cleaned_data.get(name))]
        if len(set(given)) < len(given):
            raise forms.ValidationError(_("Two profiles have the same wish. Give each wish once."))
        if not given and not self.errors:
            raise forms.ValidationError(
                _("Give at least one wish, or say that none of these suits you.")
            )
        return self.cleaned_data

    @property
    def choices(self):
        given = {pk: self.cleaned_data[name] for name, pk in self.rows.items()}
        return sorted((pk for pk in given if given[pk]), key=given.get)


def profile_name(side, letter):
    """What a profile without a name is called to a reader of ``side``."""
    other = _("Mentor %(letter)s") if side == Side.MENTEE else _("Mentee %(letter)s")
    return other % {"letter": letter}


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def shortlist(request, participant):
    """Read the profiles and rank them, or none of them; later only what was sent."""
    own = queries.own_list_or_404(participant, request.membership.person_id)
    form = RankForm(request.POST if request.method == "POST" else None, own=own)
    if request.method != "POST":
        return render(request, "portal/shortlist.html", _page(own, form))
    wants_none = "none" in request.POST
    if not wants_none and not form.is_valid():
        return render(request, "portal/shortlist.html", _page(own, form), status=422)
    try:
        services.rank(own, [] if wants_none else form.choices, by=request.membership)
    except services.CannotRank as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Thank you. You can change it for as long as it is open."))
    return redirect("portal:shortlist", request.organization.slug, own.participant.pk)


def _page(own, form):
    """``profiles`` are ``(name, card, field, wish)``; nothing in them names anybody."""
    mine = own.participant
    side = Side.MENTOR if mine.side == Side.MENTEE else Side.MENTEE
    others = {row.pk: getattr(row, side) for row in own.candidates}
    cards = cards_for(mine, others.values())
    chosen = own.answer.choices if own.answer else []
    return {
        "list": own,
        "program": mine.program,
        "side": side,
        "zone": mine.time_zone or "UTC",
        "form": form,
        "wants_none": own.answer is not None and not chosen,
        "profiles": [
            (
                profile_name(mine.side, letter),
                cards[others[row.pk].pk],
                form[f"wish-{row.pk}"],
                WISHES[chosen.index(row.pk) + 1] if row.pk in chosen else "",
            )
            for letter, row in zip(NAMES, own.candidates, strict=False)
        ],
    }
