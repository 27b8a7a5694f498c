"""Seconds of the processor, which a busy machine disturbs least."""

import statistics
import time

REPEATS = 3


def cpu(work, repeats=REPEATS):
    """Median CPU seconds of ``work``."""
    return statistics.median(once(work) for _ in range(repeats))


def once(work):
    """CPU seconds of ``work``."""
    before = time.process_time()
    work()
    return time.process_time() - before
