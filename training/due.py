"""What the minute tick looks for: latecomers and leavers, news to tell."""

from notifications.services import tell_many
from training import letters, queries, services
from training.models import SessionInvitation

MOST_AT_ONCE = 500


def invite_latecomers():
    """Invite those who joined after a session of their side was planned."""
    for session in queries.sessions_that_invite():
        services.invite_group(session)


def follow_standings():
    """Take people off lists as they leave a program, and put them back as they return."""
    services.withdraw_those_who_left()
    services.invite_those_back()


def tell_invited():
    """Tell people of sessions that are new to them, moved or cancelled."""
    rows = queries.untold().select_for_update(of=("self",), skip_locked=True)
    found = list(
        rows.select_related("session", "participant__person", "contact__user")[:MOST_AT_ONCE]
    )
    letters_of = {}
    for row in found:
        letters_of.setdefault(_kind(row), []).append(row)
    for kind, invitations in letters_of.items():
        tell_many(kind, [(_recipient(one), f"{one.pk}:{one.sequence}", {}) for one in invitations])
    for row in found:
        row.told = None if row.is_withdrawn else row.sequence
    SessionInvitation.objects.bulk_update(found, ["told"])


def _kind(invitation):
    if invitation.is_withdrawn or invitation.session.is_cancelled:
        return letters.session_cancelled.__name__
    if invitation.told is None:
        return letters.session_invited.__name__
    return letters.session_changed.__name__


def _recipient(invitation):
    return invitation.contact.user.email if invitation.contact else invitation.participant.person
