"""Instruments from the shipped questions, and an organization's own questions in a new version."""

import contextlib

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from instruments.bank import pages
from instruments.kinds import CHOSEN, EVERY_TIME, UNSURE, Kind
from instruments.models import Instrument, InstrumentVersion, Item, Response, Section
from organizations.audit import record

OWN_SECTION = "own"
MOST_ITEMS = 80
MOST_CHOICES = 20


class NothingAsked(LookupError):
    """There are no questions for this informant on this occasion."""


def newest_version(informant, occasion):
    """The version that is asked now, made of the shipped questions at first use."""
    return newest(informant, occasion) or _build(informant, occasion)


@transaction.atomic
def add_item(informant, occasion, *, text, kind, by, choices=(), **words):
    """Ask one more question of one's own, optional to answer, on a last page of its own.

    It comes along on the later occasions that ask the same each time. A version that somebody has
    opened stays as it is: the question comes in a copy, with which whoever opens the questionnaire
    from now on begins. ``choices`` are labels; ``words`` are ``help``, ``low_end``, ``high_end``.
    Raises ValidationError by field.
    """
    item = Item(
        key=_free_key(informant, text),
        text=text.strip(),
        kind=kind,
        choices=_coded(kind, choices),
        allows_unsure=kind in UNSURE,
        least=0 if kind == Kind.NUMBER else None,
        most=999_999 if kind == Kind.NUMBER else None,
        is_required=False,
        is_shipped=False,
        **words,
    )
    version = _with_own(newest_version(informant, occasion), [item])
    record("questionnaire.item_added", version, by=by, item=item.key, version=version.number)
    for later in _later(occasion):
        if built := newest(informant, later):
            _with_own(built, [item])
    return version.items.get(key=item.key)


def _later(occasion):
    """The occasions after this one of those that ask the same each time."""
    places = list(EVERY_TIME)
    return places[places.index(occasion) + 1 :] if occasion in places else []


def _with_own(version, items):
    """The version that asks these own questions too: itself, or a copy once it was opened."""
    # Whoever opens it at this moment refers to the version, and that waits for this lock.
    version = InstrumentVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if version.items.count() + len(items) > MOST_ITEMS:
        raise ValidationError(_("A questionnaire has at most 80 questions."))
    if Response.objects.filter(version=version).exists() or version.observers.exists():
        version = _copy(version)
    section = _own_section(version)
    last = section.items.aggregate(last=Max("position"))["last"] or 0
    for position, item in enumerate(items, start=last + 1):
        item.id, item.version, item.section, item.position = Item().id, version, section, position
        item._state.adding = True
        item.full_clean(exclude=["organization", "version", "section", "id"])
        item.save()
    return version


def own_from_before(informant, occasion):
    """Own questions of the earlier occasions, each once, as they were last asked."""
    found = {}
    for earlier in EVERY_TIME:
        if earlier == occasion:
            return list(found.values())
        if built := newest(informant, earlier):
            found |= {item.key: item for item in built.items.filter(is_shipped=False)}
    return []


def newest(informant, occasion):
    """The ``InstrumentVersion`` with the highest number, or None before first use."""
    found = InstrumentVersion.objects.filter(
        instrument__informant=informant, instrument__occasion=occasion
    )
    return found.select_related("instrument").order_by("-number").first()


def _build(informant, occasion):
    asked = pages(informant, occasion)
    if not asked:
        raise NothingAsked(f"{informant} is asked nothing at {occasion}")
    # Two may be the first at the same moment: the second takes what the first has made.
    with contextlib.suppress(IntegrityError), transaction.atomic():
        instrument = Instrument.objects.create(informant=informant, occasion=occasion)
        version = InstrumentVersion.objects.create(instrument=instrument)
        for position, page in enumerate(asked, start=1):
            _build_section(version, position, page)
        if own := own_from_before(informant, occasion):
            _with_own(version, own)
        record("questionnaire.built", instrument, by=None, informant=informant, occasion=occasion)
    return newest(informant, occasion)


def _build_section(version, position, page):
    section = Section.objects.create(
        version=version, position=position, key=page.key, title=page.title
    )
    Item.objects.bulk_create(
        Item(
            version=version,
            section=section,
            position=number,
            key=question.key,
            text=question.text,
            help=question.help,
            kind=question.kind,
            dimension=question.dimension,
            low_end=question.low,
            high_end=question.high,
            choices=[list(choice) for choice in question.choices],
            least=question.least,
            most=question.most,
            allows_unsure=question.unsure,
            is_required=question.required,
            is_reversed=question.reversed,
        )
        for number, question in enumerate(page.questions, start=1)
    )


def _copy(version):
    """A new version with the same questions."""
    copy = InstrumentVersion.objects.create(
        instrument=version.instrument, number=version.number + 1
    )
    for section in version.sections.prefetch_related("items"):
        items = list(section.items.all())
        section.pk, section.version, section._state.adding = None, copy, True
        section.id = Section().id
        section.save()
        for item in items:
            item.id, item.version, item.section = Item().id, copy, section
            item._state.adding = True
        Item.objects.bulk_create(items)
    return copy


def own_title():
    """Above an organization's own questions."""
    return _("Before you send it")


def _own_section(version):
    found = version.sections.filter(key=OWN_SECTION).first()
    if found:
        return found
    last = version.sections.aggregate(last=Max("position"))["last"] or 0
    return Section.objects.create(
        version=version, position=last + 1, key=OWN_SECTION, title=own_title()
    )


def _free_key(informant, text):
    """A key that no question to these people ever had: a key means one question for good."""
    wanted = f"own-{slugify(text)[:40].strip('-_') or 'question'}"
    known = Item.objects.filter(version__instrument__informant=informant)
    taken = set(known.values_list("key", flat=True))
    key, number = wanted, 2
    while key in taken:
        key, number = f"{wanted}-{number}", number + 1
    return key


def _coded(kind, labels):
    labels = [label.strip() for label in labels if label.strip()]
    if kind not in CHOSEN:
        return []
    if not 2 <= len(labels) <= MOST_CHOICES:
        raise ValidationError({"choices": _("Give from 2 to 20 choices, one to a line.")})
    if len({label.casefold() for label in labels}) < len(labels):
        raise ValidationError({"choices": _("Two choices are the same.")})
    return [[f"c{number}", label] for number, label in enumerate(labels, start=1)]
