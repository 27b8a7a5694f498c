"""Placing somebody otherwise: what it costs, who moves, and what stands against it."""

import dataclasses
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from matching import queries, rule_facts, words
from matching.changes import offers
from matching.changes.models import Act
from matching.changes.state import fingerprint, state_of
from matching.engine.explain import why_not
from matching.engine.problem import Rule
from matching.frozen import frozen
from matching.models import Unmatched
from matching.nobody import told_of

MOST_FOUND = 8


@dataclass(frozen=True)
class Answer:
    """A mentor who was asked about: ``cost`` and whether they can be chosen, or what forbids it."""

    mentor: object
    cost: str
    against: list
    url: str


@dataclass(frozen=True)
class Effect:
    """A change in words before it is made; ``choice`` makes it, ``refused`` says why it cannot."""

    act: str
    title: str
    cost: str
    moves: list
    choice: str
    refused: str
    outcomes: tuple


def part_or_404(run, participant_id):
    """Refuse whoever was not among the mentees of the run."""
    problem, _claim = frozen(run)
    if str(participant_id) not in problem.mentee_index:
        raise Http404


def place(run, participant_id, asked):
    """The page of one mentee of a run; ``asked`` is what ``LookForm`` read from the address."""
    mentee = str(participant_id)
    state = state_of(run)
    found = offers.offers_of(state, mentee) if not asked["act"] else []
    looked = _looked_for(run, state, asked)
    effect, refused = _effect(state, mentee, asked)
    people = _people(state, mentee, asked, found, looked, effect)
    return {
        "run": run,
        "program": run.program,
        "mentee": people[mentee],
        "mentor": people.get(state.mentor_of.get(mentee)),
        "match": queries.match_of(run, participant_id),
        "nobody": _nobody(run, participant_id),
        "is_open": run.number == run.newest_number and mentee not in state.held,
        "options": [offers.in_words(offer, people) for offer in found],
        "asked": asked,
        "answers": _answers(state, mentee, looked["mentors"], people),
        "others": [
            (people[one], people.get(state.mentor_of.get(one))) for one in looked["mentees"]
        ],
        "effect": _shown(mentee, asked, effect, refused, people),
    }


def _people(state, mentee, asked, found, looked, effect):
    """Participants by id: everybody whom the page names."""
    named = {mentee, *offers.named_in(found), *looked["mentors"], *looked["mentees"]}
    named |= {state.mentor_of.get(one) for one in (mentee, *looked["mentees"])}
    if effect is not None:
        moves = effect.moves
        named |= {pk for move in moves for pk in (move.mentee, move.before, move.after)}
    named.add(asked["other"])
    people = queries.participants_by_id({pk for pk in named if pk})
    if asked["other"] and asked["other"] not in people:
        raise Http404
    return people


def _looked_for(run, state, asked):
    """Ids of mentors and of other mentees of the run whom the page was asked for by name."""
    found = {"mentors": [], "mentees": []}
    if asked["why"]:
        named = map(str, sorted(queries.participants_named(run.program, asked["why"])))
        found["mentors"] = [pk for pk in named if pk in state.problem.mentor_index][:MOST_FOUND]
    if asked["swap"]:
        named = map(str, sorted(queries.participants_named(run.program, asked["swap"])))
        found["mentees"] = [pk for pk in named if pk in state.mentor_of][:MOST_FOUND]
    return found


def _answers(state, mentee, mentors, people):
    """Each mentor asked about: the exact cost, or all the rules against the pair, with facts."""
    if not mentors:
        return []
    possible, impossible = offers.best_of(state, mentee, mentors)
    own = state.mentor_of.get(mentee)
    possible = [one for one in possible if one[0] != own]
    found = [Answer(people[own], _("their mentor now"), [], "")] if own in mentors else []
    found += [
        Answer(
            people[mentor], words.cost(loss.matches, loss.points), [], f"?act=choose&other={mentor}"
        )
        for mentor, loss in possible
    ]
    for mentor, found_rules in impossible:
        labels = [str(words.RULE_LABELS[rule.name]) for rule in found_rules]
        found.append(Answer(people[mentor], "", labels or [_nothing_left(state)], ""))
    return found


def _nothing_left(state):
    """Why no rule stands against a mentor who is impossible all the same."""
    if state.problem.quotas:
        return _("every place is decided, or a quota would break")
    return _("every place is decided")


def rules(run, mentee, mentor):
    """The page of one pair's rules: those it has passed, or those against it, with facts."""
    problem, _claim = frozen(run)
    if mentee not in problem.mentee_index or mentor not in problem.mentor_index:
        raise Http404
    if run.last_change:
        vetoes = tuple(map(tuple, run.last_change["vetoes"]))
        problem = dataclasses.replace(problem, vetoes=vetoes)
    pair = rule_facts.loaded_pair(mentee, mentor)
    if pair is None:
        raise Http404
    against = sum(why_not(problem, (mentee, mentor)), Rule(0))
    told = rule_facts.against(run.program, pair, against)
    return {
        "run": run,
        "program": run.program,
        "mentee": pair[0],
        "mentor": pair[1],
        "is_possible": not told,
        "lines": told or rule_facts.passed(run.program, pair),
    }


def _effect(state, mentee, asked):
    """``(effect, why it cannot be)`` of what the address asks for; Nones when it asks nothing."""
    if not asked["act"] or not asked["other"]:
        return None, None
    return offers.attempt(state, asked["act"], mentee, asked["other"])


def _shown(mentee, asked, effect, refused, people):
    """The ``Effect`` that the address asks for, or None."""
    if refused is None:
        return None
    names = {"mentee": people[mentee].person.name, "other": people[asked["other"]].person.name}
    titles = {
        Act.CHOOSE: _("%(mentee)s with %(other)s"),
        Act.PIN: _("%(mentee)s with %(other)s for certain"),
        Act.VETO: _("%(mentee)s without %(other)s"),
        Act.SWAP: _("%(mentee)s and %(other)s exchange mentors"),
    }
    common = {"act": asked["act"], "title": titles[asked["act"]] % names, "refused": refused}
    if effect is None:
        return Effect(cost="", moves=[], choice="", outcomes=(), **common)
    seen = fingerprint(effect.cost, effect.moves)
    return Effect(
        cost=words.cost(effect.cost.matches, effect.cost.points),
        moves=[offers.moved(move, people) for move in effect.moves],
        choice=f"{asked['act']}:{asked['other']}:{seen}",
        outcomes=(effect.before, effect.after),
        **common,
    )


def _nobody(run, participant_id):
    row = Unmatched.objects.filter(run=run, participant=participant_id).first()
    return told_of([row])[0] if row else None
