"""Reads about sessions: a program's, one with everybody invited, and a participant's own."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Concat
from django.http import Http404

from mentoring import clock
from mentoring.tenancy.prepared import PreparedRead
from organizations.models import Membership
from organizations.roles import Role
from participants.models import Participant
from participants.roles import Side, Standing
from training.models import LiveSession, SessionInvitation
from training.roles import Answer, Attendance, SessionStatus

MOST_FOUND = 50

# Somebody who left the program is not waited for; what was noted about them stays.
STILL_IN = Q(contact__isnull=False) | Q(participant__standing=Standing.IN) | ~Q(attendance="")
INVITED = Q(is_withdrawn=False) & STILL_IN


def session_or_404(program, pk):
    """A session of this program."""
    session = LiveSession.objects.filter(program=program, pk=pk).first()
    if session is None:
        raise Http404
    return session


def invitation_or_404(session, pk):
    """Somebody's invitation to this session."""
    invitation = invitations_of(session).filter(pk=pk).first()
    if invitation is None:
        raise Http404
    return invitation


def invitations_of(session):
    """Everybody invited to a session, each with person, company or role, by name."""
    rows = SessionInvitation.objects.filter(INVITED, session=session)
    return rows.select_related("participant__person", "participant__company", "contact__company")


def ordered(invitations):
    """Contacts last, others by family name."""
    return invitations.order_by(
        F("participant__person__family_name").asc(nulls_last=True),
        "participant__person__given_name",
        "contact__name",
        "id",
    )


@dataclass(frozen=True)
class Counts:
    """How many were invited to a session, what they answered, and who attended."""

    invited: int = 0
    coming: int = 0
    cannot: int = 0
    attended: int = 0
    partly: int = 0
    absent: int = 0

    @property
    def unanswered(self):
        return self.invited - self.coming - self.cannot

    @property
    def marked(self):
        return self.attended + self.partly + self.absent

    @property
    def unmarked(self):
        return self.invited - self.marked


def counts_of(sessions):
    """``{session id: Counts}`` in one statement."""
    sums = {
        "invited": Count("pk"),
        **{value: Count("pk", filter=Q(answer=value)) for value in Answer.values},
        **{value: Count("pk", filter=Q(attendance=value)) for value in Attendance.values},
    }
    rows = SessionInvitation.objects.filter(INVITED, session__in=[one.pk for one in sessions])
    found = rows.order_by().values("session").annotate(**sums)
    counted = {row.pop("session"): Counts(**row) for row in found}
    return {one.pk: counted.get(one.pk, Counts()) for one in sessions}


@dataclass(frozen=True)
class Row:
    """A line of the list of sessions."""

    session: LiveSession
    counts: Counts

    @property
    def is_untaken(self):
        """It is over, and nobody's attendance is noted."""
        return self.session.is_over and not self.counts.marked and self.counts.invited > 0


def sessions_of(program):
    """``(ahead, past)`` of a program as ``Row``; those ahead the next first, past the latest."""
    sessions = list(LiveSession.objects.filter(program=program))
    counts = counts_of(sessions)
    rows = [Row(one, counts[one.pk]) for one in sessions]
    ahead = [row for row in rows if not row.session.is_over]
    return ahead, [row for row in reversed(rows) if row.session.is_over]


def can_be_invited(session, text):
    """Participants of the program by name who are not invited yet, ``MOST_FOUND`` at most."""
    own = SessionInvitation.objects.filter(
        session=session, participant=OuterRef("pk"), is_withdrawn=False
    )
    found = Participant.objects.filter(program=session.program_id, standing=Standing.IN)
    found = found.annotate(
        whole=Concat(
            "person__given_name",
            Value(" "),
            "person__family_name",
            Value(" "),
            "company__name",
            output_field=TextField(),
        )
    )
    for word in text.split():
        found = found.filter(whole__icontains=word)
    found = found.exclude(Exists(own)).select_related("person", "company")
    return list(found.order_by("person__family_name", "person__given_name", "id")[:MOST_FOUND])


def uninvited(session):
    """``(participants, contacts)`` whom the session's rules invite and who have no invitation."""
    own = SessionInvitation.objects.filter(session=session)
    sides = [
        side
        for side, is_invited in (
            (Side.MENTEE, session.invites_mentees),
            (Side.MENTOR, session.invites_mentors),
        )
        if is_invited
    ]
    people = Participant.objects.filter(
        ~Exists(own.filter(participant=OuterRef("pk"))),
        program=session.program_id,
        standing=Standing.IN,
        side__in=sides,
    )
    contacts = Membership.objects.filter(
        ~Exists(own.filter(contact=OuterRef("pk"))),
        role=Role.HR,
        company__sponsorships__program=session.program_id,
    )
    return (
        list(people) if sides else [],
        list(contacts) if session.invites_contacts else [],
    )


def sessions_that_invite():
    """Sessions ahead whose rules invite a whole group."""
    groups = Q(invites_mentees=True) | Q(invites_mentors=True) | Q(invites_contacts=True)
    return LiveSession.objects.filter(
        groups, status=SessionStatus.PLANNED, starts_at__gt=clock.now()
    )


def untold():
    """Invitations whose people do not know what is new: a session, a move, a cancellation."""
    ahead = SessionInvitation.objects.filter(session__starts_at__gt=clock.now())
    is_on, was_told = Q(is_withdrawn=False) & STILL_IN, Q(told__isnull=False)
    knows_older = Q(told__lt=F("session__sequence") + F("turns"))
    is_planned = Q(session__status=SessionStatus.PLANNED)
    return ahead.filter(
        (is_on & is_planned & (~was_told | knows_older))
        | (is_on & ~is_planned & knows_older)
        | (Q(is_withdrawn=True) & was_told)
    )


def invited_who_left():
    """Invitations to sessions ahead of people who take no part any more, and expect them still."""
    expected = Q(session__status=SessionStatus.PLANNED) | Q(
        told__lt=F("session__sequence") + F("turns")
    )
    return SessionInvitation.objects.filter(
        expected,
        ~Q(participant__standing=Standing.IN),
        participant__isnull=False,
        is_withdrawn=False,
        session__starts_at__gt=clock.now(),
    )


def left_who_are_back():
    """Invitations to sessions ahead that were lost with a place in the program, since regained."""
    return SessionInvitation.objects.filter(
        participant__standing=Standing.IN,
        has_left=True,
        is_withdrawn=True,
        session__status=SessionStatus.PLANNED,
        session__starts_at__gt=clock.now(),
    )


def own_invitations(person_id):
    """A participant's own invitations, in programs that they take part in, by time."""
    rows = SessionInvitation.objects.filter(
        participant__person=person_id, participant__standing=Standing.IN, is_withdrawn=False
    )
    return rows.select_related("session__program", "participant").order_by(
        "session__starts_at", "id"
    )


def own_sessions(person_id):
    """``(ahead, past)``: a participant's own invitations, the next first, past the latest first.

    Each has ``is_full``: there is no place left for this person.
    """
    taken = SessionInvitation.objects.filter(
        session=OuterRef("session"), answer=Answer.COMING, is_withdrawn=False
    )
    taken = taken.order_by().values("session").annotate(number=Count("pk")).values("number")
    rows, now = list(own_invitations(person_id).annotate(taken=Subquery(taken))), clock.now()
    for row in rows:
        capacity = row.session.capacity
        row.is_full = (
            capacity is not None and row.answer != Answer.COMING and (row.taken or 0) >= capacity
        )
    past = [row for row in rows if row.session.ends_at <= now]
    return [row for row in rows if row.session.ends_at > now], past[::-1]


def _unanswered_of(person_id):
    rows = SessionInvitation.objects.filter(
        participant__person=person_id,
        participant__standing=Standing.IN,
        session__status=SessionStatus.PLANNED,
        is_withdrawn=False,
        answer="",
    )
    return rows.order_by("session__starts_at", "id").values(
        *("id", "participant_id", "session__id", "session__title", "session__starts_at")
    )


_unanswered = PreparedRead(_unanswered_of)


def unanswered_sessions(person_id):
    """``{participant id: LiveSession}``: the next one that waits for this person's answer."""
    now, found = clock.now(), {}
    for row in _unanswered(person_id):
        if row.session.starts_at > now:
            found.setdefault(row.participant_id, row.session)
    return found


def own_invitation_or_404(person_id, pk):
    """One of the person's own invitations; 404 for anybody else's."""
    invitation = own_invitations(person_id).filter(pk=pk).first()
    if invitation is None:
        raise Http404
    return invitation


def places_left(session):
    """How many can still say that they come, or None without a limit."""
    if session.capacity is None:
        return None
    coming = SessionInvitation.objects.filter(
        session=session, answer=Answer.COMING, is_withdrawn=False
    )
    return max(0, session.capacity - coming.count())
