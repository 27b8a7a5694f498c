"""A run's claim of being the best, as data, and its check without trusting the solver."""

import dataclasses
import zipfile
import zlib

import numpy as np

from matching.engine.certificate import Claim, NotProven, certify
from matching.engine.problem import Problem

# What a blob or a claim that was altered or cut short can make its reader raise.
UNREADABLE = (
    KeyError,
    TypeError,
    ValueError,
    IndexError,
    OverflowError,
    EOFError,
    OSError,
    zipfile.BadZipFile,
    zlib.error,
)


def claim_as_data(claim):
    """The pairs and prices of a solution as plain numbers."""
    return {
        "assigned": claim.assigned.tolist(),
        "mentee_prices": claim.mentee_prices.tolist(),
        "mentor_prices": claim.mentor_prices.tolist(),
        "scale": int(claim.scale),
        "bonus": int(claim.bonus),
        "quota_prices": claim.quota_prices.tolist(),
    }


def claim_from_data(data):
    """What ``claim_as_data`` wrote."""
    return Claim(
        assigned=np.array(data["assigned"], np.int64),
        mentee_prices=np.array(data["mentee_prices"], np.int64),
        mentor_prices=np.array(data["mentor_prices"], np.int64),
        scale=data["scale"],
        bonus=data["bonus"],
        # A claim from before there were quotas says nothing of them.
        quota_prices=np.array(data.get("quota_prices", []), np.int64),
    )


def certificate_as_data(certificate):
    return {
        "digest": certificate.digest,
        "matched": certificate.matched,
        "total": certificate.total,
        "kept": certificate.kept,
        "value": certificate.value,
    }


def outcome_as_data(outcome):
    return {
        "matched": outcome.matched,
        "total": outcome.total,
        "worst": outcome.worst,
        "fifth_percentile": outcome.fifth_percentile,
    }


def problem_of(run):
    """The frozen problem of a finished run."""
    return Problem.from_bytes(bytes(run.problem))


def check(run, matches, changes=()):
    """Prove again, from what is stored, that ``matches`` are the best answer to the run's problem.

    ``matches`` are all matches of the run, ``changes`` those that coordinators made and did not
    undo, in their order: each is the best answer with its pins and vetoes. Raises ``NotProven``
    when anything was altered.
    """
    try:
        problem = problem_of(run)
        claim = claim_from_data(run.claim)
        certificate = certify(problem, claim)
    except UNREADABLE as fault:
        raise NotProven("what is stored of the run cannot be read") from fault
    if problem.digest != run.problem_digest:
        raise NotProven("the problem is not the one that was solved")
    if certificate_as_data(certificate) != run.certificate:
        raise NotProven("the certificate is not that of these pairs and prices")
    if changes:
        problem, claim = _after_last(problem, claim, changes)
    proven = {(one, other, _score(problem, one, other)) for one, other in pairs_of(problem, claim)}
    stored = {(str(row.mentee_id), str(row.mentor_id), row.score) for row in matches}
    if proven != stored:
        raise NotProven("the matches are not those that were proven")


def _after_last(problem, claim, changes):
    """The problem and the claim of the last change, proven."""
    last = changes[-1]
    try:
        before = claim_from_data(changes[-2].claim) if len(changes) > 1 else claim
        problem = dataclasses.replace(
            problem,
            pins=tuple(map(tuple, last.pins)),
            vetoes=tuple(map(tuple, last.vetoes)),
            previous=pairs_of(problem, before),
        )
        claim = claim_from_data(last.claim)
        certificate = certify(problem, claim)
    except UNREADABLE as fault:
        raise NotProven("what is stored of the last change cannot be read") from fault
    if certificate_as_data(certificate) != last.certificate:
        raise NotProven("the certificate is not that of the last change")
    return problem, claim


def pairs_of(problem, claim):
    """The pairs of ids that were claimed."""
    nobody = len(problem.mentors)
    return tuple(
        (problem.mentees[i], problem.mentors[k])
        for i, k in enumerate(claim.assigned.tolist())
        if k != nobody
    )


def _score(problem, mentee, mentor):
    return int(problem.scores[problem.mentee_index[mentee], problem.mentor_index[mentor]])
