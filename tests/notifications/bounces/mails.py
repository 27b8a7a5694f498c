"""Reports as mail servers write them."""

from email.message import EmailMessage

DOMAIN = "mentoring.example"


def report(message_id, *, status="5.1.1", action="failed", diagnostic="", original=True):
    """The bytes of a delivery status report about one of our messages."""
    lines = ["Reporting-MTA: dns; mx.works.example", "", "Final-Recipient: rfc822; n@works.example"]
    lines += [f"Action: {action}"]
    lines += [f"Status: {status}"] if status else []
    lines += [f"Diagnostic-Code: smtp; {diagnostic}"] if diagnostic else []
    returned = [f"Message-ID: <{message_id}@{DOMAIN}>", "Subject: Something", "", "Text."]
    return mail(
        ("message/delivery-status", lines),
        *([("message/rfc822", returned)] if original else []),
    )


def mail(*parts, kind='multipart/report; report-type="delivery-status"', headers=()):
    """A mail of raw parts, ``(media type, lines)``, as one finds them on the wire."""
    lines = ["From: MAILER-DAEMON@mx.works.example", "To: no-reply@mentoring.example", *headers]
    lines += [f'Content-Type: {kind}; boundary="cut"', "", "--cut"]
    lines += ["Content-Type: text/plain; charset=utf-8", "", "Sorry. Schöne Grüße.", ""]
    for media_type, body in parts:
        lines += ["--cut", f"Content-Type: {media_type}", "", *body, ""]
    return "\r\n".join([*lines, "--cut--", ""]).encode()


def answer(text):
    """A mail that a person wrote."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@b.example", "no-reply@mentoring.example", "Re:"
    made.set_content(text)
    return made.as_bytes()
