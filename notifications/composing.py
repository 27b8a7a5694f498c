"""A message as a mail: its letter in its reader's language, as text and as an HTML twin."""

from contextlib import contextmanager
from dataclasses import replace
from email import policy
from email.message import MIMEPart
from email.utils import parseaddr

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from mentoring.ui.formats import isolated
from notifications import catalog, kinds, notices, optional, readers, texts
from notifications.kinds import Attachment
from organizations.zones import zone_of

# Rules for dark screens cannot become inline and stay in the head.
_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def mail_of(message):
    """The mail of a ``Message``, or None when its occasion is gone. Its notice is made with it."""
    reading = readers.reading_of(message)
    with _as_read(message, reading):
        letter = _letter(message, reading)
        return letter and _mail(message, _with_choices(letter, message, reading))


def note(message):
    """The notice of a ``Message`` alone, whose mail comes later or never."""
    reading = readers.reading_of(message)
    with _as_read(message, reading):
        _letter(message, reading)


@contextmanager
def _as_read(message, reading):
    """In the reader's language. Days are those of the organization; a letter names its zones."""
    with translation.override(reading.language), timezone.override(zone_of(message.organization)):
        yield


def _letter(message, reading):
    letter = kinds.write(message)
    if letter is None:
        return None
    letter = texts.in_own_words(letter, message)
    notices.make(message, letter, reading)
    return letter


def _with_choices(letter, message, reading):
    """With the ways to choose what one gets, where one may choose."""
    if reading.user_id is None or not catalog.kind_of(message.kind).is_optional:
        return letter
    organization = message.organization
    return replace(
        letter,
        settings_url=optional.settings_url(organization, reading.surface),
        stop_url=optional.stop_url(organization, reading.user_id, message.kind),
    )


def _mail(message, letter):
    html, text = bodies(letter, message.organization)
    headers = {"Message-ID": message_id_of(message), "Auto-Submitted": "auto-generated"}
    if letter.stop_url:
        headers["List-Unsubscribe"] = f"<{letter.stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = _Mail(
        subject=" ".join(letter.subject.split()),  # a header is one line
        body=text,
        to=[message.recipient],
        headers=headers,
    )
    mail.attach_alternative(html, "text/html")
    for file in letter.attachments:
        mail.enclose(file)
    return mail


def bodies(letter, organization):
    """``(HTML, text)`` of a letter, which say the same."""
    letter = _in_order(letter)
    values = {
        "letter": letter,
        "subject": letter.subject,
        "organization": organization,
        "reason": letter.reason,
        "settings_url": letter.settings_url,
        "unsubscribe_url": letter.stop_url,
    }
    html = _inliner.inline(render_to_string("emails/letter.html", values))
    return html, render_to_string("emails/letter.txt", values)


def _in_order(letter):
    """With names from right to left kept to themselves, where the language runs the other way."""
    if translation.get_language_bidi():
        return letter
    return replace(
        letter,
        subject=isolated(letter.subject),
        paragraphs=tuple(map(isolated, letter.paragraphs)),
        facts=tuple((name, isolated(value)) for name, value in letter.facts),
        links=tuple((isolated(label), url) for label, url in letter.links),
        closing=tuple(map(isolated, letter.closing)),
        reason=isolated(letter.reason),
    )


class _Mail(EmailMultiAlternatives):
    """A mail that may carry what calendars read: beside its text, and as a file.

    Beside the text Outlook and Gmail act on it by themselves; the file is for those that open one.
    """

    entry = None

    def enclose(self, file):
        if file.media_type.startswith("text/calendar"):
            self.entry = _part(file)
            file = Attachment(file.name, file.content, "application/ics")
        self.attach(_part(file, filename=file.name, disposition="attachment"))

    def message(self, **how):
        message = super().message(**how)
        if self.entry is not None:
            bodies = (one for one in message.walk() if one.get_content_subtype() == "alternative")
            next(bodies).attach(self.entry)
        return message


def _part(file, **how):
    """A file as a part of a mail; parameters of its media type stay."""
    media_type, *parameters = (piece.strip() for piece in file.media_type.split(";"))
    part = MIMEPart(policy=policy.SMTP)
    params = dict(piece.split("=", 1) for piece in parameters)
    part.set_content(file.content, *media_type.split("/"), params=params, **how)
    return part


def message_id_of(message):
    """The same for every attempt, so that mail programs show one mail."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{message.pk}@{domain}>"
