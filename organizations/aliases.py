"""Other names of companies: earlier ones, and those of records that were merged into them."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _

from organizations.audit import record
from organizations.models import CompanyAlias


def refuse_taken(name, *, but=None):
    """Raise ValidationError when a company other than ``but`` goes by this name too."""
    taken = CompanyAlias.objects.filter(name__iexact=name).select_related("company")
    if but is not None:
        taken = taken.exclude(company=but.pk)
    if found := taken.first():
        raise ValidationError(
            _("%(company)s goes by this name too.") % {"company": found.company.name}
        )


def keep_old_name(company, old):
    """Let files that still use the old name find the company; its own name is no other name."""
    CompanyAlias.objects.filter(company=company, name__iexact=company.name).delete()
    if old.casefold() != company.name.casefold():
        CompanyAlias.objects.get_or_create(company=company, name=old)


def alias_or_404(company, alias_id):
    """One of the other names of a company."""
    found = CompanyAlias.objects.filter(company=company, pk=alias_id).first()
    if found is None:
        raise Http404
    return found


def forget(alias, *, by):
    """The company does not go by this name any more; twice changes nothing."""
    deleted, _tables = CompanyAlias.objects.filter(pk=alias.pk).delete()
    if deleted:
        record("company.alias_forgotten", alias.company, by=by, name=alias.name)
