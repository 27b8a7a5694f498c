"""A pair that writes, and everybody who tries to read it."""

from mentoring.tenancy import context
from partnerships.writing.keys import Keyring
from partnerships.writing.models import Draft, JournalEntry, Note, PairMessage
from tests.factories.partnerships import make_partnership

Actor = context.Actor
SECRET = "What only the two of us know."
BOTH = ("mentor", "mentee")
TABLES = (Note, JournalEntry, PairMessage, Draft)


def pair(**columns):
    """A partnership that both have accepted."""
    return make_partnership(accepted_by=BOTH, **columns)


def as_side(partnership, side, actor=Actor.PARTICIPANT):
    """In the context of one of the two, as their requests are."""
    person = getattr(partnership, f"{side}_person")
    return context.enter(context.Context(partnership.organization_id, person.user_id, actor))


def as_user(partnership, user_id, actor):
    return context.enter(context.Context(partnership.organization_id, user_id, actor))


def written(model, partnership, side, text=SECRET):
    """A row that this side has written, in their own context."""
    facts = {}
    if model is Draft:
        facts = {"kind": "note", "item_id": partnership.pk, "is_new": True}
    person_id = getattr(partnership, f"{side}_person_id")
    with as_side(partnership, side):
        row = model(partnership=partnership, author_id=person_id, **facts)
        row.stamp()
        Keyring(partnership.pk).seal(row, text)
        row.save(force_insert=True)
    return row


def read(row, side):
    """What this side reads in the row."""
    with as_side(row.partnership, side):
        return Keyring(row.partnership_id).read(type(row).objects.get(pk=row.pk))
