"""The frozen problem of a run, read once a process: it can never change."""

import threading
from collections import OrderedDict

from matching.engine.problem import Problem
from matching.models import MatchingRun

MOST_KEPT = 3

_kept = OrderedDict()
_lock = threading.Lock()


def frozen(run):
    """``(Problem, claim as data)`` of a finished run, whose row was read behind the walls."""
    key = (run.organization_id, run.pk, run.problem_digest)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    blob, claim = MatchingRun.objects.values_list("problem", "claim").get(pk=run.pk)
    found = (Problem.from_bytes(bytes(blob)), claim)
    with _lock:
        _kept[key] = found
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return found
