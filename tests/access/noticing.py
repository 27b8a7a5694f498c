"""One line behind the bell of every member, with a word that nobody else may read."""

from mentoring import clock
from notifications.models import Message, Notice, Surface
from notifications.surfaces import surface_of

RESOURCE = "own mails (which of them come)"


def plant_notices(place, known_as):
    """``known_as``: how the tables call the coordinator of this organization."""
    for name, member in place.members.items():
        own = known_as if name == "coordinator" else {name}
        if name == "spare_mentee":
            own = {*own, "double"}
        surface = surface_of(member)
        recipient = {"person": member.person} if surface == Surface.PORTAL else {"address": "a@b.c"}
        said = {"kind": "call_asked", "occasion": name, "sent_at": clock.now()}
        message = Message.objects.create(**said, **recipient)
        place.rows[f"notice_{member.user_id}"] = Notice.objects.create(
            user_id=member.user_id,
            message=message,
            surface=surface,
            kind="call_asked",
            title=place.garden.plant(f"{name}.notice", (RESOURCE, own)),
        )


def notice_of(place, *names):
    """The notice of the first of these who is a member."""
    member = next(place.members[name] for name in names if name in place.members)
    return place.rows[f"notice_{member.user_id}"].pk
