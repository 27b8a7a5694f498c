"""What coordinators decide about companies: waivers of the industry rule, and removal."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentoring import clock
from organizations.audit import record
from organizations.models import Company, CompanyConflict, IndustryWaiver


def ordered(one, other):
    """The two companies as rows about pairs keep them: the lower id first."""
    return (one, other) if one.pk < other.pk else (other, one)


@transaction.atomic
def waive_industry(one, other, *, reason, expires_on, by):
    """Lift the industry rule, and no other, between two companies until a day, or for good.

    A second waiver of the same two takes the place of the first; the same again changes nothing.
    Raises ValidationError without a reason, with a day in the past, and for companies that share
    no industry.
    """
    low, high = ordered(one, other)
    if not reason.strip():
        raise ValidationError({"reason": _("Write why these two may meet.")})
    if expires_on is not None and expires_on < clock.today():
        raise ValidationError({"expires_on": _("Choose today or a later day.")})
    # Whoever changes a fact of the two waits, so the rule that is lifted is the one that holds.
    list(
        Company.objects.filter(pk__in=(low.pk, high.pk))
        .order_by("pk")
        .select_for_update(no_key=True)
    )
    waiver = IndustryWaiver.objects.filter(low=low, high=high).first()
    shared = CompanyConflict.objects.filter(low=low, high=high, rule=CompanyConflict.Rule.INDUSTRY)
    if waiver is None and not shared.exists():
        raise ValidationError(_("These companies share no industry, so there is nothing to waive."))
    if waiver and (waiver.reason, waiver.expires_on) == (reason.strip(), expires_on):
        return waiver
    waiver = waiver or IndustryWaiver(low=low, high=high)
    waiver.reason, waiver.expires_on = reason.strip(), expires_on
    waiver.full_clean(exclude=["organization", "low", "high", "id"])
    waiver.save()
    facts = {"low": str(low.pk), "high": str(high.pk), "expires_on": str(expires_on or "")}
    record("industry.waived", waiver, by=by, **facts)
    return waiver


@transaction.atomic
def end_waiver(waiver, *, by):
    """Let the industry rule hold again between the two companies; twice changes nothing."""
    facts = {"low": str(waiver.low_id), "high": str(waiver.high_id)}
    deleted, _tables = IndustryWaiver.objects.filter(pk=waiver.pk).delete()
    if deleted:
        record("industry.waiver_ended", waiver, by=by, **facts)


@transaction.atomic
def remove_company(company, *, by):
    """Delete a company that nothing refers to, else raise ValidationError that says what does."""
    declared_by = list(
        Company.objects.filter(declarations__competitor=company).values_list("name", flat=True)
    )
    if declared_by:
        raise ValidationError(
            _("%(companies)s declared %(company)s a competitor.")
            % {"companies": ", ".join(declared_by), "company": company.name}
        )
    pk = company.pk
    try:
        with transaction.atomic():
            company.delete()
    except ProtectedError as refusal:
        raise ValidationError(references_in_words(refusal.protected_objects)) from refusal
    company.pk = pk  # deleting took it, and the trail names what is gone
    record("company.removed", company, by=by)


def references_in_words(rows):
    """What still refers to a company: `It still has 2 jobs of people and 1 place in a program.`"""
    counted = Counter(row._meta.model_name for row in rows)
    words = {
        "employment": lambda n: ngettext("%(n)s job of a person", "%(n)s jobs of people", n),
        "plannedjob": lambda n: ngettext(
            "%(n)s planned change of employer", "%(n)s planned changes of employer", n
        ),
        "sponsorship": lambda n: ngettext(
            "%(n)s place in a program", "%(n)s places in programs", n
        ),
        "participant": lambda n: ngettext("%(n)s participant", "%(n)s participants", n),
        "partnership": lambda n: ngettext("%(n)s partnership", "%(n)s partnerships", n),
        "membership": lambda n: ngettext("%(n)s sign-in of its HR", "%(n)s sign-ins of its HR", n),
        "formeremployer": lambda n: ngettext("%(n)s former employee", "%(n)s former employees", n),
        "pleasenot": lambda n: ngettext("%(n)s wish to avoid it", "%(n)s wishes to avoid it", n),
    }
    parts = [
        text(counted[name]) % {"n": counted[name]}
        for name, text in words.items()
        if name in counted
    ]
    return _("It still has %(what)s.") % {"what": ", ".join(parts) or _("rows that refer to it")}
