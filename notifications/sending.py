"""One message on its way: claim and commit, hand it to the mail server, commit again.

Nothing is lost: a claim without an end is taken up again after ten minutes. A message can reach
somebody twice only when a worker dies between the mail server's acceptance and its own commit, and
then both carry the same Message-ID.
"""

import logging
import smtplib
from email import policy
from email.message import MIMEPart
from email.utils import parseaddr
from uuid import UUID

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from mentoring import clock
from mentoring.tenancy import context
from notifications import kinds
from notifications.kinds import Attachment
from notifications.models import Failure, Message
from notifications.queries import waiting_messages

MOST_ATTEMPTS = 5

# Rules for dark screens cannot become inline and stay in the head.
_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)

logger = logging.getLogger(__name__)


def send(message_id, *, organization_id):
    """Send one message unless it is sent, given up, or in another worker's hands.

    For tasks with ``own_transactions``: the claim commits before the mail server is asked.
    """
    in_force = context.Context(UUID(str(organization_id)))
    with context.enter(in_force):
        claimed = _claim(message_id)
    if not claimed:
        return
    with context.enter(in_force):
        mail = _mail(Message.objects.select_related("person").get(pk=message_id))
    if mail is None:
        _end(message_id, in_force, failure=Failure.MOOT)
        return
    try:
        mail.send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        _refused(message_id, error, in_force)
    else:
        _end(message_id, in_force)


def _claim(message_id):
    """Take the message for this worker; False if there is nothing to do."""
    free = waiting_messages().select_for_update(skip_locked=True)
    message = free.filter(pk=message_id).first()
    if message is None:
        return False
    if message.attempts >= MOST_ATTEMPTS:
        _give_up(message_id, Failure.GAVE_UP)
        return False
    message.attempts += 1
    message.claimed_at = clock.now()
    message.save(update_fields=["attempts", "claimed_at"])
    return True


def _refused(message_id, error, in_force):
    """End what can never be delivered; leave the rest to a later attempt."""
    if _is_permanent(error):
        _end(message_id, in_force, failure=Failure.REFUSED)
        return
    logger.warning("message %s was not sent: %s", message_id, type(error).__name__)
    with context.enter(in_force):
        if Message.objects.filter(pk=message_id, attempts__gte=MOST_ATTEMPTS).exists():
            _give_up(message_id, Failure.GAVE_UP)


def _is_permanent(error):
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    # No address that mail can be sent to.
    return isinstance(error, ValueError | smtplib.SMTPNotSupportedError)


def _end(message_id, in_force, failure=""):
    with context.enter(in_force):
        if failure:
            _give_up(message_id, failure)
        else:
            Message.objects.filter(pk=message_id).update(sent_at=clock.now())


def _give_up(message_id, failure):
    Message.objects.filter(pk=message_id, sent_at__isnull=True).update(
        failed_at=clock.now(), failure=failure
    )


def _mail(message):
    """The mail with its text and HTML twin, or None when its occasion is gone."""
    letter = kinds.write(message)
    if letter is None:
        return None
    values = {
        "letter": letter,
        "subject": letter.subject,
        "organization": message.organization,
        "reason": letter.reason,
        "settings_url": letter.settings_url,
        "unsubscribe_url": letter.stop_url,
    }
    headers = {"Message-ID": message_id_of(message), "Auto-Submitted": "auto-generated"}
    if letter.stop_url:
        headers["List-Unsubscribe"] = f"<{letter.stop_url}>"
    mail = _Mail(
        subject=" ".join(letter.subject.split()),  # a header is one line
        body=render_to_string("emails/letter.txt", values),
        to=[message.recipient],
        headers=headers,
    )
    html = render_to_string("emails/letter.html", values)
    mail.attach_alternative(_inliner.inline(html), "text/html")
    for file in letter.attachments:
        mail.enclose(file)
    return mail


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
