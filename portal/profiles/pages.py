"""What the pages of one's own profile show, and what they save."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404

from mentoring import clock
from participants.columns import LONGEST_STORY
from participants.models import Participant
from participants.profiles import own
from participants.profiles.completeness import Completeness, completeness
from participants.profiles.profile import written
from participants.profiles.readers import READERS
from participants.profiles.saving import Meanwhile, fingerprints, is_open, save_own
from participants.reference import Registry, languages, time_zones
from participants.stored import values_of
from portal.profiles import controls
from portal.profiles.sections import BY_KEY, SECTIONS, Field, Section, sections_with

OWN_WORDS = "own"


@dataclass(frozen=True)
class Shown:
    """One field as its page shows it; ``prints`` are fingerprints of its columns."""

    field: Field
    value: object
    prints: dict
    errors: list
    readers: object

    @property
    def name(self):
        return self.field.name


@dataclass(frozen=True)
class Page:
    """One section of one profile."""

    participant: Participant
    section: Section
    fields: list
    completeness: Completeness
    is_open: bool
    longest_story: int = LONGEST_STORY

    @property
    def sections(self):
        return sections_with(self.completeness)

    @property
    def following(self):
        """The key of the next section, or empty on the last."""
        keys = [section.key for section in SECTIONS]
        return (keys + [""])[keys.index(self.section.key) + 1]

    @property
    def levels(self):
        return controls.LEVELS_OF_OFFERS

    @property
    def zones(self):
        return time_zones()

    @property
    def languages(self):
        return languages()

    @property
    def has_errors(self):
        return any(one.errors for one in self.fields)


def own_profile_or_404(pk, person_id):
    """One of the person's own participations; 404 for anybody else's."""
    found = Participant.objects.filter(pk=pk, person=person_id)
    participant = found.select_related("program", "person").first()
    if participant is None:
        raise Http404
    return participant


def section_or_404(key):
    if key not in BY_KEY:
        raise Http404
    return BY_KEY[key]


def field_or_404(section, participant, name):
    """A field of this section and this side."""
    found = [field for field in section.of(participant.side) if field.name == name]
    if not found:
        raise Http404
    return found[0]


def texts_now(participant):
    """The stored ``{column: text}``, without what only coordinators change."""
    return written(participant.side, values_of(participant), Registry([]))


def page_of(participant, section, *, typed=None, errors=None, fields=None):
    """The ``Page``; what was ``typed`` and refused stands in place of what is stored."""
    values = values_of(participant)
    stored = written(participant.side, values, Registry([]))
    texts, errors = {**stored, **(typed or {})}, errors or {}
    prints = fingerprints(stored)
    return Page(
        participant=participant,
        section=section,
        fields=[
            Shown(
                field,
                controls.shown(field, texts),
                {name: prints[name] for name in field.holds},
                [message for name in field.holds for message in errors.get(name, ())],
                READERS[field.holds[0]],
            )
            for field in fields or section.of(participant.side)
        ],
        completeness=completeness(participant.side, values),
        is_open=is_open(participant, clock.today()),
    )


def save(participant, fields, data, *, by):
    """Save what a page sent about these fields.

    Answers ``(typed, errors)``, both by column; without errors all is stored.
    """
    data = data.copy()
    stored = texts_now(participant)
    shown = {
        name: data[f"shown-{name}"]
        for field in fields
        for name in field.holds
        if f"shown-{name}" in data
    }
    typed = {}
    try:
        with transaction.atomic():
            for field in fields:
                _add_own_words(field, data, by)
                typed |= controls.sent(field, data, stored)
            save_own(participant, typed, by=by, shown=shown)
    except Meanwhile as meanwhile:
        return typed, meanwhile.messages(participant.side)
    except ValidationError as refused:
        return typed, refused.message_dict
    return {}, {}


def _add_own_words(field, data, by):
    """A pressed “add in my own words” becomes the addition of what was made of them."""
    act, _colon, words = data.get(f"{field.name}-act", "").partition(":")
    if act != OWN_WORDS or field.name not in ("needs", "offers"):
        return
    try:
        code = own.add(words, by=by)
    except ValidationError as refused:
        raise ValidationError({field.name: refused.messages}) from None
    data[f"{field.name}-act"] = f"add:{code}"
