"""Answers as the pages carry them: one text or a list of codes for each item."""

import hashlib

from instruments.kinds import Kind
from mentoring.crypto.services import About

UNSURE_CODE = "unsure"


def about(answer):
    """Where an answer's words stand, as they are locked."""
    return About(f"{answer._meta.db_table}.locked", answer.pk)


def value_of(answer, keys, author):
    """What was answered: text, a list of codes for several, or "" for no answer."""
    if answer is None:
        return ""
    if answer.is_unsure:
        return UNSURE_CODE
    if answer.locked is not None:
        return keys.decrypt(author, answer.locked, about(answer))
    if answer.item.kind == Kind.MULTIPLE:
        return list(answer.choices)
    return answer.choices[0] if answer.choices else str(answer.number)


def fill(answer, value, keys, author):
    """Write ``value`` (not empty) into an ``Answer`` of the item."""
    kind = answer.item.kind
    answer.number, answer.choices, answer.locked, answer.is_unsure = None, [], None, False
    if value == UNSURE_CODE and answer.item.allows_unsure:
        answer.is_unsure = True
    elif kind == Kind.TEXT:
        answer.locked = keys.encrypt(author, value, about(answer))
    elif kind == Kind.MULTIPLE:
        answer.choices = list(value)
    elif kind == Kind.SINGLE:
        answer.choices = [value]
    else:
        answer.number = int(value)


def mark(value):
    """A short stand-in for a value, by which a page knows later what it showed."""
    text = "|".join(value) if isinstance(value, list) else str(value)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def words(item, value):
    """A value as somebody reads it; None for somebody who cannot say."""
    labels = dict(item.choices)
    if value == UNSURE_CODE and item.allows_unsure:
        return None
    if item.kind == Kind.MULTIPLE:
        return ", ".join(labels[code] for code in value)
    return labels.get(value, value)
