"""A person who takes part again does not write everything again."""

from participants.models import Participant
from participants.profiles.profile import written
from participants.profiles.saving import save_own
from participants.reference import Registry
from participants.stored import values_of, values_of_many

# What is said about the person, whichever side they are on; the rest is said to one side.
SHARED = (
    *("title", "level", "years_experience", "languages", "time_zone", "days"),
    *("hours_from", "hours_to", "meeting_form", "ways_of_working", "max_time_zone_gap"),
    *("former_employers", "please_not", "manager_email"),
)
OF_SIDE = ("transition_wanted", "transitions_lived", "needs", "offers", "story")


def earlier_profile(participant):
    """The person's newest other profile to start from: of the same side if there is one, or None.

    Only offered while this one says nothing of what only its owner can say.
    """
    rows = Participant.objects.filter(person=participant.person_id)
    rows = list(rows.select_related("program", "person").prefetch_related("competencies"))
    return start_of(participant, rows, values_of_many(rows))


def start_of(participant, participants, values):
    """The same among all of the person's participants, whose ``values`` are read."""
    return newest_of(participant, [row for row in participants if _says_something(values[row.pk])])


def newest_of(participant, said):
    """Which of ``said``, all of the person's participants that say something, to start from."""
    if any(row.pk == participant.pk for row in said):
        return None
    return max(
        said,
        key=lambda row: (row.side == participant.side, row.program.starts_on),
        default=None,
    )


def _says_something(values):
    return any(values.get(name) for name in ("needs", "offers", "story", "languages"))


def start_from(participant, earlier, *, by):
    """Take over what the earlier profile says and this one does not; the columns that changed."""
    empty = values_of(Participant(side=participant.side, person=participant.person))
    own, theirs = values_of(participant), values_of(earlier)
    names = SHARED + (OF_SIDE if earlier.side == participant.side else ())
    copied = {
        name: theirs[name]
        for name in names
        if name in theirs and own[name] == empty[name] and theirs[name] != empty[name]
    }
    if not copied:
        return []
    texts = written(participant.side, copied, Registry([]))
    return save_own(participant, texts, by=by, shown={})
