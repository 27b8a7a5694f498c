"""People on their way into a program: no answer, an incomplete profile, mail that comes back."""

from django.db.models import Exists, F, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from notifications.bounces.queries import failing_people
from notifications.models import Failure, Message
from participants.models import Participant, ParticipantCompetency
from participants.nominating.models import Asking
from participants.roles import Side, Standing
from partnerships.cases.kinds import Signal
from partnerships.lifecycle import LIVE
from partnerships.models import Partnership
from programs.models import ProgramDate

PROFILES = "profiles"
ONCE = "once"


def unanswered(look):
    """Asked some days ago whether they take part, and no answer."""
    signal = Signal.INVITATION
    rows = Asking.objects.filter(
        answered_at__isnull=True,
        asked_at__lt=look.before(signal),
        participant__standing=Standing.NOMINATED,
    ).exclude(participant__program__in=look.thresholds.off(signal))
    for pk, participant, program, asked_at in rows.order_by().values_list(
        "pk", "participant", "participant__program", "asked_at"
    ):
        if look.late(signal, program, asked_at):
            yield look.found(
                signal, program=program, participant=participant, since=asked_at, anchor=str(pk)
            )


def incomplete(look):
    """In for some days, not matched, and the profile lacks what matching cannot do without."""
    signal = Signal.PROFILE
    opened = ProgramDate.objects.filter(program=OuterRef("program"), key=PROFILES)
    matched = Partnership.objects.filter(
        Q(mentee=OuterRef("pk")) | Q(mentor=OuterRef("pk")), status__in=LIVE
    )
    answered = Asking.objects.filter(participant=OuterRef("pk")).order_by().values("participant")
    rows = Participant.objects.filter(
        _lacks_something(),
        ~Exists(matched),
        standing=Standing.IN,
        program__ends_on__gte=look.today,
    ).exclude(program__in=look.thresholds.off(signal))
    rows = rows.annotate(
        joined_at=Coalesce(
            Subquery(answered.annotate(last=Max("answered_at")).values("last")), F("created_at")
        ),
        opens_on=Subquery(opened.values("opens_on")[:1]),
    )
    for pk, program, joined_at, opens_on in rows.order_by().values_list(
        "pk", "program", "joined_at", "opens_on"
    ):
        since = max(joined_at, look.midnight(opens_on)) if opens_on else joined_at
        if look.late(signal, program, since):
            yield look.found(signal, program=program, participant=pk, since=since, anchor=ONCE)


def bounced(look):
    """Somebody in a program that is not over, whose mail comes back.

    Either their address is known to fail, or a mail was refused and none has arrived since.
    """
    later = Message.objects.filter(person=OuterRef("person"), sent_at__gt=OuterRef("failed_at"))
    lost = Message.objects.filter(
        ~Exists(later), failure__in=(Failure.REFUSED, Failure.GAVE_UP), person__isnull=False
    )
    refused = lost.order_by().values("person").annotate(since=Min("failed_at"))
    failing = failing_people().order_by().annotate(since=F("failing_since"))
    seen = set()
    for found in (*_of_people(look, failing, "pk"), *_of_people(look, refused, "person")):
        if found.participant not in seen:
            seen.add(found.participant)
            yield found


def _of_people(look, rows, person):
    """One for each person, about where they have taken part for the longest time."""
    signal = Signal.BOUNCED
    parts = Participant.objects.filter(
        person=OuterRef(person),
        standing__in=(Standing.IN, Standing.NOMINATED),
        program__ends_on__gte=look.today,
    ).exclude(program__in=look.thresholds.off(signal))
    first = parts.order_by("id")
    rows = rows.annotate(
        part=Subquery(first.values("pk")[:1]), part_program=Subquery(first.values("program")[:1])
    )
    for row in rows.filter(part__isnull=False).values("part", "part_program", "since"):
        yield look.found(
            signal,
            program=row["part_program"],
            participant=row["part"],
            since=row["since"],
            anchor=look.day(row["since"]).isoformat(),
        )


def _lacks_something():
    """What ``completeness`` calls needed for matching."""
    competencies = ParticipantCompetency.objects.filter(participant=OuterRef("pk"))
    return (
        ~Exists(competencies)
        | Q(languages__len=0)
        | Q(time_zone="")
        | Q(side=Side.MENTOR, capacity=0)
    )
