"""Writes about the texts of modules and guides: shipping them, and their next versions."""

import functools

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from organizations.audit import record
from organizations.names import UNREADABLE
from training.briefing import Outdated, lock_organization
from training.modules import parsing, queries, shipped
from training.modules.models import LONGEST_SOURCE, TextVersion
from training.roles import TextKind

LONGEST_CODE = 40


@transaction.atomic
def ship():
    """Due work: every organization has the product's texts, and their new versions.

    A text that the organization has written over stays the organization's.
    """
    if not _to_ship():
        return
    lock_organization()
    TextVersion.objects.bulk_create(
        TextVersion(
            kind=text.kind,
            side=text.side,
            code=text.code,
            number=number + 1,
            source=text.source,
            is_shipped=True,
            **_read_once(text),
        )
        for text, number in _to_ship()
    )


def _to_ship():
    """``[(Shipped, newest number)]`` of what is new or has changed since."""
    newest = queries.newest_in_brief()
    found = [(text, newest.get(text.key)) for text in shipped.everything()]
    return [
        (text, known.number if known else 0)
        for text, known in found
        if known is None or (known.is_shipped and known.digest != text.digest)
    ]


@transaction.atomic
def save(kind, side, code, source, number, *, by):
    """The next version of a text, edited from version ``number``; None if nothing changed.

    Programs go on with the version that they use. Raises ``Outdated`` when somebody else saved one
    meanwhile, ``parsing.Mistake`` and ValidationError for a text that cannot be used.
    """
    source = tidied(source)
    lock_organization()
    newest = queries.newest(kind, side, code)
    if newest.number != number:
        raise Outdated
    if newest.source == source:
        return None
    version = _save(kind, side, code, source, number + 1)
    record("module.saved", version, by=by, kind=kind, side=side, code=code, number=version.number)
    return version


@transaction.atomic
def create(side, source, *, by):
    """A new module of the organization's own, in its first version."""
    source = tidied(source)
    title = parsing.module(source).title
    lock_organization()
    code = _free_code(side, title)
    version = _save(TextKind.MODULE, side, code, source, 1)
    record("module.saved", version, by=by, kind="module", side=side, code=code, number=1)
    return version


def tidied(source):
    """The text as it is kept. Raises ValidationError for one that is too long or unreadable."""
    source = "\n".join(line.rstrip() for line in source.strip().splitlines())
    if len(source) > LONGEST_SOURCE:
        raise ValidationError(
            _("A text has at most %(most)s characters; this has %(now)s.")
            % {"most": LONGEST_SOURCE, "now": len(source)}
        )
    if UNREADABLE.search(source):
        raise ValidationError(
            _("There are damaged or invisible control characters here. Type the text again.")
        )
    return source


def _free_code(side, title):
    stem = slugify(title)[: LONGEST_CODE - 5].strip("-") or "module"
    taken, number, code = queries.codes_of(side), 1, stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


def _save(kind, side, code, source, number):
    return TextVersion.objects.create(
        kind=kind, side=side, code=code, number=number, source=source, **_read(kind, source)
    )


def _read(kind, source):
    """What a version keeps of its text beside the text."""
    text = parsing.module(source) if kind == TextKind.MODULE else parsing.guide(source)
    return {"title": text.title, "summary": text.summary, "minutes": text.minutes}


@functools.cache
def _read_once(text):
    return _read(text.kind, text.source)
