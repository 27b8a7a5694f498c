"""Mails about meetings carry their entry: it enters, moves and leaves calendars by one name."""

from datetime import timedelta
from email import message_from_bytes, policy

from icalendar import Calendar

from mentoring.mailfiles import Backend
from partnerships.endings import services as endings
from partnerships.meetings import again, services
from partnerships.meetings.models import Meeting
from partnerships.meetings.timing import moments_of
from tests.partnerships.calendars.reading import components, instants
from tests.partnerships.meetings.people import ahead, do, introduced_pair, plan
from tests.partnerships.meetings.test_services import series_of


def entries(mailoutbox, address, folder):
    """``(method, content)`` of each mail to somebody, as it lies in a mail folder; then none."""
    Backend(folder=folder).send_messages([one for one in mailoutbox if one.to == [address]])
    mailoutbox.clear()
    found = []
    for path in sorted(folder.iterdir()):
        mail = message_from_bytes(path.read_bytes(), policy=policy.SMTP)
        path.unlink()
        part = mail.get_body(("calendar",))
        if part is None:
            continue
        (file,) = mail.iter_attachments()
        content = part.get_payload(decode=True)
        assert file.get_payload(decode=True) == content
        assert part.get_param("method") == Calendar.from_ical(content)["METHOD"]
        assert (file.get_filename(), file.get_content_type()) == ("meeting.ics", "application/ics")
        found.append((part.get_param("method"), content))
    return found


def facts(content, *names):
    (event,) = components(content, "VEVENT")
    return tuple(event[name][0][1] for name in names)


def test_a_meeting_enters_moves_and_leaves_both_calendars(
    organization, settle, mailoutbox, tmp_path
):
    partnership = introduced_pair()
    meeting = plan(partnership, ahead(3), place="Café Nord, at the window")
    settle()
    settle()
    sent = list(mailoutbox)
    addresses = [partnership.mentee_person.email, partnership.mentor_person.email]
    for address in addresses:
        ((method, content),) = entries(list(sent), address, tmp_path)
        assert (method, instants(content)) == ("REQUEST", [ahead(3)])
        assert facts(content, "ATTENDEE", "SEQUENCE") == (f"mailto:{address}", "0")
        names = (partnership.mentee_person.family_name, partnership.mentor_person.family_name)
        assert not [word for word in (*names, "Nord") if word in content.decode()]
    mailoutbox.clear()

    said = {"times": [ahead(5)], "zone": "Asia/Tokyo", "seen": meeting.revision}
    moved = do(partnership, "mentor", services.propose_again, meeting, **said)
    settle()
    assert entries(mailoutbox, addresses[0], tmp_path) == []  # it stays as planned until a yes
    moved = do(partnership, "mentee", services.accept, moved, ahead(5), seen=moved.revision)
    settle()
    ((method, content),) = entries(mailoutbox, addresses[0], tmp_path)
    assert (method, instants(content)) == ("REQUEST", [ahead(5)])
    assert facts(content, "UID", "SEQUENCE") == (meeting.uid, "1")

    do(partnership, "mentee", services.cancel, moved, seen=moved.revision)
    settle()
    ((method, content),) = entries(mailoutbox, addresses[1], tmp_path)
    assert method == "CANCEL"
    assert facts(content, "UID", "SEQUENCE", "STATUS") == (meeting.uid, "2", "CANCELLED")


def test_a_series_comes_as_one_and_its_end_takes_it_out(
    organization, coordinator, settle, mailoutbox, tmp_path
):
    partnership = introduced_pair()
    address = partnership.mentor_person.email
    series = do(
        partnership, "mentor", again.accept_series, series_of(partnership, minutes=45), seen=0
    )
    single = plan(partnership, ahead(4, hour=6))
    settle()
    (_kind, whole), (_other, _content) = sorted(
        entries(mailoutbox, address, tmp_path), key=lambda one: b"RRULE" not in one[1]
    )
    assert instants(whole) == moments_of(series)

    _first, second, third, fourth, *_rest = Meeting.objects.filter(series=series).order_by(
        "original_at"
    )
    said = {"times": [second.starts_at + timedelta(hours=20)], "zone": "Asia/Tokyo"}
    second = do(partnership, "mentee", services.propose_again, second, seen=0, **said)
    at = second.options[0]
    second = do(partnership, "mentor", services.accept, second, at, seen=second.revision)
    do(partnership, "mentor", services.cancel, third, seen=third.revision)
    settle()
    (_method, moved), (method, gone) = entries(mailoutbox, address, tmp_path)
    assert (method, instants(moved)) == ("CANCEL", [at])
    assert facts(moved, "UID", "SEQUENCE") == facts(gone, "UID", "SEQUENCE") == (series.uid, "1")
    assert "RECURRENCE-ID" in components(gone, "VEVENT")[0]

    do(partnership, "mentee", again.cancel_series, series, since=fourth)
    settle()
    ((method, rest),) = entries(mailoutbox, address, tmp_path)
    assert (method, instants(rest)) == ("REQUEST", [moments_of(series)[0], at])

    endings.end(partnership, by=coordinator)
    settle()
    last = entries(mailoutbox, address, tmp_path)
    assert [method for method, _content in last] == ["CANCEL", "CANCEL"]
    assert {facts(content, "UID")[0] for _method, content in last} == {series.uid, single.uid}
