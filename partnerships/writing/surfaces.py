"""The words of each kind's pages."""

from dataclasses import dataclass

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.unread.parts import Part
from partnerships.writing.kinds import Kind
from partnerships.writing.models import JournalEntry, Note, PairMessage


@dataclass(frozen=True)
class Page:
    """One of the pages of a pair, by its name among addresses; ``part`` where things may be new."""

    page: str
    title: str
    kind: str = ""
    part: str = ""


OVERVIEW = Page(page="portal:match", title=gettext_lazy("Overview"))
GOALS = Page(page="portal:goals:board", title=gettext_lazy("Goals"), kind="goal", part=Part.GOALS)
AGREEMENT = Page(
    page="portal:agreements:agreement", title=gettext_lazy("Agreement"), kind="agreement"
)
MEETINGS = Page(
    page="portal:meetings:list",
    title=gettext_lazy("Meetings"),
    kind="meeting",
    part=Part.MEETINGS,
)
FILES = Page(page="portal:writing:files", title=gettext_lazy("Files"), kind="file", part=Part.FILES)


@dataclass(frozen=True)
class Surface:
    """One kind of writing: its page, and what stands on it. ``icon`` of its empty state."""

    kind: Kind
    model: type[Model]
    page: str
    title: str
    label: str
    action: str
    icon: str
    empty: str
    empty_why: str
    said: str
    removed: str
    rows: int
    part: str = ""

    @property
    def may_change(self):
        return self.kind != Kind.MESSAGE


NOTES = Surface(
    kind=Kind.NOTE,
    model=Note,
    page="portal:writing:notes",
    title=gettext_lazy("Notes"),
    label=gettext_lazy("New note"),
    action=gettext_lazy("Save note"),
    icon="file-text",
    empty=gettext_lazy("No notes yet"),
    empty_why=gettext_lazy(
        "What do you want to hold on to from a conversation? What was said, and what comes next."
    ),
    said=gettext_lazy("Your note is saved."),
    removed=gettext_lazy("Your note is removed."),
    rows=6,
    part=Part.NOTES,
)
JOURNAL = Surface(
    kind=Kind.JOURNAL,
    model=JournalEntry,
    page="portal:writing:journal",
    title=gettext_lazy("Journal"),
    label=gettext_lazy("New entry"),
    action=gettext_lazy("Save entry"),
    icon="notebook-pen",
    empty=gettext_lazy("Your journal is empty"),
    empty_why=gettext_lazy(
        "A few lines after each meeting are enough: what surprised you, what you want to try."
    ),
    said=gettext_lazy("Your entry is saved."),
    removed=gettext_lazy("Your entry is removed."),
    rows=8,
)
MESSAGES = Surface(
    kind=Kind.MESSAGE,
    model=PairMessage,
    page="portal:writing:messages",
    title=gettext_lazy("Messages"),
    label=gettext_lazy("New message"),
    action=gettext_lazy("Send"),
    icon="messages-square",
    empty=gettext_lazy("No messages yet"),
    empty_why=gettext_lazy("A first line is never wrong: when would you both like to meet?"),
    said=gettext_lazy("Your message is sent."),
    removed="",
    rows=4,
    part=Part.MESSAGES,
)
SURFACES = {surface.kind: surface for surface in (MESSAGES, NOTES, JOURNAL)}


def readers(surface, pair):
    """Who reads what is typed here, in words beside the field."""
    if surface.kind == Kind.JOURNAL:
        return _("Readable by you alone. Nobody else knows that it is there.")
    return _("Readable by you and %(name)s alone") % {"name": pair.partner.name}


def tabs(surface, partnership_id, slug, news):
    """The pages of a pair, as the tag ``tabs`` takes them; ``news`` counts what is new, by part."""
    return [
        {
            "label": one.title,
            "url": reverse(one.page, args=[slug, partnership_id]),
            "current": one is surface,
            "news": news[one.part],
        }
        for one in (OVERVIEW, GOALS, MEETINGS, MESSAGES, NOTES, FILES, JOURNAL, AGREEMENT)
    ]
