"""What the pair of each organization has written, with a word in every item."""

from mentoring.tenancy import context
from partnerships.writing.keys import Keyring
from partnerships.writing.models import JournalEntry, Note, PairMessage

NOTES, JOURNAL = "meeting notes", "private journal"
MESSAGES = "pair messages"
PAIR = ("mentee", "mentor")
KINDS = {
    "note": (Note, NOTES),
    "journal": (JournalEntry, JOURNAL),
    "message": (PairMessage, MESSAGES),
}


def plant(place):
    """Each of the two has written a note, a message and a journal entry."""
    partnership = place.rows["partnership"]
    for name in PAIR:
        person = place.participants[name].person
        own = context.Context(place.organization.pk, person.user_id, context.Actor.PARTICIPANT)
        for kind, (model, resource) in KINDS.items():
            readers = {name} if model is JournalEntry else set(PAIR)
            word = place.garden.plant(f"{name}.{kind}", (resource, readers))
            with context.enter(own):
                row = model(partnership=partnership, author=person)
                row.stamp()
                Keyring(partnership.pk).seal(row, word)
                row.save(force_insert=True)
            place.rows[f"{name}.{kind}"] = row


def item_of(place, name, route):
    """The id of somebody's note or journal entry; the hidden mentee's is the first mentee's."""
    kind = "journal" if ":journal" in route.name else "note"
    name = "mentee" if name == "hidden_mentee" else name
    row = place.rows.get(f"{name}.{kind}")
    return row.pk if row else place.organization.pk
