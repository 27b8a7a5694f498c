"""Whether a run's weights make most mentees rank the mentors alike, and what that comes from."""

from matching.engine.agreement import agreement
from matching.words import PART_LABELS


def found(problem):
    """What a run keeps: ``{mean, part}``, or None for too few people to tell.

    ``mean`` is the mean rank correlation in percent; ``part`` is named if that is too much.
    """
    alike = agreement(problem)
    return alike and {"mean": int(100 * alike.mean), "part": alike.part}


def told(insight):
    """``{percent, part}`` in words, when the insight of a run has a warning to give; else None."""
    alike = (insight or {}).get("alike")
    if not alike or not alike["part"]:
        return None
    return {"percent": alike["mean"], "part": PART_LABELS[alike["part"]]}
