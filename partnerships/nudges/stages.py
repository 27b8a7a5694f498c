"""Which stage a partnership is at, as its guides count them: no database, no clock."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from partnerships.lifecycle import UNDER_WAY, Status

OPEN, AGREE, WORK, MID_YEAR, CLOSE = "open", "agree", "work", "mid-year", "close"
LABELS = {
    OPEN: _("The first meeting"),
    AGREE: _("Goals and the agreement"),
    WORK: _("A meeting in between"),
    MID_YEAR: _("Half time"),
    CLOSE: _("The last month"),
}
FIRST_DAYS = timedelta(days=10)
AROUND_MIDDLE = timedelta(days=21)
LAST_DAYS = timedelta(days=35)


def stage_now(status: str, introduced_at: datetime | None, ends_on: date, today: date) -> str:
    """The code of the guide that fits a partnership today; empty before and after it."""
    if status not in (Status.PREPARING, *UNDER_WAY):
        return ""
    if introduced_at is None:
        return OPEN
    start = introduced_at.date()
    if status == Status.PREPARING:
        return OPEN if today < start + FIRST_DAYS else AGREE
    if status == Status.CLOSING or today >= ends_on - LAST_DAYS:
        return CLOSE
    middle = start + (ends_on - start) / 2
    return MID_YEAR if abs(today - middle) <= AROUND_MIDDLE else WORK
