"""Meanings of stories as the database keeps them: what is there, what has to be read."""

import hashlib

import numpy as np
from django.db.models import Exists, OuterRef, Q, Subquery, TextField
from django.db.models.functions import MD5, Cast

from matching.meaning import reading
from matching.meaning.models import StoryMeaning
from mentoring import semantic
from participants.models import Participant
from participants.roles import Standing


def wholes_of(program):
    """``{participant id, as text: whole}`` of those in the program whose story has been read.

    A whole are the bytes of ``Meaning.whole``; it is there if the story has words, and stands as it
    was read.
    """
    if not semantic.is_available():
        return {}
    rows = StoryMeaning.objects.filter(
        participant__program=program,
        participant__standing=Standing.IN,
        version=reading.version(),
        source=MD5("participant__story"),
    ).exclude(Q(participant__story="") | Q(parts=b""))
    return dict(rows.values_list(Cast("participant_id", TextField()), "whole"))


def with_meanings(participants):
    """The queryset, each row with what ``meaning_of`` reads, in the same statement."""
    if not semantic.is_available():
        return participants
    current = _current()
    return participants.annotate(
        story_whole=Subquery(current.values("whole")[:1]),
        story_parts=Subquery(current.values("parts")[:1]),
    )


def meaning_of(participant):
    """The ``Meaning`` of a row that ``with_meanings`` loaded; None unless read as it stands."""
    parts = getattr(participant, "story_parts", None)
    return _meaning(participant.story_whole, parts) if parts else None


def unread(**program):
    """Participants, of programs that compare stories, whose story has not been read as it is."""
    return unknown(program__story_share__gt=0, **program)


def unknown(**program):
    """Participants whose story has not been read as it is, wanted or not.

    Nobody while there is nothing to read with.
    """
    if not semantic.is_available():
        return Participant.objects.none()
    return (
        Participant.objects.filter(standing=Standing.IN, **program)
        .exclude(story="")
        .exclude(Exists(_current()))
        .order_by("pk")
    )


def read_some(ids):
    """Read the stories of these participants and keep them; the same words are read once."""
    rows = Participant.objects.filter(pk__in=ids).order_by("pk")
    stories = dict(rows.values_list("pk", "story"))
    texts = sorted(set(stories.values()))
    keep(dict(zip(texts, reading.read(texts), strict=True)), stories)


def keep(meanings, stories):
    """Store ``{text: Meaning}`` for ``{participant id: text}``, in place of what was there."""
    StoryMeaning.objects.bulk_create(
        [
            StoryMeaning(
                participant_id=pk,
                source=fingerprint(story),
                version=reading.version(),
                whole=meanings[story].whole.tobytes() if meanings[story].is_told else b"",
                parts=meanings[story].parts.tobytes(),
            )
            for pk, story in stories.items()
            if story in meanings
        ],
        update_conflicts=True,
        unique_fields=["organization", "participant"],
        update_fields=["source", "version", "whole", "parts"],
    )


def fingerprint(story):
    """As PostgreSQL's ``md5``; says whether a text changed, protects nothing."""
    return hashlib.md5(story.encode(), usedforsecurity=False).hexdigest()


def _current():
    """Of each participant outside, the row that holds their story as it stands."""
    return StoryMeaning.objects.filter(
        participant=OuterRef("pk"), version=reading.version(), source=MD5(OuterRef("story"))
    )


def _meaning(whole, parts):
    return reading.Meaning(
        np.frombuffer(whole, np.int8), np.frombuffer(parts, np.int8).reshape(-1, semantic.WIDTH)
    )
