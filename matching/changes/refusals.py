"""Why a change cannot be, by the names of the people it is about."""

from django.utils.translation import gettext as _

from matching import queries, rule_facts
from matching.engine.problem import Rule


def in_words(state, refused):
    """``PinsRefused`` of a change as sentences for the coordinator who asked."""
    ids = {pk for pin in refused.refused for pk in (pin.mentee, pin.mentor)}
    people = queries.participants_by_id(ids)
    told = []
    for pin in refused.refused:
        names = {"mentee": people[pin.mentee].person.name, "mentor": people[pin.mentor].person.name}
        if pin.rules:
            told.append(_against(state, pin, names))
        elif pin.reason == "more pins than the mentor has places":
            text = _("%(mentor)s: every place is pinned or decided already.")
            told.append(text % names)
        else:
            told.append(_("%(mentee)s with %(mentor)s is not possible.") % names)
    return " ".join(dict.fromkeys(told))


def _against(state, pin, names):
    pair = rule_facts.loaded_pair(pin.mentee, pin.mentor)
    lines = rule_facts.against(state.run.program, pair, Rule(pin.rules))
    why = " ".join(line.text for line in lines)
    return _("%(mentee)s with %(mentor)s is not possible. %(why)s") % {**names, "why": why}
