"""Asking people by mail to complete their profile, at most once a day."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.ui.formats import written_day
from notifications.kinds import Letter
from notifications.models import Message
from notifications.services import tell_many
from participants.listed.queries import lines_of
from participants.models import Participant
from participants.roles import Standing
from programs.models import ProgramDate

KIND = "profile_reminder"


def remind(rows):
    """Put a reminder for each of these participants into the outbox: ``{id: message id}``."""
    tell_many(KIND, [(row.person, _occasion(row.pk), {}) for row in rows])
    return _messages(rows)


def reminded_today(rows):
    """Ids of those of these participants who were reminded today already."""
    return set(_messages(rows))


def take_back(message_ids):
    """Delete those of these messages that no worker has touched yet; their ids."""
    untouched = Message.objects.filter(
        pk__in=message_ids,
        claimed_at__isnull=True,
        sent_at__isnull=True,
        failed_at__isnull=True,
    )
    # A message that a worker holds at this moment is as good as sent.
    free = list(untouched.select_for_update(skip_locked=True).values_list("pk", flat=True))
    Message.objects.filter(pk__in=free).delete()
    return set(free)


def _messages(rows):
    occasions = {_occasion(row.pk): row.pk for row in rows}
    told = Message.objects.filter(
        kind=KIND, occasion__in=occasions, person__in={row.person_id for row in rows}
    )
    return {occasions[occasion]: pk for occasion, pk in told.values_list("occasion", "pk")}


def _occasion(participant_id):
    return f"{participant_id}:{clock.today():%Y-%m-%d}"


def occasion_on(participant, today, days_ago):
    """The occasion of a reminder so many days before today, in SQL; ``participant`` is a column."""
    day = today - timedelta(days=days_ago)
    return Concat(Cast(participant, CharField()), Value(f":{day:%Y-%m-%d}"))


def profile_reminder(person, occasion, facts):
    """What is missing in your profile, while something is."""
    (line,) = lines_of([UUID(occasion.partition(":")[0])]) or (None,)
    if line is None or not line.missing or line.participant.standing != Standing.IN:
        return None
    rows = Participant.objects.select_related("program", "organization")
    participant = rows.get(pk=line.participant.pk)
    program = {"program": participant.program.name}
    return Letter(
        subject=_("Your profile in %(program)s is not complete yet") % program,
        paragraphs=(
            _("Nobody can be matched with you in %(program)s before your profile is complete.")
            % program,
            _("A few minutes are enough. What you write is saved as you go."),
        ),
        facts=((_("Still missing"), ", ".join(line.missing)), *_deadline(participant.program)),
        action_label=_("Complete your profile"),
        action_url=settings.BASE_URL
        + reverse("portal:profile", args=[participant.organization.slug]),
        reason=_("You receive this because you take part in %(program)s at %(organization)s.")
        % {**program, "organization": participant.organization.name},
    )


def _deadline(program):
    """The day on which profiles close, or, when that is over, matching; nothing after both."""
    stages = ProgramDate.objects.filter(program=program, key__in=("profiles", "matching"))
    row = stages.filter(closes_on__gte=clock.today()).order_by("closes_on", "id").first()
    return ((_("Please complete it by"), written_day(row.closes_on)),) if row else ()
