"""An open baseline in both programs, with words in the answers of everybody who calls."""

from django.test import TestCase

from evaluations.results.services import work_out_at_once
from tests.factories.instruments import answer, open_baseline, send, start

ANSWERS = "answer of one person in a check or evaluation"
SENT = {"mentee", "hidden_mentee"}


def plant(place, doubles):
    """Everybody who takes part has begun, two have sent; ``doubles`` are somebody's other names."""
    for name in ("program", "hidden_program"):
        program = place.rows[name]
        program.needs_baseline = False
        program.save()
        open_baseline(program)
    for name, participant in place.participants.items():
        if participant.standing != "in":
            continue
        word = place.garden.plant(f"{name}.worry", (ANSWERS, {name, *doubles(name)}))
        with TestCase.captureOnCommitCallbacks():
            response = start(participant)
            if name in SENT:
                send(participant, {"hopes-worry": word})
            else:
                answer(response, {"hopes-worry": word})
        place.rows[f"response_{name}"] = response
        place.rows[f"item_{name}"] = response.version.items.get(key="hopes-worry")
    for name in ("program", "hidden_program"):
        work_out_at_once(place.rows[name])
