"""What must hold of any partnership, however it came to stand as it does."""

from datetime import timedelta

from partnerships.agreements.models import Signature
from partnerships.lifecycle import FINAL, LIVE, STEPS, Status
from partnerships.models import Partnership


def promises_broken(pair):
    """The promises that this partnership breaks, in words: none, in any state."""
    pair = Partnership.objects.select_related("program").get(pk=pair.pk)
    events = list(pair.events.order_by("at", "id"))
    checks = {
        "its steps are steps of the table": steps_lead_to(events, pair.status),
        "a place is held iff it is live": (pair.place is None) == (pair.status in FINAL),
        "a moment of the end iff it is over": (pair.ended_at is None) == (pair.status in LIVE),
        "the end moves by pauses and extensions alone": _ends_where_it_must(pair),
        "pauses move it no further than allowed": pair.days_paused <= pair.program.pause_days,
        "extensions move it no further": pair.days_extended <= pair.program.extension_days,
        "it rests since a day iff it rests": (pair.paused_on is not None)
        == (pair.status == Status.PAUSED),
        "nothing is proposed unless it runs": pair.status == Status.ACTIVE
        or not pair.extensions.filter(outcome="").exists(),
        "it began with both signatures": _is_signed(pair, events),
        "each extension was agreed by both": pair.days_extended == _days_agreed(pair),
        "a mentor has no more than they gave": Partnership.objects.filter(
            mentor=pair.mentor, status__in=LIVE
        ).count()
        <= pair.mentor.places.count(),
    }
    return [words for words, holds in checks.items() if not holds]


def steps_lead_to(events, status):
    """Whether these events, from both accepted on, are steps of the table, to ``status``."""
    now = Status.PREPARING
    for event in events:
        step = STEPS.get(event.action)
        if step is None:  # something said on the way, which moves no status
            if event.status != now:
                return False
            continue
        if now not in step.sources or event.role not in step.by or event.status != step.target:
            return False
        now = step.target
    return now == status


def _ends_where_it_must(pair):
    if pair.ends_on is None:
        return pair.status in (Status.PROPOSED, Status.PREPARING, Status.ENDED)
    moved = timedelta(days=pair.days_paused + pair.days_extended)
    return pair.ends_on == pair.program.ends_on + moved


def _is_signed(pair, events):
    if not any(event.action == "activate" for event in events):
        return pair.status not in (Status.ACTIVE, Status.PAUSED)
    rows = Signature.objects.filter(agreement__partnership=pair)
    signers = {}
    for agreement, person in rows.values_list("agreement", "person"):
        signers.setdefault(agreement, set()).add(person)
    return {pair.mentor_person_id, pair.mentee_person_id} in signers.values()


def _days_agreed(pair):
    agreed = pair.extensions.filter(outcome="agreed")
    return sum((one.to_ends_on - one.from_ends_on).days for one in agreed)
