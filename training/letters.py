"""What those invited to a session are told by mail."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from mentoring.ui.formats import city, written_time
from notifications.kinds import Letter
from participants.roles import Standing
from training import briefing_queries, calendars, tokens
from training.models import SessionInvitation
from training.zones import differs, zone_or_utc


def session_invited(person, occasion, facts):
    """There is a session for you; say whether you come."""
    invitation = _current(occasion)
    if invitation is None or _is_off(invitation):
        return None
    opening = _("You are invited to “%(title)s” in %(program)s.") % _names(invitation)
    return _letter(
        invitation,
        subject=_("Invitation: %(title)s") % _names(invitation),
        paragraphs=(
            opening,
            _("Say whether you come. Two clicks are enough, and you can change your answer later."),
        ),
    )


def session_changed(person, occasion, facts):
    """It is at another time or place, or about something else."""
    invitation = _current(occasion)
    if invitation is None or _is_off(invitation):
        return None
    ask = (
        _("Your answer stands: %(answer)s.") % {"answer": invitation.get_answer_display()}
        if invitation.answer
        else _("Please say whether you come.")
    )
    return _letter(
        invitation,
        subject=_("Changed: %(title)s") % _names(invitation),
        paragraphs=(
            _("“%(title)s” in %(program)s has changed. Below is how it is now.")
            % _names(invitation),
            ask,
        ),
    )


def session_cancelled(person, occasion, facts):
    """It does not take place, or not with you."""
    invitation = _current(occasion)
    if invitation is None or not _is_off(invitation):
        return None
    said = (
        _("“%(title)s” in %(program)s does not take place.")
        if invitation.session.is_cancelled
        else _("You are no longer on the list for “%(title)s” in %(program)s.")
    )
    return _letter(
        invitation,
        subject=_("Cancelled: %(title)s") % _names(invitation),
        paragraphs=(
            said % _names(invitation),
            _("There is nothing to do; the attached file takes it out of your calendar."),
        ),
    )


def manager_briefing(person, occasion, facts):
    """Somebody of yours takes part; read what it means, and say that you agree."""
    link = briefing_queries.mailed_link(*occasion.split(":"))
    if link is None or briefing_queries.has_agreed(link):
        return None
    said = {
        "name": link.participant.person.name,
        "program": link.participant.program.name,
        "organization": link.organization.name,
    }
    opening = _("%(name)s takes part in %(program)s, a mentoring program of %(organization)s.")
    if link.mails > 1:
        opening = _(
            "%(name)s takes part in %(program)s, a mentoring program of %(organization)s. We wrote "
            "to you before, and would like to know that it reached you."
        )
    return Letter(
        subject=_("%(name)s takes part in %(program)s: a page for you to read") % said,
        paragraphs=(
            opening % said,
            _(
                "As the manager you can do much to help. One page says what the program is, what "
                "you can do, and what stays between the two. It takes four minutes, without an "
                "account; at its end you say that you agree."
            ),
        ),
        action_label=_("Read the page"),
        action_url=settings.BASE_URL
        + reverse("briefing", args=[tokens.token_of(link.pk, link.organization_id)]),
        reason=_("You receive this because %(name)s gave your address as that of their manager.")
        % said,
    )


def address_of(invitation):
    """Where an invited person reads mail."""
    if invitation.contact:
        return invitation.contact.user.email
    return invitation.participant.person.email


def _current(occasion):
    """The invitation, unless what was to be said has been overtaken by later news."""
    key, _colon, sequence = occasion.partition(":")
    rows = SessionInvitation.objects.select_related(
        "session__program", "organization", "participant__person", "contact__user"
    )
    invitation = rows.filter(pk=key).first()
    if invitation is None or invitation.sequence != int(sequence):
        return None
    # Whoever left is told one thing more: that they are off the list.
    has_left = invitation.participant and invitation.participant.standing != Standing.IN
    return None if has_left and not invitation.is_withdrawn else invitation


def _is_off(invitation):
    return invitation.is_withdrawn or invitation.session.is_cancelled


def _names(invitation):
    return {"title": invitation.session.title, "program": invitation.session.program.name}


def _letter(invitation, *, subject, paragraphs):
    session = invitation.session
    page = "company-briefings:list" if invitation.contact else "portal-training:list"
    facts = [(_("When"), _when(invitation))]
    facts += [(_("Where"), session.place)] if session.place else []
    facts += [(_("Link"), session.link)] if session.link else []
    return Letter(
        subject=subject,
        paragraphs=paragraphs,
        facts=tuple(facts),
        action_label=_("Open the session") if _is_off(invitation) else _("Answer"),
        action_url=settings.BASE_URL + reverse(page, args=[invitation.organization.slug]),
        reason=_why(invitation),
        values={"program": invitation.session.program.name},
        attachments=(calendars.mailed(invitation, address_of(invitation)),),
    )


def _when(invitation):
    """In the session's zone, and in the reader's own where that is another time."""
    session = invitation.session
    own = invitation.participant.time_zone if invitation.participant else ""
    there = _written(session, session.time_zone)
    if not differs(session, own):
        return there
    here = _written(session, own)
    return _("%(here)s; where it takes place: %(there)s") % {"here": here, "there": there}


def _written(session, zone):
    known = zone_or_utc(zone)
    return f"{written_time(session.starts_at, known, session.ends_at)} ({city(known)})"


def _why(invitation):
    names = {
        "program": invitation.session.program.name,
        "organization": invitation.organization.name,
    }
    if invitation.contact:
        return _("You receive this because your company sponsors %(program)s.") % names
    return _("You receive this because you take part in %(program)s at %(organization)s.") % names
