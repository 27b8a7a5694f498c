"""Why a run has nobody for a mentee, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching import queries, words
from matching.quotas import words as quota_words


@dataclass(frozen=True)
class Nobody:
    """A mentee without a match, and why, in words."""

    participant: object
    lead: str
    lines: list
    can_be_placed: bool = True


def told_of(rows):
    """The ``Nobody`` of each of these rows of unmatched mentees."""
    rows = list(rows)
    helping = {pk for row in rows for pk in row.why.get("helps", ())}
    mentors, companies = queries.participants_by_id(helping), companies_of(rows)
    return [in_words(row, mentors, companies) for row in rows]


def companies_of(rows):
    """``{id as text: name}`` of the companies whose quotas leave these rows without anybody."""
    found = {quota[0] for row in rows for quota in row.why.get("quotas", ())}
    return quota_words.names_of(found) if found else {}


def in_words(row, mentors, companies):
    """The ``Nobody`` of a row; ``mentors`` are participants by id: those who could help."""
    why = row.why
    if why["kind"] == "incomplete":
        missing = ", ".join(str(words.MISSING[code]) for code in why["missing"])
        lead = _("The profile is incomplete.")
        line = _("Missing: %(what)s.") % {"what": missing}
        return Nobody(row.participant, lead, [line], can_be_placed=False)
    if why["kind"] == "rules":
        lead = _("No mentor of %(count)s passes all rules.") % {"count": why["mentors"]}
        return Nobody(row.participant, lead, words.binding_rules(why))
    if why["kind"] == "quotas":
        lead = _("There are places, and a quota stands before them.")
        return Nobody(row.participant, lead, quota_words.lines(why["quotas"], companies))
    lead = ngettext(
        "%(mentees)s mentees compete for %(places)s place.",
        "%(mentees)s mentees compete for %(places)s places.",
        why["places"],
    ) % {"mentees": why["mentees"], "places": why["places"]}
    names = [mentors[pk].person.name for pk in why["helps"] if pk in mentors]
    line = _("One more place at %(mentors)s would match one more.")
    return Nobody(row.participant, lead, [line % {"mentors": words.one_of(names)}])
