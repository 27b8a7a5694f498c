"""Who is erased leaves no choices and no lines, and no name behind the bells of others."""

from datetime import time, timedelta

from mentoring import clock
from notifications import optional, services
from notifications.models import Message, Notice, OptionalMail, Reader, Surface
from partnerships.erasing import services as erasing
from tests.factories.participants import ParticipantFactory, membership_of


def line(participant, title):
    message = services.tell(participant.person, "pair_message", title)
    Message.objects.filter(pk=message.pk).update(sent_at=clock.now())
    user, kind = participant.person.user_id, "pair_message"
    Notice.objects.create(
        user_id=user, message=message, surface=Surface.PORTAL, kind=kind, title=title, path=""
    )


def test_nothing_of_them_stays(organization, coordinator):
    gone, partner = ParticipantFactory(), ParticipantFactory()
    person, own = gone.person, membership_of(gone)
    line(gone, "Something for them")
    line(partner, f"{person.name.upper()} has written to you")
    line(partner, f"{partner.person.name} is somebody else")
    optional.stop(own.user_id, "pair_message", by=own)
    optional.choose_hours(by=own, pace="daily", quiet_from=time(20), quiet_until=time(7))
    with clock.held_at(clock.now() - timedelta(days=40)):
        erasing.ask(person, by=coordinator)

    erasing.carry_out_due()

    assert [row.title for row in Notice.objects.all()] == [
        f"{partner.person.name} is somebody else"
    ]
    assert not OptionalMail.objects.exists()
    assert not Reader.objects.exists()
    assert set(Message.objects.values_list("person", flat=True)) <= {person.pk, partner.person_id}
