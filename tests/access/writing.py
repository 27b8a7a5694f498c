"""What the pair of each organization has written, with a word in every item."""

from mentoring.tenancy import context
from partnerships.writing.keys import Keyring
from partnerships.writing.models import JournalEntry, Note, PairFile, PairMessage
from partnerships.writing.queries import Item
from partnerships.writing.sharing import share
from tests.factories.agreements import propose

NOTES, JOURNAL = "meeting notes", "private journal"
MESSAGES, FILES = "pair messages", "files in the pair"
AGREEMENT = "agreement between the two (with their own words)"
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
            _put_file(place, partnership, name, own)
    _share(place, partnership)
    word = place.garden.plant("pair.clauses", (AGREEMENT, set(PAIR)))
    place.rows["agreement"] = propose(partnership, "mentee", clauses=word)


def _put_file(place, partnership, name, own):
    word = place.garden.plant(f"{name}.file", (FILES, set(PAIR)))
    with context.enter(own):
        row = PairFile(partnership=partnership, author=place.participants[name].person, size=1)
        row.stamp()
        keys = Keyring(partnership.pk)
        keys.seal(row, word)
        keys.seal_content(row, b"x")
        row.save(force_insert=True)
    place.rows[f"{name}.file"] = row


def _share(place, partnership):
    """The mentee has written one more note, and shares it with the coordinators."""
    person, staff = place.participants["mentee"].person, {"coord_t1", "coord_t2", "administrator"}
    word = place.garden.plant("mentee.shared", (NOTES, {*PAIR, *staff, "double"}))
    own = context.Context(place.organization.pk, person.user_id, context.Actor.PARTICIPANT)
    with context.enter(own):
        row = Note(partnership=partnership, author=person)
        row.stamp()
        Keyring(partnership.pk).seal(row, word)
        row.save(force_insert=True)
        item = Item(row, word, person.pk, "note")
        place.rows["shared"] = share(item, by=place.members["mentee"])


def item_of(place, name, route):
    """The id of somebody's item of the route's kind; the hidden mentee's is of another kind."""
    kinds = {"journal": "journal", "messages": "message", "notes": "note", "files": "file"}
    if route.surface == "api":
        kind = "note" if route.name.endswith("note") else "journal"
    else:
        kind = kinds[route.name.split(":")[2].partition("-")[0]]
    if name == "hidden_mentee":
        name, kind = "mentee", "note" if kind == "journal" else "journal"
    row = place.rows.get(f"{name}.{kind}")
    return row.pk if row else place.organization.pk
