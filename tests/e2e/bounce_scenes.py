"""Somebody whose mail comes back."""

from mentoring.tenancy.keys import uuid7
from notifications.bounces.reports import Report
from notifications.bounces.services import take
from notifications.services import tell


def prepare(scenes, person):
    message = tell(person, "photo_removed", uuid7())
    take([Report(message.pk, "5.1.1", True)])
    scenes.values.update(failing=person.pk)


def pages(State):
    return {"people:person": [State(), State("mail-fails", parts={"person_id": "failing"})]}
