"""What observers say of mentees, each under a name that nobody else may read."""

from participants.roles import Side
from tests.factories.observers import observe, read
from tests.factories.observers import plant as make

OBSERVED = "observer answers"
OF_MENTEES = (
    *(f"portal:observers:{name}" for name in ("invite", "answers", "again", "withdraw")),
    *("api:observers", "api:observer-answers", "api:send-observer-again", "api:withdraw-observer"),
)


def plant(place, doubles):
    """Everybody who takes part as a mentee has an observer, and has read what that one says."""
    for name, participant in place.participants.items():
        if participant.standing != "in" or participant.side != Side.MENTEE:
            continue
        word = place.garden.plant(f"{name}.observer", (OBSERVED, {name, *doubles(name)}))
        email = f"{participant.pk}@observers.example"
        invitation = read(observe(make(participant, name=word, email=email)))
        place.rows[f"observed_{name}"] = invitation


def invitation_of(place, name):
    """That of a mentee; others have none, and are shown somebody's."""
    return place.rows.get(f"observed_{name}", place.rows["observed_mentee"])
