"""What the API writes of runs: how they stand, places, changes, and what announcing would do."""

import dataclasses
from itertools import chain

from django.http import Http404

from matching import proof, queries, words
from matching.changes.models import Act, Change
from matching.changes.offers import attempt, offers_of
from matching.changes.pages import part_or_404
from matching.changes.state import fingerprint, state_of
from matching.models import Unmatched
from matching.nobody import told_of
from matching.quotas.limits import limits_of
from mentoring.jobs import progress

MOST_REFUSED = 100


def run_of(program, number):
    """A run with its counts, and how far it is while it is at work."""
    run = queries.run_or_404(program, number)
    counts = queries.approved_in_numbers(run)
    run.approved, run.announced = counts["approved"], counts["announced"]
    run.is_newest = run.number == run.newest_number
    run.quotas = limits_of(run)
    run.progress = progress.read(run.pk) if run.is_open else None
    return run


def place_of(run, participant_id):
    """A mentee of a run: whom they have, whom else they could have, or why nobody."""
    part_or_404(run, participant_id)
    mentee, state = str(participant_id), state_of(run)
    mentor = state.mentor_of.get(mentee)
    offers = offers_of(state, mentee)
    moves = list(chain.from_iterable(offer.moves for offer in offers))
    people = _people({mentee, mentor, *(offer.mentor for offer in offers)}, moves)
    match = queries.match_of(run, participant_id)
    nobody = Unmatched.objects.filter(run=run, participant=participant_id).first()
    return {
        "mentee": people[mentee],
        "mentor": people.get(mentor),
        "match": match and match.pk,
        "is_held": mentee in state.held,
        "is_pinned": (mentee, mentor) in state.problem.pins,
        "options": [_option(offer, people) for offer in offers],
        "nobody": told_of([nobody])[0] if nobody else None,
    }


def _option(offer, people):
    return {
        "mentor": people[offer.mentor],
        "score": offer.score,
        "free": offer.free,
        "others": _moves(offer.moves, people),
        "seen": offer.seen or None,
        **_price(offer.loss.matches, offer.loss.points),
    }


def _price(matches, points):
    return {"matches": matches, "points": points, "cost": words.cost(matches, points)}


def _people(ids, moves):
    """Participants by id: these, and everybody who moves."""
    moved = {pk for move in moves for pk in (move.mentee, move.before, move.after)}
    return queries.participants_by_id({*ids, *moved} - {None})


def _moves(moves, people):
    return [
        {
            "mentee": people[move.mentee],
            "before": people.get(move.before),
            "after": people.get(move.after),
        }
        for move in moves
    ]


def effect_of(run, participant_id, act, other):
    """A change before it is made, with the sign of it, or why it cannot be."""
    part_or_404(run, participant_id)
    if act not in Act.values or str(other) not in queries.participants_by_id({other}):
        raise Http404
    effect, refused = attempt(state_of(run), act, str(participant_id), str(other))
    return {"effect": effect and _effect(effect), "refused": refused}


def _effect(effect):
    return {
        "moves": _moves(effect.moves, _people(set(), effect.moves)),
        "before": proof.outcome_as_data(effect.before),
        "after": proof.outcome_as_data(effect.after),
        "seen": fingerprint(effect.cost, effect.moves),
        **_price(effect.cost.matches, effect.cost.points),
    }


def changes_of(run):
    """Every change of a run, the newest first, without what is only for undoing it."""
    rows = Change.objects.filter(run=run).select_related("made_by", "undone_by")
    return rows.defer("claim", "before", "pins", "vetoes").order_by("-number")


def with_people(changes):
    """What the API writes of these changes."""
    changes = list(changes)
    pairs = {pk for change in changes for pair in change.asked for pk in pair if pk}
    moved = {pk for change in changes for move in change.moves for pk in move.values() if pk}
    people = queries.participants_by_id(pairs | moved)
    return [_change(change, people) for change in changes]


def _change(change, people):
    copied = ("number", "act", "certificate", "outcome", "made_by", "made_at")
    return {
        **{name: getattr(change, name) for name in (*copied, "undone_by", "undone_at")},
        "pairs": [
            {"mentee": people[mentee], "mentor": people.get(mentor)}
            for mentee, mentor in change.asked
        ],
        "moves": [
            {name: people.get(move[name]) for name in ("mentee", "before", "after")}
            for move in change.moves
        ],
        **_price(change.lost_matches, change.lost_points),
    }


def announcement_of(run):
    """The last announcement of a run or None, what one would mean now, and what was refused."""
    refused = queries.approved_of(run).exclude(refusal="")[:MOST_REFUSED]
    return {
        "last": queries.announcements_of(run).first(),
        "now": queries.approved_in_numbers(run),
        "refused": [{"match": row.pk, "why": words.refusal(row.refusal)} for row in refused],
    }


def as_data(lines):
    """Lines about rules, as what is written of them."""
    return [dataclasses.asdict(line) for line in lines]
