"""Mails that the file backend wrote, one `.eml` each, read for the pages under /mailbox/."""

import re
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime

NAME = re.compile(r"[A-Za-z0-9_-]+")
SHOWN_HEADERS = 40


class MailMissing(Exception):
    """There is no such mail in the folder."""


@dataclass(frozen=True)
class Summary:
    """One line of the list. `sent_at` is None when the mail has no readable date."""

    name: str
    subject: str
    sender: str
    recipients: list[str]
    sent_at: object


@dataclass(frozen=True)
class Mail(Summary):
    """A whole mail. `headers` are pairs, `attachments` triples of name, media type and bytes."""

    text: str = ""
    html: str = ""
    headers: list[tuple] = field(default_factory=list)
    attachments: list[tuple] = field(default_factory=list)


def _file(folder, name):
    """The file of mail `name`; raises MailMissing when it is not one directly in `folder`."""
    if folder is None or not NAME.fullmatch(name):
        raise MailMissing(name)
    file = folder / f"{name}.eml"
    if file.is_symlink() or not file.is_file() or file.resolve().parent != folder.resolve():
        raise MailMissing(name)
    return file


def _sent_at(message):
    try:
        return parsedate_to_datetime(str(message["Date"]))
    except (TypeError, ValueError):
        return None


def _summary(name, message):
    addressed = message.get_all("To", []) + message.get_all("Cc", [])
    return {
        "name": name,
        "subject": str(message["Subject"] or ""),
        "sender": str(message["From"] or ""),
        "recipients": [address for _, address in getaddresses(map(str, addressed)) if address],
        "sent_at": _sent_at(message),
    }


def mails(folder):
    """Summaries of all mails in `folder` (a Path or None), the newest first."""
    if folder is None or not folder.is_dir():
        return []
    parse = BytesHeaderParser(policy=policy.default).parsebytes
    files = [file for file in folder.glob("*.eml") if NAME.fullmatch(file.stem)]
    files = [file for file in files if file.is_file() and not file.is_symlink()]
    # Names are UUIDv7: they rise with time even inside one second.
    newest_first = sorted(files, key=lambda file: (file.stat().st_mtime, file.name), reverse=True)
    return [Summary(**_summary(file.stem, parse(file.read_bytes()))) for file in newest_first]


def _body(message, kind):
    part = message.get_body(preferencelist=(kind,))
    return part.get_content() if part is not None else ""


def read(folder, name):
    """The mail `name` of `folder`. Raises MailMissing."""
    message = message_from_bytes(_file(folder, name).read_bytes(), policy=policy.default)
    attachments = [
        (
            part.get_filename() or f"part-{index}",
            part.get_content_type(),
            part.get_payload(decode=True) or b"",
        )
        for index, part in enumerate(message.iter_attachments())
    ]
    return Mail(
        **_summary(name, message),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        headers=[(key, str(value)) for key, value in message.items()][:SHOWN_HEADERS],
        attachments=attachments,
    )
