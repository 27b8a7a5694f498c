"""What is due of changes: runs whose rows do not say yet what their last change made of them."""

from matching import tasks
from matching.changes.refresh import stale_runs


def queue_stale_runs():
    """Due work: a task for each such run; the second of two finds nothing left to do."""
    for pk in stale_runs():
        tasks.refresh_matches.delay_on_commit(str(pk))
