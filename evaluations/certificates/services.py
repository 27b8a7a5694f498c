"""Issuing certificates, by themselves and by hand, revoking them, and forgetting them."""

import json

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from evaluations.certificates import codes, letters, queries
from evaluations.certificates.models import MOST_OF_REASON, Certificate
from evaluations.refusals import Refusal
from mentoring import clock
from mentoring.crypto.services import Destroyed, Keyring
from mentoring.tenancy import context
from mentoring.ui.formats import as_zone
from notifications.services import tell
from organizations.audit import record
from organizations.roles import STAFF
from participants.models import Participant

MOST_AT_ONCE = 200

NOT_FOR_YOU = _("Coordinators issue and revoke certificates.")
NOT_COMPLETED = _("They have not completed this program, so there is nothing to certify.")
GONE = _("Everything about this person was erased.")
NONE_HOLDS = _("There is no certificate that holds.")
NO_REASON = _("Say why, in a few words. Whoever asks later reads it.")
REASON_TOO_LONG = _("Keep the reason to 300 characters.")


class CannotCertify(Refusal):
    """This certificate cannot be issued or revoked; nothing was written."""


@transaction.atomic
def issue(participant, *, by):
    """The ``Certificate`` of somebody who has completed; twice is the same one.

    ``by`` is a coordinator, or None for what is issued by itself. Raises ``CannotCertify``.
    """
    if by is not None and by.role not in STAFF:
        raise CannotCertify("not_for_you", NOT_FOR_YOU)
    _one_at_a_time()
    found = Certificate.objects.filter(participant=participant, revoked_at__isnull=True).first()
    if found:
        return found
    days = queries.days_of(participant)
    if days is None:
        raise CannotCertify("not_completed", NOT_COMPLETED)
    certificate = _written(participant, days, is_by_itself=by is None)
    record("certificate.issued", certificate, by=by, number=certificate.number)
    tell(participant.person, letters.ISSUED, certificate.pk)
    return certificate


@transaction.atomic
def revoke(participant, reason, *, by):
    """The certificate that holds is void from now on; its code is as unknown as any.

    Raises ``CannotCertify``, also when there is none (any more).
    """
    if by is not None and by.role not in STAFF:
        raise CannotCertify("not_for_you", NOT_FOR_YOU)
    reason = " ".join(reason.replace("\x00", "").split())
    if not reason:
        raise CannotCertify("no_reason", NO_REASON)
    if len(reason) > MOST_OF_REASON:
        raise CannotCertify("reason", REASON_TOO_LONG)
    rows = Certificate.objects.select_for_update(of=("self",), no_key=True)
    certificate = rows.filter(participant=participant, revoked_at__isnull=True).first()
    if certificate is None:
        raise CannotCertify("none", NONE_HOLDS)
    certificate.revoked_at, certificate.reason = clock.now(), reason
    certificate.save(update_fields=["revoked_at", "reason"])
    record("certificate.revoked", certificate, by=by, number=certificate.number)
    return certificate


def issue_due():
    """Due work: certificates of those who have completed and sent the final evaluation."""
    for pk in list(queries.waiting()[:MOST_AT_ONCE]):
        participant = Participant.objects.select_related("person", "program").get(pk=pk)
        try:
            with transaction.atomic():
                issue(participant, by=None)
        except (CannotCertify, IntegrityError):
            continue  # somebody was faster, or is being erased: the next sweep looks again


def forget(person_id):
    """Part of an erasure: no code leads to this person's certificates any more."""
    rows = Certificate.objects.filter(participant__person=person_id).exclude(code_hash="")
    rows.update(code_hash="", name_proof="", reason="")


def _written(participant, days, *, is_by_itself):
    organization, person = participant.organization, participant.person
    zone = as_zone(organization.time_zone)
    began_on, ended_on = days[0].astimezone(zone).date(), days[1]
    code = codes.new_code()
    certificate = Certificate(
        participant=participant,
        number=(Certificate.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        side=participant.side,
        program_name=participant.program.name,
        organization_name=organization.name,
        began_on=min(began_on, ended_on),
        ended_on=ended_on,
        issued_on=clock.today(zone),
        is_by_itself=is_by_itself,
        code_hash=codes.hash_of(code),
        name_proof=codes.proof_of(code, person.family_name),
    )
    certificate.stamp()
    secret = json.dumps({"name": person.name, "code": code}, ensure_ascii=False)
    try:
        certificate.locked = Keyring([person.pk]).encrypt(person.pk, secret, certificate.about)
    except Destroyed:
        raise CannotCertify("gone", GONE) from None
    certificate.save(force_insert=True)
    return certificate


def _one_at_a_time():
    """Numbers of an organization follow each other without a gap, whoever issues at once."""
    key = f"certificates:{context.current().organization_id}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
