"""Whose seat somebody sits on: a seat is the sponsor's, and follows no new employer by itself."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organizations.audit import record
from organizations.models import Employment
from participants.models import Participant
from participants.roles import Side
from participants.services import BINDING

LIVE = ("proposed", *BINDING)


@transaction.atomic
def move_seat(participant, *, by):
    """Count somebody on a seat of their employer of today, who sponsors the program too.

    Raises ValidationError without such an employer, and while a match or partnership is live: it
    names the company of its announcement.
    """
    row = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    job = Employment.objects.filter(person=row.person_id, ended_on__isnull=True).first()
    if job is None or job.company_id == row.company_id:
        raise ValidationError(_("There is no other employer to move to. Look at the page again."))
    if not row.program.sponsorships.filter(company=job.company_id).exists():
        raise ValidationError(
            _("%(company)s does not sponsor %(program)s, so it has no seat to move to.")
            % {"company": job.company.name, "program": row.program.name}
        )
    partnerships = row.as_mentor if row.side == Side.MENTOR else row.as_mentee
    if partnerships.filter(status__in=LIVE).exists():
        raise ValidationError(
            _("%(name)s has a live match, which was made with the old company. See to it first.")
            % {"name": row.person.name}
        )
    before, row.company_id = row.company_id, job.company_id
    row.save(update_fields=["company", "updated_at"])
    facts = {"before": str(before), "after": str(job.company_id)}
    record("participant.seat_moved", row, by=by, **facts)
    return row
