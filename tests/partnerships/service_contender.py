"""What a process of the concurrency tests does through the service.

The fork server imports this once, so that Django is not loaded twelve times.
"""

from uuid import UUID

import django

django.setup()

from mentoring.tenancy import context  # noqa: E402 - models need the apps
from participants.models import Participant  # noqa: E402
from partnerships.services import CannotAnnounce, announce_partnership  # noqa: E402


def announce_by_service(dsn, organization, attempts, barrier):
    """Every attempt with all twelve at once; the database's address is in the environment."""
    for mentor, mentee in attempts:
        barrier.wait()
        try:
            with context.enter(context.Context(UUID(organization))):
                announce_partnership(
                    mentor=Participant.objects.get(pk=mentor),
                    mentee=Participant.objects.get(pk=mentee),
                    by=None,
                    answer_days=7,
                )
        except CannotAnnounce:
            continue
