"""Announcing a match, answering it, taking it back: every write that moves a partnership.

Each step locks its row, looks again, and leaves one event row and one audit row. Whatever frees a
place wakes the sweep, so that the next alternate is announced without waiting for the minute tick.
"""

import contextlib
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.jobs.tasks import wake
from notifications.services import tell_many
from organizations.queries import current_employments
from organizations.roles import STAFF
from participants.models import MentorPlace, Participant
from participants.roles import Standing
from partnerships import lifecycle, queries
from partnerships.lifecycle import MENTEE, MENTOR, SYSTEM, Status
from partnerships.models import Partnership
from partnerships.refusals import (
    MENTOR_FULL,
    ONE_CHANGED_JOB,
    SAME_PERSON,
    CannotAnnounce,
    CannotAnswer,
    CannotBegin,
    CannotIntroduce,
    CannotWithdraw,
    explained,
)
from partnerships.stepping import end_now, locked, note, note_many, tell_sides, today_of

MOST_AT_ONCE = 200
REMIND_BEFORE = timedelta(days=2)
# Nobody is reminded on the day of the announcement itself.
REMIND_AFTER = timedelta(days=1)

NOT_YOURS = _("Each of the two answers for themselves.")
OVER = _("This match is over, so there is nothing left to answer.")
TOO_LATE = _("The time to answer this match has passed.")
ANSWERED_YES = _(
    "You have accepted this match. If something has changed, tell your coordinator: they can take "
    "it back."
)
NOT_INTRODUCED = _("Both finish the training of their part first.")
NOT_PREPARING = _("This partnership does not prepare any more.")
PROGRAM_OVER = _("The program of this partnership is over, so there is nothing left to begin.")
NO_LONGER_POSSIBLE = _(
    "This match can no longer go ahead, because something changed since it was announced. It is "
    "nothing that you did. Your coordinator can tell you what comes next."
)
AT_ACCEPTANCE = dict.fromkeys(
    ("competing", "competing_later", "not_taking_part", "job_changed"), NO_LONGER_POSSIBLE
)


@transaction.atomic
def announce_partnership(*, mentor, mentee, by, answer_days):
    """Propose the match to both, who have ``answer_days`` days to answer; holds a place.

    ``mentor`` and ``mentee`` are participants. Raises ``CannotAnnounce`` and writes nothing when a
    rule stands against the two.
    """
    [result] = announce_many([(mentor.pk, mentee.pk)], by=by, answer_days=answer_days)
    if isinstance(result, CannotAnnounce):
        raise result
    return result


@transaction.atomic
def announce_many(pairs, *, by, answer_days):
    """Propose many matches in few statements; ``pairs`` are ids of mentor and mentee.

    Answers, pair by pair, the Partnership or the ``CannotAnnounce`` that stands against it; one
    refusal stops none of the others.
    """
    people, jobs, places = _people_of(pairs)
    now = clock.now()
    results = []
    for mentor_id, mentee_id in pairs:
        mentor, mentee = people[mentor_id], people[mentee_id]
        refusal = _refusal_of(mentor, mentee, jobs, places)
        results.append(refusal or _proposed(mentor, mentee, jobs, places, now, answer_days))
    refusal = _save_all(results)
    if refusal and len(pairs) > 1:  # somebody's rule: find out whose, one by one
        return [announce_many([pair], by=by, answer_days=answer_days)[0] for pair in pairs]
    if refusal:
        return [refusal]
    made = [row for row in results if isinstance(row, Partnership)]
    note_many(made, "announce", "announced", by=by, role=_role(by))
    said = [(side, row) for row in made for side in (MENTOR, MENTEE)]
    tell_many(
        "match_announced",
        [(getattr(row, f"{side}_person"), row.pk, {"side": side}) for side, row in said],
    )
    return results


def _people_of(pairs):
    """Participants by id, held; jobs by person; the free places of each mentor, lowest first."""
    # All rows in one order: announcements of one mentor queue up here instead of colliding below.
    held = Participant.objects.filter(pk__in={pk for pair in pairs for pk in pair}).order_by("pk")
    held = held.select_related("person").select_for_update(of=("self",), no_key=True)
    people = {row.pk: row for row in held}
    mentors = {mentor for mentor, _mentee in pairs}
    live = Partnership.objects.filter(mentor=OuterRef("participant"), place=OuterRef("number"))
    free = MentorPlace.objects.filter(participant__in=mentors)
    free = free.exclude(Exists(live.filter(status__in=lifecycle.LIVE)))
    places = {mentor: [] for mentor in mentors}
    for mentor, number in free.order_by("number").values_list("participant", "number"):
        places[mentor].append(number)
    return people, current_employments([row.person_id for row in people.values()]), places


def _refusal_of(mentor, mentee, jobs, places):
    if mentor.person_id == mentee.person_id:
        return CannotAnnounce("same_person", SAME_PERSON)
    if not places[mentor.pk]:
        return CannotAnnounce("mentor_full", MENTOR_FULL)
    if mentor.person_id not in jobs or mentee.person_id not in jobs:
        return CannotAnnounce("job_changed", ONE_CHANGED_JOB)
    return None


def _proposed(mentor, mentee, jobs, places, now, answer_days):
    """The row of a new match, which takes the mentor's lowest free place."""
    return Partnership(
        program_id=mentee.program_id,
        mentor=mentor,
        mentee=mentee,
        mentor_person=mentor.person,
        mentee_person=mentee.person,
        mentor_employment=jobs[mentor.person_id],
        mentee_employment=jobs[mentee.person_id],
        mentor_company_id=jobs[mentor.person_id].company_id,
        mentee_company_id=jobs[mentee.person_id].company_id,
        place=places[mentor.pk].pop(0),
        announced_at=now,
        answer_by=now + timedelta(days=answer_days),
    )


def _save_all(results):
    """Write the rows among ``results``, all or none; answers what stands against one of them."""
    try:
        with explained(CannotAnnounce):
            Partnership.objects.bulk_create(row for row in results if isinstance(row, Partnership))
    except CannotAnnounce as refusal:
        return refusal
    return None


@transaction.atomic
def accept(partnership, *, by):
    """The person behind ``by`` says yes; the second yes makes the partnership *preparing*.

    Saying yes twice changes nothing. Raises ``CannotAnswer`` when the match is over, the time has
    passed, or the two may no longer be matched.
    """
    partnership = locked(partnership)
    side = _side(partnership, by)
    if getattr(partnership, f"{side}_accepted_at") and partnership.status not in lifecycle.FAILED:
        return partnership
    _check_open(partnership)
    setattr(partnership, f"{side}_accepted_at", clock.now())
    if partnership.is_revealed:
        partnership.status = lifecycle.step(partnership.status, "prepare", side).target
    with explained(CannotAnswer, AT_ACCEPTANCE):
        partnership.save(update_fields=["status", f"{side}_accepted_at"])
    note(partnership, "accept", "accepted", by=by, role=side)
    if partnership.is_revealed:
        tell_sides("partnership_preparing", partnership, MENTOR, MENTEE)
        wake()
    return partnership


def introduce_trained():
    """Due work: open the meetings of those who have both finished their training."""
    for pk in list(queries.to_be_introduced().values_list("pk", flat=True)[:MOST_AT_ONCE]):
        # Somebody may end it or change the training at this moment; then there is nothing to do.
        with contextlib.suppress(CannotIntroduce):
            _introduce(pk)


@transaction.atomic
def _introduce(pk):
    waiting = Partnership.objects.filter(pk=pk, status=Status.PREPARING, introduced_at__isnull=True)
    partnership = waiting.select_for_update(skip_locked=True, no_key=True).first()
    if partnership is None:
        return
    partnership.introduced_at = clock.now()
    with explained(CannotIntroduce):
        partnership.save(update_fields=["introduced_at"])
    note(partnership, "introduce", "introduced", by=None, role=SYSTEM)
    tell_sides("partnership_introduced", partnership, MENTOR, MENTEE)


@transaction.atomic
def begin(partnership, *, by):
    """The last of the two signatures makes it *active*; ``by`` is who gave it.

    Its own end is the last day of the program. A partnership that runs already stays as it is.
    Raises ``CannotBegin`` before the introduction, after the program's end, or when it is over.
    """
    partnership = locked(partnership)
    side = _side(partnership, by)
    if partnership.status in lifecycle.UNDER_WAY:
        return partnership
    if partnership.status != Status.PREPARING:
        raise CannotBegin("not_preparing", NOT_PREPARING)
    if partnership.introduced_at is None:
        raise CannotBegin("not_introduced", NOT_INTRODUCED)
    if partnership.program.ends_on <= today_of(partnership):
        raise CannotBegin("program_over", PROGRAM_OVER)
    partnership.status = lifecycle.step(partnership.status, "activate", side).target
    partnership.ends_on = partnership.program.ends_on
    with explained(CannotBegin):
        partnership.save(update_fields=["status", "ends_on"])
    note(partnership, "activate", "activated", by=by, role=side, ends_on=partnership.ends_on)
    tell_sides("partnership_active", partnership, MENTOR, MENTEE)
    return partnership


@transaction.atomic
def decline(partnership, *, by, reason=""):
    """The person behind ``by`` says no. ``reason`` is a ``DeclineReason`` that coordinators see.

    Saying no twice changes nothing. Raises ``CannotAnswer`` after one's own yes, or when the match
    is over.
    """
    partnership = locked(partnership)
    side = _side(partnership, by)
    if partnership.status == Status.DECLINED and _declined_by(partnership) == side:
        return partnership
    if getattr(partnership, f"{side}_accepted_at") and partnership.status not in lifecycle.FAILED:
        raise CannotAnswer("answered_yes", ANSWERED_YES)
    _check_open(partnership)
    end_now(partnership, "decline", "declined", by=by, role=side, reason=reason)
    tell_sides("match_over", partnership, MENTEE if side == MENTOR else MENTOR)
    return partnership


@transaction.atomic
def withdraw(partnership, *, by):
    """A coordinator (``by``) or the system (None) takes back what is not answered by both.

    Twice changes nothing. Raises ``CannotWithdraw`` when both have accepted or the match is over.
    """
    if by is not None and by.role not in STAFF:
        raise CannotWithdraw("not_yours", _("Only a coordinator can take a match back."))
    partnership = locked(partnership)
    if partnership.status == Status.WITHDRAWN:
        return partnership
    if partnership.is_revealed:
        message = _("Both have accepted, so this is a partnership now. It can be ended instead.")
        raise CannotWithdraw("answered", message)
    if partnership.status != Status.PROPOSED:
        raise CannotWithdraw("over", _("This match is over already."))
    end_now(partnership, "withdraw", "withdrawn", by=by, role=_role(by))
    tell_sides("match_over", partnership, MENTOR, MENTEE)
    return partnership


def expire_unanswered():
    """Due work: end the matches whose time to answer has passed."""
    overdue = Partnership.objects.filter(
        status=Status.PROPOSED, answer_by__lte=clock.now()
    ).order_by("answer_by")
    for pk in list(overdue.values_list("pk", flat=True)[:MOST_AT_ONCE]):
        _expire(pk)


@transaction.atomic
def _expire(pk):
    open_rows = Partnership.objects.filter(pk=pk, status=Status.PROPOSED)
    partnership = open_rows.select_for_update(skip_locked=True, no_key=True).first()
    if partnership is None:  # somebody answers or takes it back at this moment
        return
    end_now(partnership, "expire", "expired", by=None, role=SYSTEM)
    tell_sides("match_over", partnership, MENTOR, MENTEE)


def withdraw_of_leavers():
    """Due work: take back the announced matches of people who no longer take part."""
    stays = {"mentor__standing": Standing.IN, "mentee__standing": Standing.IN}
    announced = Partnership.objects.filter(status=Status.PROPOSED)
    for partnership in announced.exclude(**stays).order_by("pk")[:MOST_AT_ONCE]:
        # Somebody may answer or take it back at this moment; then there is nothing left to do.
        with contextlib.suppress(CannotWithdraw):
            withdraw(partnership, by=None)


def remind_unanswered():
    """Due work: remind, once, who has not answered two days before the time is up."""
    for side in (MENTOR, MENTEE):
        for partnership in queries.to_be_reminded(side, REMIND_BEFORE, REMIND_AFTER)[:MOST_AT_ONCE]:
            tell_sides("answer_reminder", partnership, side)


def _role(by):
    return SYSTEM if by is None else lifecycle.COORDINATOR


def _side(partnership, by):
    """Which of the two ``by`` is."""
    if by.person_id == partnership.mentor_person_id:
        return MENTOR
    if by.person_id == partnership.mentee_person_id:
        return MENTEE
    raise CannotAnswer("not_yours", NOT_YOURS)


def _check_open(partnership):
    if partnership.status != Status.PROPOSED:
        raise CannotAnswer("over", OVER)
    if partnership.answer_by <= clock.now():
        raise CannotAnswer("too_late", TOO_LATE)


def _declined_by(partnership):
    return partnership.events.filter(action="decline").values_list("role", flat=True).first()
