"""An organization's own words for a kind of letter: subject, greeting and closing, in versions.

What a letter is about, its facts and its button are always written by the product. Placeholders
stand in braces and are exchanged once, for what the letter brings: nothing is ever carried out.
"""

import re
from dataclasses import replace

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications import catalog
from notifications.kinds import Letter
from notifications.models import LetterText
from notifications.services import tell_address
from organizations.audit import record
from organizations.models import Membership

# What every kind may use, and what it stands for in a sample.
COMMON = {"first_name": gettext_lazy("Noa"), "organization": ""}
SAMPLES = {
    "program": gettext_lazy("Bridge"),
    "day": gettext_lazy("Monday 1 March"),
}
PARTS = ("subject", "opening", "closing")
TEST = "letter_test"
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class Stale(Exception):
    """Somebody else has saved another version meanwhile."""


def placeholders_of(kind):
    """The names that own words of this kind may use."""
    return (*COMMON, *catalog.kind_of(kind).values)


def fault_of(kind, text):
    """What is wrong with the placeholders of a text, in words; empty if nothing is."""
    known = placeholders_of(kind)
    for name in _PLACEHOLDER.findall(text):
        if name not in known:
            said = {"name": name, "known": ", ".join(f"{{{one}}}" for one in known)}
            return _("{%(name)s} is no placeholder here. There are: %(known)s.") % said
    if set("{}") & set(_PLACEHOLDER.sub("", text)):
        return _("A brace stands alone. Placeholders are written like {first_name}.")
    return ""


def filled(text, values):
    """The text with its placeholders exchanged; '' when one has nothing to stand for."""
    if any(not values.get(name) for name in _PLACEHOLDER.findall(text)):
        return ""
    return _PLACEHOLDER.sub(lambda found: str(values[found[1]]), text)


def current(kind):
    """The newest version, or None where the shipped words hold."""
    newest = LetterText.objects.filter(kind=kind).order_by("-number").first()
    return newest if newest and newest.has_words else None


def in_own_words(letter, message):
    """The ``Letter`` of a message as its organization words it."""
    words = current(message.kind)
    if words is None:
        return letter
    values = {"first_name": _first_name(message), "organization": message.organization.name}
    return worded(letter, words, values | letter.values)


def worded(letter, words, values):
    """A ``Letter`` with subject, greeting and closing of ``words``, where they can be filled."""
    said = {part: filled(getattr(words, part), values) for part in PARTS}
    return replace(
        letter,
        subject=said["subject"] or letter.subject,
        paragraphs=(*_paragraphs(said["opening"]), *letter.paragraphs),
        closing=(*letter.closing, *_paragraphs(said["closing"])),
    )


def sample(kind, words, organization):
    """How a letter of this kind reads in these words, about nobody."""
    values = {name: str(SAMPLES.get(name, name)) for name in catalog.kind_of(kind).values}
    values |= {"first_name": str(COMMON["first_name"]), "organization": organization.name}
    letter = Letter(
        subject=str(catalog.kind_of(kind).name),
        paragraphs=(_("Here stands what the mail is about. It is written for each reader."),),
        action_label=_("Where it leads"),
        action_url="#",
        reason=_("And here, why they get it."),
    )
    return worded(letter, words, values)


@transaction.atomic
def save(kind, *, by, newest, subject="", opening="", closing=""):
    """The next version, unless one came after ``newest``: ``Stale``. Without words: as shipped."""
    found = LetterText.objects.filter(kind=kind).aggregate(number=Max("number"))["number"] or 0
    if found != newest:
        raise Stale
    row = LetterText(kind=kind, number=found + 1, subject=subject, opening=opening, closing=closing)
    row.made_by = by
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as refused:
        raise Stale from refused
    record("letter.worded", row, by=by, kind=kind, number=row.number)
    return row


def newest_of_each():
    """The newest version of each kind that has words of its own."""
    rows = LetterText.objects.order_by("kind", "-number").distinct("kind")
    return [row for row in rows if row.has_words]


def versions_of(kind):
    """All versions, newest first, each with who made it."""
    return list(LetterText.objects.filter(kind=kind).select_related("made_by").order_by("-number"))


def send_test(row, *, by):
    """A mail of this version to whoever asks for it; once for each version and login."""
    tell_address(by.user.email, TEST, f"{row.pk} {by.pk}", version=str(row.pk))


def letter_test(person, occasion, facts):
    """The sample in the words of one version."""
    row = LetterText.objects.select_related("organization").get(pk=facts["version"])
    letter = sample(row.kind, row, row.organization)
    subject = _("Test: %(subject)s") % {"subject": letter.subject}
    home = settings.BASE_URL + reverse("letters:letter", args=[row.organization.slug, row.kind])
    return replace(letter, subject=subject, action_url=home)


def _paragraphs(text):
    return tuple(filter(None, (" ".join(one.split()) for one in re.split(r"\n\s*\n", text))))


def _first_name(message):
    if message.person_id:
        return message.person.given_name
    held = Membership.objects.filter(user__email__iexact=message.address)
    name = held.values_list("name", flat=True).first() or ""
    return name.partition(" ")[0]
