"""Results as coordinators read them: of a baseline, and of a program where nobody was asked."""

from evaluations.results.services import work_out_at_once


def prepare(scenes, winter):
    """Winter's answers, worked out."""
    work_out_at_once(winter)
    scenes.values.update(informant="mentee", dimension="leadership")


def pages(state, bare):
    """Names of addresses and the states in which each is pictured."""
    return {
        "results:program": [
            state(),
            state("nobody-asked", parts=bare),
            state("down", is_down=True),
        ],
        "results:scale": [state()],
    }
