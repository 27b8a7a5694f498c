"""Where declarations come from names that HR typed: what a company's own facts must leave alone."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from organizations.models import CompetitorDeclaration, NamedDecision


def refuse_drop(company, competitors):
    """Raise ValidationError when a declaration would go that a linked name of HR stands on."""
    linked = NamedDecision.objects.filter(named__company=company.pk, competitor__isnull=False)
    linked = linked.exclude(competitor__in=[other.pk for other in competitors])
    declared = CompetitorDeclaration.objects.filter(company=company.pk).values("competitor")
    rows = linked.filter(competitor__in=declared).select_related("competitor")
    names = sorted({row.competitor.name for row in rows})
    if names:
        raise ValidationError([_why(company, name) for name in names])


def _why(company, name):
    words = {"company": company.name, "competitor": name}
    return _("HR of %(company)s named %(competitor)s; undo that under Names from HR first.") % words


def take_over(company, competitors):
    """What a coordinator declares stays when the decision about the name is taken back."""
    NamedDecision.objects.filter(
        named__company=company.pk, competitor__in=competitors, has_declared=True
    ).update(has_declared=False)
