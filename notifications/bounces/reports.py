"""Delivery status reports (RFC 3464), as strangers write them: anything may stand in one."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from uuid import UUID

# Reports carry little; what follows is the mail that came back, which nobody needs.
LONGEST = 1_000_000
MOST_PARTS = 200
MOST_BLOCKS = 100
# compat32 keeps what it reads as it is: nothing is parsed that is not asked for.
READING = policy.compat32

ID = re.compile(r"<\s*([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})@([^<>@\s]+)\s*>")
STATUS = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b", re.ASCII)
# A reply of a mail server that names no status of its own.
REPLY = re.compile(r"\b([45])\d\d\b", re.ASCII)

MAILBOX_FULL, TOO_LONG_THERE, TOO_LONG = (5, 2, 2), (5, 2, 3), (5, 3, 4)
ABOUT_THE_MAIL = {MAILBOX_FULL, TOO_LONG_THERE, TOO_LONG}
# What it contains, and what the receiver's rules say of it: the address is there.
CONTENT, POLICY = 6, 7


@dataclass(frozen=True)
class Report:
    """That one of our messages failed; ``code`` is empty when the report names no status."""

    message_id: UUID
    code: str
    is_hard: bool


def read(raw, domain):
    """The ``Report`` in a mail, bytes, about a message of ours from ``domain``; else None.

    Delays, deliveries, receipts and whatever cannot be read are no report.
    """
    try:
        return _read(message_from_bytes(raw[:LONGEST], policy=READING), domain.lower())
    except (MessageError, RecursionError, ValueError, LookupError, AttributeError, TypeError):
        return None


def is_hard(code):
    """Whether a status says that the address takes no mail at all, now or later."""
    if not code:
        return False
    numbers = tuple(int(part) for part in code.split("."))
    return numbers[0] == 5 and numbers not in ABOUT_THE_MAIL and numbers[1] not in (CONTENT, POLICY)


def _read(mail, domain):
    parts = []
    for part in mail.walk():
        parts.append(part)
        if len(parts) > MOST_PARTS:
            return None
    failed = _failed(parts)
    if failed is None:
        return None
    message_id = _original(parts, domain)
    return message_id and Report(message_id, failed, is_hard(failed))


def _failed(parts):
    """The status of the first recipient that failed for good, or None."""
    for part in parts:
        if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
            continue
        for block in part.get_payload()[:MOST_BLOCKS]:
            if _text(block, "action").lower().startswith("failed"):
                return _code(block)
    return None


def _code(block):
    found = STATUS.search(_text(block, "status")) or STATUS.search(_text(block, "diagnostic-code"))
    if found:
        return found.group()
    reply = REPLY.search(_text(block, "diagnostic-code"))
    return f"{reply.group(1)}.0.0" if reply else ""


def _original(parts, domain):
    """The id of the message that came back: from its own header, which most reports return."""
    for part in parts:
        kind = part.get_content_type()
        if kind == "message/rfc822" and part.is_multipart():
            found = _ours(_text(part.get_payload()[0], "message-id"), domain)
        elif kind == "text/rfc822-headers":
            found = _ours(_headers(part), domain)
        else:
            continue
        if found:
            return found
    return _ours(_text(parts[0], "in-reply-to"), domain) or _ours(
        _text(parts[0], "references"), domain
    )


def _headers(part):
    body = part.get_payload(decode=True) or b""
    return _text(message_from_bytes(body, policy=READING), "message-id")


def _ours(text, domain):
    found = ID.search(text)
    if found is None or found.group(2).lower() != domain:
        return None
    return UUID(found.group(1))


def _text(block, name):
    return str(block.get(name, ""))
