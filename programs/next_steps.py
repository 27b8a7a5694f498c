"""What a coordinator should do next in a program.

Apps above know it; pages of programs ask here. Each registers a function, as it does for due work.
"""

from dataclasses import dataclass

_finders = []


@dataclass(frozen=True)
class NextStep:
    """One thing to do: ``action`` is a verb, ``url`` is where. Lower ``rank`` comes first.

    ``needs_you`` is off for what only has to be waited for.
    """

    label: str
    why: str
    url: str
    action: str
    tone: str = ""
    rank: int = 5
    needs_you: bool = True


def register(find):
    """``find(programs, counts, organization)`` answers ``{program id: [NextStep]}``.

    In constant statements, however many programs there are; ``counts`` is what
    ``queries.counts_of`` answers.
    """
    if find not in _finders:
        _finders.append(find)


def next_steps(programs, counts, organization):
    """``{program id: [NextStep]}``, the most pressing first."""
    steps = {program.pk: [] for program in programs}
    for find in _finders:
        for pk, found in find(programs, counts, organization).items():
            steps[pk] += found
    return {pk: sorted(found, key=lambda step: step.rank) for pk, found in steps.items()}
