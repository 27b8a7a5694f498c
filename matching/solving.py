"""The worker's part: collect, score, solve, check, explain, and store all of it at once."""

import contextlib
import dataclasses
import enum
import gc
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import version

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching import alike, options, proof, queries, rematch, rule_facts
from matching.decisions import band_of
from matching.engine.editing import Standing
from matching.engine.explain import Explanation
from matching.engine.floors import effective_floor
from matching.engine.problem import FORMAT
from matching.engine.quotas import QuotasConflict, most_within
from matching.engine.run import Step, solve
from matching.engine.scoring import PARTS, confidence, parts_of_pairs
from matching.models import Match, MatchingRun, Unmatched
from matching.problem_from_rows import collect
from matching.quotas import words
from matching.quotas.limits import limited, limits_of, without_quotas
from matching.unmatched import why_nobody
from mentoring.jobs import progress, running
from mentoring.jobs.models import RunStatus
from mentoring.tenancy import statistics
from mentoring.tenancy.inserting import insert

ENGINE_VERSION = f"{FORMAT} (SciPy {version('scipy')})"


class Phase(enum.StrEnum):
    READING = "reading"
    COLLECTING = "collecting"
    SCORING = "scoring"
    SOLVING = "solving"
    CHECKING = "checking"
    EXPLAINING = "explaining"


PHASES = {
    Phase.READING: gettext_lazy("Reading new stories"),
    Phase.COLLECTING: gettext_lazy("Collecting profiles and rules"),
    Phase.SCORING: gettext_lazy("Scoring every possible match"),
    Phase.SOLVING: gettext_lazy("Finding the best matches for everybody together"),
    Phase.CHECKING: gettext_lazy("Proving that nothing better exists"),
    Phase.EXPLAINING: gettext_lazy("Working out reasons and alternatives"),
}
ORDER = tuple(PHASES)


def perform(run):
    """Do the run. Raises ``Refused`` when nobody can be matched."""
    with _unswept():
        _perform(run)


@contextlib.contextmanager
def _unswept():
    """Do not look for circles among the many thousand objects: there are none, and it is slow."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _perform(run):
    _enter(run, Phase.COLLECTING)
    done = MatchingRun.objects.filter(program=run.program_id, status=RunStatus.DONE)
    previous = done.defer("problem", "claim").order_by("-number").first()
    collected = collect(run.program, previous_run=previous, holds=run.holds)
    _refuse_empty(collected.pool)
    _enter(run, Phase.SCORING)
    problem = _problem(run, collected)
    _enter(run, Phase.SOLVING)
    solution = solve(problem, lambda step, _: _note_step(run, step))
    _enter(run, Phase.EXPLAINING)
    with ThreadPoolExecutor(max_workers=1) as aside:  # packing leaves the interpreter to others
        packed = aside.submit(problem.to_bytes)
        matches = _matches(run, collected, solution, Explanation(problem, solution.assigned))
    nobody = [
        Unmatched(run=run, participant_id=mentee, why=why)
        for mentee, why in why_nobody(problem, solution.assigned, collected.pool.missing)
    ]
    _keep_from_cancelling(run)
    run.problem = packed.result()
    _describe(run, collected, problem, solution)
    insert(matches)
    if run.holds and previous is not None:
        rematch.carry_approvals(previous, matches)
    Unmatched.objects.bulk_create(nobody)
    # After the commit: whoever waits for the run need not wait for this.
    transaction.on_commit(partial(statistics.refresh, Match, Unmatched))


def _problem(run, collected):
    """The problem under the floor asked for, or the highest floor that costs no match."""
    problem = limited(collected.problem(), limits_of(run), collected.pool)
    refused = problem.refused_pins()
    if refused:
        raise running.Refused(_told_of_pins(run.program, problem, refused))
    try:
        floor = effective_floor(problem, run.floor)
        if problem.quotas:
            most_within(problem)
    except QuotasConflict as conflict:
        raise running.Refused(words.conflict(problem, conflict)) from conflict
    return dataclasses.replace(problem, floor=floor)


def _told_of_pins(program, problem, refused):
    """Every pin that cannot hold, by name, with the rules and facts against it."""
    people = queries.participants_by_id({pk for pin in refused for pk in (pin.mentee, pin.mentor)})
    told = []
    for pin in refused:
        names = {"mentee": people[pin.mentee].person.name, "mentor": people[pin.mentor].person.name}
        pair = rule_facts.loaded_pair(pin.mentee, pin.mentor)
        if pin.rules:
            lines = rule_facts.against(program, pair, pin.rules)
            text = _("The pin of %(mentee)s with %(mentor)s cannot hold: %(why)s")
            told.append(text % {**names, "why": " ".join(line.text for line in lines)})
        elif pin.reason == "more pins than the mentor has places":
            text = _("%(mentor)s has fewer free places than pins: %(mentee)s is one of them.")
            told.append(text % names)
        else:
            text = _("%(mentee)s is pinned to %(mentor)s, who does not stand for a match now.")
            told.append(text % names)
    return "\n".join([*told, _("Lift these pins, then start again.")])


def _refuse_empty(pool):
    if not pool.ready_mentees:
        raise running.Refused(_("No mentee with a complete profile is waiting for a match."))
    if not pool.ready_mentors:
        raise running.Refused(_("No mentor with a complete profile has a free place."))


def _enter(run, phase):
    running.raise_if_cancelled(run)
    progress.report(run.pk, ORDER.index(phase), len(ORDER), phase)


def _note_step(run, step):
    if step is Step.CERTIFICATE:
        _enter(run, Phase.CHECKING)


def _keep_from_cancelling(run):
    """From here on a cancellation waits, and then finds the run done."""
    open_runs = MatchingRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING)
    if not open_runs.select_for_update(no_key=True).values_list("pk").first():
        raise running.Cancelled


def _describe(run, collected, problem, solution):
    """Note what the run found; who ends the run saves it."""
    pool = collected.pool
    run.problem_digest = problem.digest
    run.claim = proof.claim_as_data(solution.claim)
    run.certificate = proof.certificate_as_data(solution.certificate)
    run.outcome = proof.outcome_as_data(solution.outcome)
    run.baseline = proof.outcome_as_data(solution.baseline)
    run.engine_version = ENGINE_VERSION
    run.mentees = len(pool.mentees)
    run.mentors = len(pool.ready_mentors)
    run.places = pool.places
    run.part_points = list(collected.weights.points())
    run.insight = {"floor": problem.floor, "pins": len(problem.pins), "alike": alike.found(problem)}
    if problem.quotas:
        run.insight["quotas"] = {
            "without": proof.outcome_as_data(Standing.of(without_quotas(problem)).outcome),
            "within": run.outcome,
        }


def _matches(run, collected, solution, explanation):
    problem = explanation.problem
    sureness = confidence(problem.features)
    vetoes = explanation.vetoes(explanation.regrets())
    others = explanation.all_alternatives(options.MOST_OPTIONS)
    free = options.places_left(problem, solution.assigned)
    matches = []
    rows, columns = problem.indexes((pair.mentee, pair.mentor) for pair in solution.pairs)
    points = parts_of_pairs(problem.features, rows, columns).T.tolist()
    for pair, i, k, earned in zip(
        solution.pairs, rows.tolist(), columns.tolist(), points, strict=True
    ):
        match = Match(
            run=run,
            mentee_id=pair.mentee,
            mentor_id=pair.mentor,
            score=pair.score,
            confidence=int(sureness[i, k]),
            reasons=collected.reasons(pair.mentee, pair.mentor),
            options=options.as_data(others[pair.mentee], free),
            **dict(zip(PARTS, earned, strict=True)),
        )
        _judge(match, vetoes[i], solution.outcome)
        matches.append(match)
    return matches


def _judge(match, veto, outcome):
    """How sure the match is: what vetoing it would lose, and how closely to look."""
    match.veto_matches, match.veto_points = veto.matches, veto.points
    match.band, match.signs = band_of(
        score=match.score,
        outcome=outcome,
        confidence=match.confidence,
        veto_matches=veto.matches,
        veto_points=veto.points,
    )
