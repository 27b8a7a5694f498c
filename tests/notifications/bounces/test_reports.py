"""Delivery status reports are read whoever wrote them; what is not one is left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.tenancy.keys import uuid7
from notifications.bounces import boxes, reports
from tests.notifications.bounces.mails import DOMAIN, answer, mail, report

ID = uuid7()
STATUS_PART = ("message/delivery-status", ["Reporting-MTA: dns; mx", "", "Action: failed"])


@pytest.mark.parametrize(
    ("facts", "code", "hard"),
    [
        ({}, "5.1.1", True),
        ({"status": "5.1.10"}, "5.1.10", True),
        ({"status": "5.2.1"}, "5.2.1", True),
        ({"status": "5.4.4"}, "5.4.4", True),
        ({"status": "5.0.0"}, "5.0.0", True),
        ({"action": "FAILED (really)"}, "5.1.1", True),
        ({"status": "5.1.1 (bad address)"}, "5.1.1", True),
        # A full mailbox, a mail that is too long, and what the receiver's rules say of a mail.
        ({"status": "5.2.2"}, "5.2.2", False),
        ({"status": "5.3.4"}, "5.3.4", False),
        ({"status": "5.6.1"}, "5.6.1", False),
        ({"status": "5.7.1"}, "5.7.1", False),
        ({"status": "4.4.7"}, "4.4.7", False),
        # No status of its own: what the mail server answered, if it said anything.
        ({"status": "", "diagnostic": "550 5.1.1 no such user"}, "5.1.1", True),
        ({"status": "", "diagnostic": "550 no such user"}, "5.0.0", True),
        ({"status": "", "diagnostic": "451 later"}, "4.0.0", False),
        ({"status": "nonsense", "diagnostic": ""}, "", False),
        ({"status": "5.1.99999", "diagnostic": ""}, "", False),
        ({"status": "5.٤.1"}, "", False),
    ],
)
def test_what_failed_and_for_good(facts, code, hard):
    assert reports.read(report(ID, **facts), DOMAIN) == reports.Report(ID, code, hard)


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", ""])
def test_what_has_not_failed_is_no_report(action):
    assert reports.read(report(ID, action=action), DOMAIN) is None


def test_the_message_is_found_in_headers_and_in_what_it_answers():
    ours = f"message-id:  < {ID}@{DOMAIN.upper()} >"
    headers = mail(STATUS_PART, ("text/rfc822-headers", [ours, "Subject: x"]))
    assert reports.read(headers, DOMAIN).message_id == ID
    for name in ("In-Reply-To", "References"):
        known = f"{name}: <other@elsewhere.example> <{ID}@{DOMAIN}>"
        assert reports.read(mail(STATUS_PART, headers=[known]), DOMAIN).message_id == ID


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff" * 1000,
        b"Content-Type: multipart/report; boundary=\r\n\r\n--\r\n",
        b"Content-Type: message/delivery-status\r\n\r\nAction: failed\r\n",
        answer("5.1.1 Action: failed, I read somewhere"),
        report(ID, original=False),
        report("not-an-id"),
        report(ID).replace(DOMAIN.encode(), b"elsewhere.example"),
        report(ID).replace(b"message/delivery-status", b"text/plain"),
        mail(STATUS_PART, ("message/rfc822", [f"Message-ID: {ID}@{DOMAIN}", "", ""])),
        mail(STATUS_PART, headers=["In-Reply-To: " + "<a@b> " * 50_000]),
    ],
)
def test_what_is_no_report_about_ours_is_left_alone(raw):
    assert reports.read(raw, DOMAIN) is None


def test_a_report_in_a_thousand_wrappings_and_one_of_many_megabytes_end_quickly():
    nested = report(ID)
    for number in range(1000):
        head = f"Content-Type: multipart/mixed; boundary=b{number}\r\n\r\n--b{number}\r\n"
        nested = head.encode() + nested + f"\r\n--b{number}--\r\n".encode()
    assert reports.read(nested, DOMAIN) is None
    long = report(ID) + b"x" * 20_000_000
    assert reports.read(long, DOMAIN) == reports.Report(ID, "5.1.1", True)
    blocks = [line for _each in range(5000) for line in ("Action: delayed", "")]
    assert reports.read(mail(("message/delivery-status", blocks)), DOMAIN) is None


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 600), st.integers(0, 200))
def test_damage_is_never_an_error(noise, place, lost):
    raw = report(ID)
    found = reports.read(raw[:place] + noise + raw[place + lost :], DOMAIN)
    assert found is None or found.message_id == ID


def test_boxes_of_every_kind(tmp_path):
    one, two = report(ID), answer("hello")
    single = tmp_path / "one.eml"
    single.write_bytes(one)
    assert list(boxes.mails_in(single)) == [one]

    mbox = tmp_path / "mbox"
    plain = [raw.replace(b"\r\n", b"\n") for raw in (one, two)]
    mbox.write_bytes(b"".join(b"From x Mon Jan  1 00:00:00 2026\n" + raw + b"\n" for raw in plain))
    assert [raw.strip() for raw in boxes.mails_in(mbox)] == [raw.strip() for raw in plain]

    for name in ("new", "cur", "tmp"):
        (tmp_path / "dir" / name).mkdir(parents=True)
    (tmp_path / "dir/new/1").write_bytes(one)
    (tmp_path / "dir/cur/0:2,S").write_bytes(two)
    assert list(boxes.mails_in(tmp_path / "dir")) == [one]
    assert list(boxes.mails_in(tmp_path / "dir")) == []
    assert (tmp_path / "dir/cur/1:2,S").read_bytes() == one
    with pytest.raises(OSError, match="no maildir"):
        list(boxes.mails_in(tmp_path))
    with pytest.raises(FileNotFoundError):
        list(boxes.mails_in(tmp_path / "nowhere"))
