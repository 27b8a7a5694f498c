"""What coordinators see of meetings: that, when, held or missed; never where or what about."""

from datetime import timedelta

from django.urls import reverse

from mentoring import clock
from partnerships.meetings import telling, written
from tests.partnerships.meetings.people import ahead, do, plan

MET = ("never", "long", "held", "unplanned")


def test_coordinators_count_meetings_and_read_nothing_of_them(partnership, coordinator_client):
    held, missed = plan(partnership, ahead(1), place="Quarzitgrube"), plan(partnership, ahead(2))
    plan(partnership, ahead(9))
    do(partnership, "mentee", written.write_agenda, held, "Geheimplan", seen=0)
    slugs = [partnership.organization.slug, partnership.program.slug]
    page = reverse("partnerships:detail", args=[*slugs, partnership.pk])
    rows = reverse("partnerships:list", args=slugs)

    with clock.held_at(ahead(2) + timedelta(hours=3)):
        before = [len(coordinator_client.get(f"{rows}?met={v}").context["rows"]) for v in MET]
        do(partnership, "mentee", telling.say, held, "held")
        do(partnership, "mentor", telling.say, missed, "missed")
        after = [len(coordinator_client.get(f"{rows}?met={v}").context["rows"]) for v in MET]
        shown = coordinator_client.get(page)
        listed = coordinator_client.get(f"{rows}?sort=-met")

    assert (before, after) == ([1, 0, 0, 0], [0, 0, 1, 0])
    row = shown.context["partnership"]
    assert (row.meetings_held, row.meetings_missed) == (1, 1)
    assert (row.last_meeting_at, row.next_meeting_at) == (ahead(1), ahead(9))
    assert "1 held" in listed.text
    for text in (shown.text, listed.text):
        assert "Quarzitgrube" not in text
        assert "Geheimplan" not in text
