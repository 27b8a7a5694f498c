"""What a sponsor and the organization agreed: aims, cost, contacts; and its word on competitors."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.jobs.tasks import wake
from organizations.audit import record
from programs.models import SponsorContact, Sponsorship

MOST_CONTACTS = 12


def sponsorship_or_404(program, company_id):
    """A company's place in a program, its contacts loaded."""
    rows = program.sponsorships.select_related("company").prefetch_related("contacts")
    row = rows.filter(company_id=company_id).first()
    if row is None:
        raise Http404
    return row


@transaction.atomic
def agree(sponsorship, *, aims, cost, currency, contacts, by):
    """Write what was agreed; ``contacts`` are ``(name, email, gets_reports)``, all there are.

    Raises ValidationError for an address given twice or too many contacts; no change, no trace.
    """
    row = Sponsorship.objects.select_for_update(of=("self",)).get(pk=sponsorship.pk)
    wanted = {"aims": sorted(set(aims)), "cost": cost, "currency": currency}
    changed = [key for key, value in wanted.items() if getattr(row, key) != value]
    for key in changed:
        setattr(row, key, wanted[key])
    row.full_clean(exclude=["organization", "program", "company", "id"])
    row.save(update_fields=changed or None)
    if _replace_contacts(row, contacts):
        changed.append("contacts")
    if changed:
        record("sponsorship.agreed", row, by=by, fields=changed)
    return row


@transaction.atomic
def state_competitors(sponsorship, *, by):
    """The company has said all its competitors, even if there are none; twice changes nothing."""
    now = clock.now()
    silent = Sponsorship.objects.filter(pk=sponsorship.pk, competitors_stated_at__isnull=True)
    if silent.update(competitors_stated_at=now):
        record("sponsorship.competitors_stated", sponsorship, by=by)


@transaction.atomic
def withdraw(sponsorship, *, by):
    """The company sponsors the program no longer; its people stay. Twice changes nothing."""
    _say_withdrawn(sponsorship, clock.now(), "program.sponsor_withdrew", by=by)


@transaction.atomic
def come_back(sponsorship, *, by):
    """The company sponsors the program again."""
    _say_withdrawn(sponsorship, None, "program.sponsor_came_back", by=by)


def _say_withdrawn(sponsorship, moment, verb, *, by):
    is_sponsor = moment is not None
    rows = Sponsorship.objects.filter(pk=sponsorship.pk, withdrew_at__isnull=is_sponsor)
    if rows.update(withdrew_at=moment):
        record(verb, sponsorship.program, by=by, company=str(sponsorship.company_id))
        wake()


def _replace_contacts(row, contacts):
    """Whether anything changed."""
    wanted = [(name.strip(), email.strip().lower(), bool(gets)) for name, email, gets in contacts]
    if len(wanted) > MOST_CONTACTS:
        raise ValidationError(_("At most %(n)s contacts for each sponsor.") % {"n": MOST_CONTACTS})
    addresses = [email for _name, email, _gets in wanted]
    if len(set(addresses)) < len(addresses):
        raise ValidationError(_("The same address stands twice. Remove one of them."))
    stored = {(one.name, one.email, one.gets_reports) for one in row.contacts.all()}
    if stored == set(wanted):
        return False
    row.contacts.all().delete()
    SponsorContact.objects.bulk_create(
        SponsorContact(sponsorship=row, name=name, email=email, gets_reports=gets)
        for name, email, gets in wanted
    )
    return True
