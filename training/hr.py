"""HR's own invitations and briefing: read through two views, written through two functions.

HR's database role can reach nothing else of training.
"""

from django.db import connection, transaction
from django.http import Http404

from mentoring import clock
from training.models import CompanyBriefing, CompanyBriefingText


class Refused(Exception):
    """The database said why not: ``over``, ``full``, ``changed`` or ``unknown``."""


def briefings():
    """``(ahead, past)``: the signed-in contact's own invitations."""
    rows = list(CompanyBriefing.objects.all())
    now = clock.now()
    return [row for row in rows if row.ends_at > now], [row for row in rows if row.ends_at <= now]


def briefing_or_404(pk):
    """One of the contact's own invitations; 404 for anybody else's."""
    row = CompanyBriefing.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def text():
    """The newest text for HR, or None before the first."""
    return CompanyBriefingText.objects.first()


@transaction.atomic
def answer(pk, given):
    """Say whether one comes. Raises ``Refused``."""
    _ask("SELECT app.answer_briefing(%s, %s)", [pk, given])


@transaction.atomic
def agree(version):
    """Agree to the text of this id. Raises ``Refused`` when there is a newer one."""
    _ask("SELECT app.agree_briefing(%s)", [version])


def _ask(sql, values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        outcome = cursor.fetchone()[0]
    if outcome != "ok":
        raise Refused(outcome)
