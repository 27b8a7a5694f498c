"""Results as coordinators read them: of a baseline, and of a program where nobody was asked."""

from evaluations.results.services import work_out_at_once
from instruments.models import Response


def prepare(scenes, winter):
    """Winter's answers, worked out."""
    work_out_at_once(winter)
    rows = Response.objects.filter(participant__program=winter, participant__side="mentee")
    reader = rows.select_related("participant__person").earliest("id").participant
    scenes.people.update(own_reader=reader.person.user)
    scenes.values.update(informant="mentee", dimension="leadership", own_reader=reader.pk)


def pages(state, bare):
    """Names of addresses and the states in which each is pictured."""
    return {
        "results:program": [
            state(),
            state("nobody-asked", parts=bare),
            state("down", is_down=True),
        ],
        "results:scale": [state()],
        "portal:results:mine": [
            state("not-yet", who="own_reader", parts={"participant": "own_reader"})
        ],
        "portal:results:feedback": [state(who="mentor")],
    }
