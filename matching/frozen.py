"""The frozen problem of a run, read once a process: it can never change."""

import threading
from collections import OrderedDict

from matching.engine.problem import Problem
from mentoring.tenancy import context

MOST_KEPT = 3

_kept = OrderedDict()
_lock = threading.Lock()


def is_kept(program_slug, number):
    """Whether this process has read the run at this address, so that its row need not bring it."""
    address = (context.current().organization_id, program_slug, number)
    with _lock:
        return any(known == address for _found, known in _kept.values())


def frozen(run):
    """``(Problem, claim as data)`` of a finished run, whose row was read behind the walls."""
    key = (run.organization_id, run.pk, run.problem_digest)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key][0]
    found = (Problem.from_bytes(bytes(run.problem)), run.claim)
    with _lock:
        _kept[key] = (found, (run.organization_id, run.program.slug, run.number))
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return found
