"""Mails about meetings: that and when, in the reader's own zone; never where, or what about."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentoring import clock
from mentoring.ui.formats import city, written_time
from notifications.kinds import Letter
from partnerships.meetings.calendars import entries
from partnerships.meetings.kinds import MeetingStatus, SeriesStatus
from partnerships.meetings.models import Meeting, MeetingSeries
from partnerships.meetings.timing import moments_of
from partnerships.queries import other_side
from partnerships.writing.queries import is_closed
from training.zones import zone_or_utc

MODELS = {model._meta.model_name: model for model in (Meeting, MeetingSeries)}


def meeting_proposed(person, occasion, facts):
    """Times wait for an answer of the reader."""
    row = _current(occasion, facts)
    if row is None or not _is_open(row):
        return None
    said = _said(row, facts)
    opening, subject = _("%(name)s would like to meet you."), _("%(name)s proposes a meeting")
    if isinstance(row, MeetingSeries):
        opening = _("%(name)s would like to meet you regularly.")
    elif row.status == MeetingStatus.PLANNED:
        subject = _("%(name)s asks to move your meeting")
        opening = _("%(name)s asks to move your meeting. Until you answer it stays as planned.")
    return _letter(
        row,
        facts,
        subject=subject % said,
        paragraphs=(
            opening % said,
            _("Choose what suits you, or propose another time; it takes a moment."),
        ),
        action=_("Answer"),
    )


def meeting_planned(person, occasion, facts):
    """It is agreed, or moved."""
    row = _current(occasion, facts)
    if row is None or row.status != "planned":
        return None
    said = _said(row, facts)
    opening = _("You and %(name)s have agreed when you meet.")
    if isinstance(row, MeetingSeries):
        opening = _("You and %(name)s have agreed to meet regularly.")
    return _letter(
        row,
        facts,
        subject=_("You meet %(name)s") % said,
        paragraphs=(opening % said, _("Where you meet and what about is in your portal.")),
        action=_("Open the meeting"),
        person=person,
    )


def meeting_declined(person, occasion, facts):
    """The other says no to what waited for an answer, or takes it back."""
    row = _current(occasion, facts)
    if row is None or _is_open(row):
        return None
    said = _said(row, facts)
    if row.status == MeetingStatus.PLANNED:
        subject = _("Your meeting with %(name)s stays as planned")
        opening = _("The new time did not find agreement, so your meeting stays as it was.")
    else:
        subject = _("No meeting with %(name)s was planned")
        opening = _("%(name)s cannot make any of the times that were proposed, or took them back.")
    return _letter(
        row,
        facts,
        subject=subject % said,
        paragraphs=(opening % said, _("Propose another time whenever you like.")),
        action=_("Open your meetings"),
        with_times=row.status == MeetingStatus.PLANNED,
        person=person if row.status == MeetingStatus.PLANNED else None,
    )


def meeting_cancelled(person, occasion, facts):
    """What was planned will not be."""
    row = _current(occasion, facts)
    if row is None:
        return None
    said = _said(row, facts)
    opening = _("Your meeting with %(name)s is cancelled.")
    if isinstance(row, MeetingSeries):
        opening = _("Your regular meetings with %(name)s that lay ahead are cancelled.")
    return _letter(
        row,
        facts,
        subject=_("Cancelled: your meeting with %(name)s") % said,
        paragraphs=(opening % said,),
        action=_("Open your meetings"),
        with_times=isinstance(row, Meeting),
        person=person,
    )


def meeting_place(person, occasion, facts):
    """The other has changed where they meet; where is in the portal alone."""
    row = _current(occasion, {**facts, "of": "meeting"})
    if row is None or row.status != MeetingStatus.PLANNED or row.is_over:
        return None
    said = _said(row, facts)
    return _letter(
        row,
        facts,
        subject=_("Look where you meet %(name)s") % said,
        paragraphs=(
            _("%(name)s has changed the place or link of your meeting. It is in your portal.")
            % said,
        ),
        action=_("Open the meeting"),
    )


def _current(occasion, facts):
    """The meeting or series as it stands; None when later news have overtaken this."""
    pk, _space, revision = occasion.partition(" ")
    rows = MODELS[facts["of"]].objects.select_related(
        "organization",
        "partnership__program",
        "partnership__mentor",
        "partnership__mentee",
        "partnership__mentor_person",
        "partnership__mentee_person",
    )
    row = rows.filter(pk=pk).first()
    if row is None or row.revision != int(revision) or is_closed(row.partnership):
        return None
    return row


def _is_open(row):
    if isinstance(row, MeetingSeries):
        return row.status == SeriesStatus.PROPOSED
    return row.open_until is not None and row.open_until > clock.now()


def _said(row, facts):
    partnership = row.partnership
    return {
        "name": getattr(partnership, f"{other_side(facts['side'])}_person").name,
        "program": partnership.program.name,
        "organization": row.organization.name,
    }


def _letter(row, facts, *, subject, paragraphs, action, with_times=True, person=None):
    """With ``person`` an entry comes along, for that person's calendar."""
    partnership = row.partnership
    zone = zone_or_utc(getattr(partnership, facts["side"]).time_zone)
    place = [row.organization.slug, partnership.pk]
    page = reverse("portal:meetings:list", args=place)
    if isinstance(row, Meeting) and row.status != MeetingStatus.CANCELLED:
        page = reverse("portal:meetings:one", args=[*place, row.pk])
    return Letter(
        subject=subject,
        paragraphs=paragraphs,
        facts=tuple(_when(row, zone)) if with_times else (),
        action_label=action,
        action_url=settings.BASE_URL + page,
        reason=_("You receive this because you take part in %(program)s at %(organization)s.")
        % _said(row, facts),
        attachments=(entries.mailed(row, person),) if person else (),
        values={"program": partnership.program.name},
    )


def _when(row, zone):
    if isinstance(row, MeetingSeries):
        moments = moments_of(row)
        times = ngettext("%(n)s meeting", "%(n)s meetings", len(moments)) % {"n": len(moments)}
        return [
            (_("First"), _written(moments[0], row.minutes, zone)),
            (_("Last"), _written(moments[-1], row.minutes, zone)),
            (_("In all"), times),
        ]
    if _is_open(row):
        label = _("Times") if row.status == MeetingStatus.PROPOSED else _("New times")
        return [(label, _written(at, row.minutes, zone)) for at in row.options]
    return [(_("When"), _written(row.starts_at, row.minutes, zone))]


def _written(at, minutes, zone):
    until = at + timedelta(minutes=minutes)
    return f"{written_time(at, zone, until)} ({city(zone)})"
