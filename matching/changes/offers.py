"""What else there is for a mentee of a run: other mentors with their exact cost and who moves."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from matching import options, words
from matching.changes.models import Act
from matching.changes.services import preview
from matching.changes.state import fingerprint, state_of
from matching.decisions import CannotDecide
from matching.engine.explain import Alternative, Explanation, Loss, why_not
from matching.engine.prices import NO_ARC

MOST_OFFERS = 8
# Above this, and within quotas, who would move is worked out for one mentor at a time.
MOST_MENTEES = 1_000


@dataclass(frozen=True)
class Offer:
    """Another mentor (id) with what choosing them costs all; ``seen`` is the sign of both.

    ``moves`` are the others who would move, ``free`` the mentor's places that nobody has. Without
    ``seen`` the moves were not worked out.
    """

    mentor: str
    score: int
    loss: Loss
    moves: tuple
    free: int
    seen: str


@dataclass(frozen=True)
class Shown:
    """An ``Offer`` in words: ``mentor`` is a participant, ``moves`` are sentences."""

    mentor: object
    score: int
    cost: str
    moves: list
    free: int
    choice: str


def offers_of(state, mentee, limit=MOST_OFFERS):
    """``[Offer]`` of the possible mentors but their own, the least loss first."""
    if state.run.mentees > MOST_MENTEES or state.problem.quotas:
        explanation = Explanation(state.problem, state.standing.assigned)
        found = explanation.alternatives_of(mentee, limit)
        return [_offer(state, mentee, other, None) for other in found]
    found = state.standing.options_of(mentee, limit)
    return [_offer(state, mentee, other, other.moves) for other in found]


def offer_of(state, mentee, mentor):
    """The ``Offer`` of one mentor; raises ``CannotDecide`` when it is not possible."""
    effect = preview(state, Act.CHOOSE, mentee, mentor)
    problem = state.problem
    score = int(problem.scores[problem.mentee_index[mentee], problem.mentor_index[mentor]])
    return Offer(
        mentor=mentor,
        score=score,
        loss=effect.cost,
        moves=_others(mentee, effect.moves),
        free=_free(state)[mentor],
        seen=fingerprint(effect.cost, effect.moves),
    )


def _offer(state, mentee, other, moves):
    return Offer(
        mentor=other.mentor,
        score=other.score,
        loss=other.loss,
        moves=_others(mentee, moves or ()),
        free=_free(state)[other.mentor],
        seen=fingerprint(other.loss, moves) if moves is not None else "",
    )


def _others(mentee, moves):
    return tuple(move for move in moves if move.mentee != mentee)


def _free(state):
    return options.places_left(state.problem, state.standing.assigned)


def as_options(match, mentors):
    """``{mentor id: option}`` of those mentors who are possible for a match's mentee by now."""
    state = state_of(match.run)
    problem = state.problem
    known = [pk for pk in mentors if pk in problem.mentor_index]
    possible, _impossible = best_of(state, str(match.mentee_id), known)
    scores = problem.scores[problem.mentee_index[str(match.mentee_id)]]
    others = [
        Alternative(mentor, int(scores[problem.mentor_index[mentor]]), loss)
        for mentor, loss in possible
        if mentor != str(match.mentor_id)
    ]
    return {option["mentor"]: option for option in options.as_data(others, _free(state))}


def named_in(offers):
    """Ids of everybody whom ``offers`` name."""
    named = {offer.mentor for offer in offers}
    for offer in offers:
        named.update(pk for move in offer.moves for pk in (move.mentee, move.after) if pk)
    return named


def in_words(offer, people):
    """The ``Shown`` of an offer; ``people`` are participants by id."""
    return Shown(
        mentor=people[offer.mentor],
        score=offer.score,
        cost=words.cost(offer.loss.matches, offer.loss.points),
        moves=[moved(move, people) for move in offer.moves],
        free=offer.free,
        choice=f"{Act.CHOOSE}:{offer.mentor}:{offer.seen}" if offer.seen else "",
    )


def moved(move, people):
    """A move as a sentence."""
    names = {"mentee": people[move.mentee].person.name}
    if move.after is None:
        return _("%(mentee)s would have nobody") % names
    return _("%(mentee)s to %(mentor)s") % {**names, "mentor": people[move.after].person.name}


def pin_choice(state, mentee):
    """The choice that pins a mentee to the mentor they have: it costs nothing and moves nobody."""
    mentor = state.mentor_of.get(mentee)
    return f"{Act.PIN}:{mentor}:{fingerprint(Loss(0, 0), ())}" if mentor else ""


def best_of(state, mentee, mentors):
    """Of these mentors (ids) those possible for the mentee with their losses, least first.

    ``[(mentor, Loss)]``, then those impossible as ``[(mentor, rules)]``.
    """
    problem = state.problem
    explanation = Explanation(problem, state.standing.assigned)
    regrets = explanation.regrets_of(mentee)
    possible, impossible = [], []
    for mentor in mentors:
        k = problem.mentor_index[mentor]
        if regrets[k] < NO_ARC:
            possible.append((mentor, explanation.loss(int(regrets[k]))))
        else:
            impossible.append((mentor, why_not(problem, (mentee, mentor))))
    return sorted(possible, key=_by_loss), impossible


def _by_loss(found):
    return found[1].matches, found[1].points


def attempt(state, act, mentee, other):
    """``(effect, "")`` of an act, or ``(None, why it cannot be)``."""
    try:
        return preview(state, act, mentee, other), ""
    except CannotDecide as refused:
        return None, str(refused)
