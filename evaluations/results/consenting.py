"""A mentee lets their mentor read what they answered about the mentoring, and takes it back."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from evaluations.results.models import FeedbackConsent
from mentoring import clock
from organizations import audit

TEXT_VERSION = 1
# Afterwards the answers may be part of a mean over five or more, which a consent would undo. The
# database holds the same number.
DAYS = timedelta(days=30)


class CannotConsent(Exception):
    """``message`` says to the mentee why not."""

    def __init__(self, message):
        super().__init__(message)
        self.message = message


def may_consent(final):
    """Whether there is still time, by when the final evaluation was sent."""
    return final is not None and clock.now() < final.submitted_at + DAYS


@transaction.atomic
def give(partnership, final, *, by):
    """Let the mentor of this partnership read along; twice is once."""
    if not may_consent(final):
        raise CannotConsent(_("It can be given until 30 days after you sent your evaluation."))
    consent, is_new = FeedbackConsent.objects.get_or_create(
        partnership=partnership, defaults={"text_version": TEXT_VERSION}
    )
    consent = FeedbackConsent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    if is_new or consent.revoked_at:
        consent.text_version, consent.given_at = TEXT_VERSION, clock.now()
        consent.revoked_at = None
        consent.save()
        audit.record("feedback.consented", partnership, by=by, version=TEXT_VERSION)
    return consent


@transaction.atomic
def revoke(partnership, *, by):
    """From now on the mentor reads nothing of it any more; twice is once."""
    rows = FeedbackConsent.objects.select_for_update(of=("self",))
    consent = rows.filter(partnership=partnership, revoked_at__isnull=True).first()
    if consent is not None:
        consent.revoked_at = clock.now()
        consent.save(update_fields=["revoked_at"])
        audit.record("feedback.revoked", partnership, by=by)
    return consent
