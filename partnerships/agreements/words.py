"""An agreement in words: its cadence, what an amendment changes, and how far its signing is."""

from django.utils.translation import gettext as _

from partnerships.agreements.forms import FORMS, MINUTES, WEEKS


def cadence(row):
    """``[(name, value)]`` of how often, how long and how the two meet."""
    return [
        (_("How often"), dict(WEEKS).get(row.weeks, row.weeks)),
        (_("How long"), dict(MINUTES).get(row.minutes, _("%(n)s minutes") % {"n": row.minutes})),
        (_("How"), dict(FORMS)[row.form]),
    ]


def changes(before, after):
    """Sentences for what is proposed to change from one ``Said`` to another."""
    found = [
        _("%(name)s: %(after)s (so far: %(before)s)") % {"name": name, "after": new, "before": old}
        for (name, old), (_name, new) in zip(cadence(before.row), cadence(after.row), strict=True)
        if old != new
    ]
    if before.row.clauses_id != after.row.clauses_id:
        found.append(_("What you add in your own words is changed."))
    if before.row.text_id != after.row.text_id:
        numbers = {"after": after.row.text.number, "before": before.row.text.number}
        found.append(_("The text is version %(after)s (so far: version %(before)s).") % numbers)
    return found


def seen(partnership, agreements):
    """What coordinators see of a pair's ``Agreements``, or None before both have accepted."""
    if not partnership.is_revealed:
        return None
    people = [partnership.mentee_person, partnership.mentor_person]
    holds = agreements.standing
    return {
        "lines": [
            {
                "number": said.row.number,
                "text": said.row.text.number,
                "holds": said is holds,
                "cadence": " · ".join(str(value) for _name, value in cadence(said.row)),
                "signed": [{"name": one.name, "at": said.signed_at.get(one.pk)} for one in people],
            }
            for said in agreements.all
        ]
    }
