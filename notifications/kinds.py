"""What people are told: the apps register a writer for each kind of message.

A writer is called when the message is sent, so a letter says what is true then and a row of the
outbox holds no words.
"""

from dataclasses import dataclass, field

from notifications import catalog

_writers = {}


@dataclass(frozen=True)
class Attachment:
    """A file that comes with a mail; ``media_type`` may carry parameters."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class Letter:
    """A mail in plain words: paragraphs, one thing to do, and a line about why it came."""

    subject: str
    paragraphs: tuple[str, ...]
    action_label: str
    action_url: str
    reason: str = ""
    facts: tuple[tuple[str, str], ...] = field(default=())
    # Several things to do, as ``(label, address)``, below the one.
    links: tuple[tuple[str, str], ...] = field(default=())
    # What stands last, in an organization's own words.
    closing: tuple[str, ...] = field(default=())
    # ``{placeholder: text}`` that an organization's own words may use; never what a pair writes.
    values: dict[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = field(default=())
    # Of what is optional: where it is chosen, and where it is stopped without signing in.
    settings_url: str = ""
    stop_url: str = ""


def register(kind, write, **facts):
    """Let ``write(person, occasion, facts)`` answer the ``Letter`` of this kind.

    It answers None when there is nothing to say any more. ``person`` is None for a message to a
    bare address: whom it is about, the occasion says. ``facts`` are the fields of
    ``catalog.Kind`` for a kind that the catalog does not hold: its ``name`` in words, its
    ``audience``, and whether it ``is_optional``, ``may_wait`` and ``is_in_app``.
    """
    _writers[kind] = write
    if facts:
        catalog.add(kind, **facts)


def registered():
    """The names of all kinds that can be written."""
    return tuple(_writers)


def is_known(kind):
    return kind in _writers


def write(message):
    """The ``Letter`` of a ``Message``, or None when it is no longer true."""
    return _writers[message.kind](message.person, message.occasion, message.facts)
