"""Writes about organizations, logins, companies and people."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from organizations import aliases, typed
from organizations.audit import record
from organizations.models import (
    Company,
    CompanyIndustry,
    CompetitorDeclaration,
    CorporateGroup,
    Membership,
    Organization,
)
from organizations.reserved import is_reserved


@transaction.atomic
def create_organization(*, name, slug, time_zone="UTC", industry_digits=4, by=None):
    """A new tenant. Refuses a slug that is the first segment of another address.

    ``time_zone`` is the IANA name of the zone whose times its pages show, ``industry_digits`` says
    how much of an industry code makes two companies competitors.
    """
    if is_reserved(slug):
        raise ValidationError({"slug": _("This address is taken by the product itself.")})
    organization = Organization(
        name=name, slug=slug, time_zone=time_zone, industry_digits=industry_digits
    )
    organization.full_clean()
    organization.save()
    with context.enter(context.Context(organization.pk, by.user_id if by else None)):
        record("organization.created", organization, by=by)
    return organization


@transaction.atomic
def change_organization(organization, *, by, **settings):
    """Change ``name``, ``time_zone``, ``industry_digits`` or ``unanswered_kept_days``.

    No change leaves no trace.

    More digits forbid fewer matches, fewer forbid more: live partnerships that break the rule by
    then are shown to coordinators, none ends.
    """
    row = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    changed = [key for key, value in settings.items() if getattr(row, key) != value]
    for key in changed:
        setattr(row, key, settings[key])
    row.full_clean()
    if changed:
        row.save(update_fields=changed)
        record("organization.changed", row, by=by, fields=changed)
    return row


def login_for(email):
    """The id of the login with this address, made without a password if there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.login_for(%s, %s)", [email, uuid7()])
        return cursor.fetchone()[0]


@transaction.atomic
def grant_role(*, email, name, role, by, company=None):
    """Let the login of this address act as staff or HR; granting twice changes nothing."""
    membership, created = Membership.objects.get_or_create(
        user_id=login_for(email), role=role, company=company, defaults={"name": name}
    )
    if created:
        record("membership.granted", membership, by=by, role=role)
    return membership


@transaction.atomic
def save_company(
    *, name, by, company=None, industries=(), group_name="", competitors=(), as_shown=()
):
    """Create or change a company with its facts; unchanged facts leave no trace.

    ``industries`` are NAICS codes, ``competitors`` companies that this one declares, ``as_shown``
    ids of those that somebody saw declared and only left in their place. Facts that decide who may
    meet whom lock the company rows in the database, against announcements. Raises ValidationError
    for leaving out a competitor that HR has named and a coordinator has linked.
    """
    company = company or Company()
    created = company._state.adding
    before = {} if created else _facts(company)
    company.name = name
    _refuse_same_name(company)
    aliases.refuse_taken(name, but=company)
    company.corporate_group = _group(group_name)
    company.full_clean(exclude=["organization", "id"])
    _lock_facts(company, competitors)
    typed.refuse_drop(company, competitors)
    company.save()
    _replace(company.industries, "code", set(industries))
    _replace(company.declarations, "competitor_id", {other.pk for other in competitors})
    typed.take_over(company, [other for other in competitors if str(other.pk) not in as_shown])
    if not created:
        aliases.keep_old_name(company, before["name"])
    after = _facts(company)
    if created:
        record("company.created", company, by=by, **after)
    elif before != after:
        record("company.changed", company, by=by, before=before, after=after)
    return company


def _lock_facts(company, competitors):
    """Lock what changes in the order in which announcements do, before a write locks one of it."""
    declared = CompetitorDeclaration.objects.filter(company=company).values("competitor")
    named = Q(pk__in=[company.pk, *(other.pk for other in competitors)])
    rows = Company.objects.filter(named | Q(pk__in=declared)).order_by("pk")
    list(rows.select_for_update(no_key=True))


def _refuse_same_name(company):
    same = Company.objects.exclude(pk=company.pk).annotate(lower=Lower("name"))
    if same.filter(lower=Lower(Value(company.name))).exists():
        raise ValidationError({"name": _("There is a company with this name already.")})


def _group(name):
    name = " ".join(name.split())
    if not name:
        return None
    return CorporateGroup.objects.filter(name__iexact=name).first() or (
        CorporateGroup.objects.create(name=name)
    )


def _replace(rows, field, wanted):
    """Make the related rows' ``field`` values exactly ``wanted``, touching only the difference."""
    present = set(rows.values_list(field, flat=True))
    rows.filter(**{f"{field}__in": present - wanted}).delete()
    for value in sorted(wanted - present):
        rows.create(**{field: value})


def _facts(company):
    return {
        "name": company.name,
        "group": str(company.corporate_group_id or ""),
        "industries": sorted(
            CompanyIndustry.objects.filter(company=company).values_list("code", flat=True)
        ),
        "competitors": sorted(
            str(pk)
            for pk in CompetitorDeclaration.objects.filter(company=company).values_list(
                "competitor_id", flat=True
            )
        ),
    }
