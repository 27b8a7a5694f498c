"""Changes in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.changes.models import Act
from matching.words import cost

DONE = {
    Act.CHOOSE: gettext_lazy("Chosen; %(n)s in all have another mentor now."),
    Act.PIN: gettext_lazy("Pinned. No other change and no later run moves these two."),
    Act.VETO: gettext_lazy("Vetoed; %(n)s in all have another mentor now."),
    Act.SWAP: gettext_lazy("Exchanged; %(n)s in all have another mentor now."),
}


def sentence(act, asked, people):
    """What a change was, in a few words; ``people`` are participants by id."""
    names = [[people[pk].person.name for pk in pair] for pair in asked]
    if act == Act.SWAP:
        text = _("%(one)s and %(other)s exchanged mentors")
        return text % {"one": names[0][0], "other": names[1][0]}
    texts = {
        Act.CHOOSE: _("%(mentee)s with %(mentor)s"),
        Act.PIN: _("%(mentee)s with %(mentor)s, pinned"),
        Act.VETO: _("%(mentee)s not with %(mentor)s"),
    }
    return texts[act] % {"mentee": names[0][0], "mentor": names[0][-1]}


def price(change):
    """What a change cost, in a few words."""
    return cost(change.lost_matches, change.lost_points)
