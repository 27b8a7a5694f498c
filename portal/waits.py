"""What waits for one of the two, from the facts that each part of a partnership knows."""

from partnerships.lifecycle import BEGUN
from partnerships.waiting import pairs_with_what_waits
from portal.situations import COUNTERSIGN, PROPOSE, SIGN, Waits


def add_what_waits(partnerships, person_id):
    """What waits in each partnership of the person, in one statement.

    Two who know each other have ``news``, how much is new; those who can meet also ``waits``.
    """
    if not any(row.is_revealed for row in partnerships):
        return
    found = {row.pk: row for row in pairs_with_what_waits(person_id)}
    for partnership in partnerships:
        if row := found.get(partnership.pk):
            partnership.news = row.news
            if partnership.introduced_at and partnership.status in BEGUN:
                partnership.waits = _waits(row)


def _waits(row):
    return Waits(
        end_proposed=row.lasting_proposed_end,
        resume_asked=row.lasting_resume_asked,
        to_answer=row.meeting_to_answer,
        to_confirm=row.meeting_to_confirm,
        next_at=row.next_meeting_at,
        next_meeting=str(row.next_meeting or ""),
        is_offered=not row.no_meeting_planned and row.next_meeting_at is None,
        has_met=row.last_meeting_at is not None,
        check=str(row.fit_check_open or row.check_open or ""),
        check_until=row.fit_check_open_until or row.check_open_until,
        is_fit_check=row.fit_check_open is not None,
        agreement=_agreement(row),
        goals_missing=row.goals_missing,
        goals_suggested=row.goals_suggested,
        actions_overdue=row.actions_overdue,
    )


def _agreement(row):
    if row.agreement_to_sign:
        return SIGN
    if row.agreement_to_countersign:
        return COUNTERSIGN
    return PROPOSE if row.agreement_to_propose else ""
