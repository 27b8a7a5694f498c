"""Writes about sessions: planning, moving, cancelling, inviting, answering."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.jobs.tasks import wake
from organizations.audit import record, record_many
from organizations.names import clean_name
from participants.models import Participant
from participants.roles import Standing
from training import queries
from training.models import LONGEST_DESCRIPTION, LiveSession, SessionInvitation
from training.roles import Answer, Kind, SessionStatus

MOST_PICKED = 500
# What those invited have to learn when it changes; a new time asks for a new answer as well.
TIMES = ("starts_at", "ends_at")
TOLD = (*TIMES, "time_zone", "title", "place", "link", "description")
FACTS = (
    *TOLD,
    "kind",
    "capacity",
    "invites_mentees",
    "invites_mentors",
    "invites_contacts",
)
AT_ONCE = 1000


class ChangedMeanwhile(Exception):
    """Somebody else changed the session after the page was opened."""


class CannotAnswer(Exception):
    """The session is over, cancelled or full."""


@transaction.atomic
def plan_session(program, *, by, **facts):
    """A new session with everybody invited whom it is for; they are told soon after.

    ``facts`` are ``FACTS``. Raises ValidationError by field.
    """
    session = LiveSession(program=program, **_checked(facts))
    _validate(session)
    session.save()
    record("session.planned", session, by=by, program=str(program.pk), **_traced(session))
    _invite(session, *queries.uninvited(session))
    wake()
    return session


@transaction.atomic
def change_session(session, edition, *, by, **facts):
    """Change a session that nobody else changed since ``edition``; the session as it is then.

    Those invited are told of what concerns them, and asked again when it moved. No change leaves
    no trace. Raises ChangedMeanwhile, and ValidationError by field.
    """
    session = _locked(session, edition)
    before = {name: getattr(session, name) for name in FACTS}
    wanted = _checked(facts)
    changed = [name for name in FACTS if name in wanted and wanted[name] != before[name]]
    if not changed:
        return session
    for name in changed:
        setattr(session, name, wanted[name])
    _validate(session)
    _refuse_if_over(session, before)
    _raise_edition(session, is_news=any(name in TOLD for name in changed))
    session.save()
    if any(name in TIMES for name in changed):
        _ask_again(session)
    record("session.changed", session, by=by, fields=changed, **_traced(session))
    invite_group(session)
    wake()
    return session


@transaction.atomic
def cancel_session(session, edition, *, by):
    """Call a session off; those invited are told. Raises ChangedMeanwhile."""
    session = _locked(session, edition)
    if session.has_started:
        raise ValidationError(_("This session has started, so it cannot be cancelled any more."))
    session.status = SessionStatus.CANCELLED
    _raise_edition(session, is_news=True)
    session.save()
    record("session.cancelled", session, by=by)
    wake()
    return session


def invite_group(session):
    """Invite all of the groups that the session is for who are not invited yet."""
    if session.is_cancelled or session.has_started:
        return 0
    return _invite(session, *queries.uninvited(session))


@transaction.atomic
def invite_people(session, participants, *, by):
    """Invite people by hand; whoever was taken off the list is on it again."""
    session = LiveSession.objects.select_for_update(of=("self",), no_key=True).get(pk=session.pk)
    _refuse_if_closed(session)
    if len(participants) > MOST_PICKED:
        raise ValidationError(_("Invite at most %(most)s people at once.") % {"most": MOST_PICKED})
    people = list(
        Participant.objects.filter(
            pk__in=participants, program=session.program_id, standing=Standing.IN
        )
    )
    again = SessionInvitation.objects.filter(
        session=session, participant__in=people, is_withdrawn=True
    )
    again.update(is_withdrawn=False, has_left=False, told=None, turns=F("turns") + 1)
    _invite(session, people, ())
    record("session.invited", session, by=by, people=len(people))
    wake()
    return len(people)


@transaction.atomic
def withdraw_invitation(invitation, *, by):
    """Take somebody off the list; nobody invites them again but by hand."""
    invitation = SessionInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.is_withdrawn:
        return
    invitation.is_withdrawn = True
    invitation.turns += 1
    invitation.answer, invitation.answered_at = "", None
    invitation.save(update_fields=["is_withdrawn", "turns", "answer", "answered_at"])
    record("session.uninvited", invitation, by=by)
    wake()


@transaction.atomic
def withdraw_those_who_left():
    """Take people who left a program off the lists of its sessions ahead; they are told."""
    rows = list(queries.invited_who_left().select_for_update(of=("self",), skip_locked=True))
    SessionInvitation.objects.filter(pk__in=[row.pk for row in rows]).update(
        is_withdrawn=True, has_left=True, answer="", answered_at=None, turns=F("turns") + 1
    )
    record_many("session.uninvited", [(row, {"left": True}) for row in rows], by=None)


@transaction.atomic
def invite_those_back():
    """Put people who came back to a program on the lists again that they were on."""
    rows = list(queries.left_who_are_back().select_for_update(of=("self",), skip_locked=True))
    SessionInvitation.objects.filter(pk__in=[row.pk for row in rows]).update(
        is_withdrawn=False, has_left=False, told=None, turns=F("turns") + 1
    )
    record_many("session.invited", [(row, {"back": True}) for row in rows], by=None)


@transaction.atomic
def answer(invitation, given, *, by):
    """Say whether one comes; the last place is given once. Raises CannotAnswer."""
    if given not in Answer.values:
        raise CannotAnswer(_("Choose whether you come."))
    # Everybody who answers waits for everybody else.
    session = LiveSession.objects.select_for_update(of=("self",), no_key=True).get(
        pk=invitation.session_id
    )
    invitation = SessionInvitation.objects.get(pk=invitation.pk)
    if session.is_cancelled or session.is_over or invitation.is_withdrawn:
        raise CannotAnswer(_("This session is over or was cancelled, so no answer is needed."))
    if invitation.answer == given:
        return invitation
    if given == Answer.COMING and queries.places_left(session) == 0:
        raise CannotAnswer(_("Every place is taken by now. Your coordinator may know more."))
    invitation.answer, invitation.answered_at = given, clock.now()
    invitation.save(update_fields=["answer", "answered_at"])
    record("session.answered", invitation, by=by, answer=str(given))
    return invitation


def _locked(session, edition):
    locked = LiveSession.objects.select_for_update(of=("self",), no_key=True).get(pk=session.pk)
    if locked.edition != edition:
        raise ChangedMeanwhile(
            _(
                "Somebody else changed this session meanwhile. Below is what you entered; the page "
                "of the session shows how it is now. Save again to put yours in its place."
            )
        )
    _refuse_if_closed(locked)
    return locked


def _refuse_if_closed(session):
    if session.is_cancelled:
        raise ValidationError(_("This session is cancelled."))


def _refuse_if_over(session, before):
    """A session that is over keeps its time; one ahead is not moved into the past."""
    moved = session.starts_at != before["starts_at"]
    if moved and session.has_started:
        raise ValidationError({"day": _("Choose a time that is still to come.")})


def _raise_edition(session, *, is_news):
    session.edition += 1
    session.sequence += is_news
    session.changed_at = clock.now()


def _ask_again(session):
    session.invitations.exclude(answer="").update(answer="", answered_at=None)


def _checked(facts):
    unknown = facts.keys() - set(FACTS)
    if unknown:
        raise TypeError(f"no such facts of a session: {', '.join(sorted(unknown))}")
    cleaned = dict(facts)
    for name in ("title", "place"):
        try:
            cleaned |= {name: clean_name(cleaned[name])} if name in cleaned else {}
        except ValidationError as refused:
            raise ValidationError({name: refused.messages}) from refused
    return cleaned


def _validate(session):
    errors = {}
    if session.ends_at <= session.starts_at:
        errors["ends"] = _("The session must end after it starts, on the same day.")
    if session.link and not session.link.startswith("https://"):
        errors["link"] = _("Enter a link that begins with https://.")
    if not session.place and not session.link:
        errors["place"] = _("Say where it is: a place, a link, or both.")
    if len(session.description) > LONGEST_DESCRIPTION:
        errors["description"] = _("Write at most %(most)s characters.") % {
            "most": LONGEST_DESCRIPTION
        }
    if session.invites_contacts and session.kind != Kind.BRIEFING:
        errors["invites"] = _("HR of the sponsors is invited to sponsor briefings only.")
    if errors:
        raise ValidationError(errors)
    session.full_clean(exclude=["organization", "program", "id"], validate_constraints=False)


def _traced(session):
    return {"kind": session.kind, "starts_at": session.starts_at.isoformat()}


def _invite(session, people, contacts):
    rows = [SessionInvitation(session=session, participant=one) for one in people]
    rows += [SessionInvitation(session=session, contact=one) for one in contacts]
    SessionInvitation.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(rows)
