"""Reads about what comes after a partnership that ended early."""

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from partnerships.endings.models import NextMatch
from partnerships.lifecycle import MENTEE, MENTOR, Status

SAID = {
    True: _("%(name)s wants to be matched again."),
    False: _("%(name)s does not want to be matched again."),
    None: _("%(name)s has not said yet whether to be matched again."),
}


def said_by(person_id):
    """What this person has said about a next match, of a row of partnerships: or nothing."""
    rows = NextMatch.objects.filter(partnership=OuterRef("pk"), participant__person=person_id)
    return Subquery(rows.values("wants")[:1])


def said_after(partnership):
    """What both have said about a next match, in sentences for coordinators."""
    if partnership.status != Status.ENDED:
        return []
    rows = NextMatch.objects.filter(partnership=partnership)
    said = dict(rows.values_list("participant", "wants"))
    months = rows.values_list("months_credited", flat=True).first()
    words = [
        SAID[said.get(getattr(partnership, f"{side}_id"))]
        % {"name": getattr(partnership, f"{side}_person").name}
        for side in (MENTEE, MENTOR)
    ]
    if months:
        line = ngettext(
            "%(n)s month together is credited.", "%(n)s months together are credited.", months
        )
        words.append(line % {"n": months})
    return words


def is_held_back(side):
    """Of a row of partnerships: it ended early, and this side has not said yes to a next one."""
    yes = NextMatch.objects.filter(
        partnership=OuterRef("pk"), participant=OuterRef(side), wants=True
    )
    return Q(status=Status.ENDED) & ~Q(Exists(yes))


def wants_again(match):
    """Of a row that leads to a partnership by ``match``: it ended, and the mentee wants another."""
    return NextMatch.objects.filter(
        partnership=OuterRef(match),
        participant=F("partnership__mentee"),
        partnership__status=Status.ENDED,
        wants=True,
    )
