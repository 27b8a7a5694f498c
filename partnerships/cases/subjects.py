"""Whom a case is about, who is turned to first, and who can be written to."""

from django.utils.translation import gettext as _

from participants.roles import Side
from partnerships.cases.words import ONE, WORDS
from partnerships.lifecycle import MENTEE, MENTOR


def people_of(case):
    """``[(side, person)]``: the one whom it is about and then the partner, or mentee and mentor."""
    if case.partnership_id is None:
        return [(case.participant.side, case.participant.person)]
    sides = [MENTEE, MENTOR]
    if case.participant_id and case.participant.side == MENTOR:
        sides.reverse()
    return [(side, getattr(case.partnership, f"{side}_person")) for side in sides]


def participants_of(case):
    """``{side: participant}`` of those a case is about, in the same order."""
    if case.partnership_id is None:
        return {case.participant.side: case.participant}
    return {side: getattr(case.partnership, side) for side, _person in people_of(case)}


def participant_id_of(case, side):
    """The id of one of them, without reading who they are."""
    pair = case.partnership
    return getattr(pair, f"{side}_id") if pair is not None else case.participant_id


def company_of(case, side):
    """Where this one of the two works, as the pair or the participation has it."""
    if case.partnership_id is None:
        return case.participant.company.name
    return getattr(case.partnership, f"{side}_company").name


def subject_of(case):
    """Whom a case is about, in names: one person with what they are, or both of a pair."""
    (side, person), *others = people_of(case)
    if case.participant_id:
        said = {"name": person.name, "side": Side(side).label, "company": company_of(case, side)}
        return _("%(name)s, %(side)s, %(company)s") % said
    return _("%(one)s and %(other)s") % {"one": person.name, "other": others[0][1].name}


def recipients_of(case):
    """Sides to whom a mail can go: never the partner of somebody who told us something."""
    words = WORDS[case.signal]
    if not words.letter:
        return []
    if case.participant_id:
        return [case.participant.side]
    return [] if words.turn_to == ONE else [MENTEE, MENTOR]
