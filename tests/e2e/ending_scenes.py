"""A pair whose partnership has ended early, and the pages of ending one."""

from organizations.models import Membership
from partnerships.endings.services import end
from partnerships.models import Partnership
from tests.e2e import (
    bounce_scenes,
    calendar_scenes,
    case_scenes,
    help_scenes,
    lasting_scenes,
    notice_scenes,
)


def prepare(scenes, preparing):
    """Of the program's pairs who prepare, one that nobody else's scene has: its mentee ended it."""
    rows = Partnership.objects.filter(program=preparing.program, status="preparing")
    taken = [preparing.pk, scenes.values["quiet_pair"]]
    last = rows.exclude(pk__in=taken).latest("id")
    mentee = Membership.objects.get(person=last.mentee_person)
    end(last, by=mentee, reason="changed")
    scenes.values.update(ended=last.pk)
    scenes.people.update(left=last.mentor_person.user)
    lasting_scenes.prepare(scenes, preparing.program, *taken)
    calendar_scenes.prepare(preparing)
    help_scenes.prepare(scenes, preparing)
    bounce_scenes.prepare(scenes, last.mentor_person)
    case_scenes.prepare(scenes)
    scenes.values["kind_of_letter"] = "partnership_introduced"
    readers = scenes.people["coordinator"], scenes.people["hr"], preparing.mentee_person.user
    notice_scenes.prepare(preparing, *readers)


def pages(State):
    return {
        **bounce_scenes.pages(State),
        **calendar_scenes.pages(State),
        **case_scenes.pages(State),
        **lasting_scenes.pages(State),
        **help_scenes.pages(State),
        **notice_scenes.pages(State),
        "portal:data": [State(who="mentee")],
        "people:erase": [State()],
        "portal:end": [State(who="preparing", parts={"partnership": "preparing"})],
        "partnerships:end": [State(parts={"partnership": "preparing"})],
    }
