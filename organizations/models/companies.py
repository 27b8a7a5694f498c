"""Companies and the facts that say which of them must never be matched."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from mentoring.tenancy.models import TenantForeignKey, TenantManager, TenantModel
from organizations.searching import Searchable


class CorporateGroup(TenantModel):
    name = models.CharField(max_length=160)
    search = models.GeneratedField(
        expression=Searchable("name"), output_field=models.TextField(), db_persist=True
    )

    class Meta(TenantModel.Meta):
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("organization", Lower("name"), name="corporategroup_name")
        ]

    def __str__(self):
        return self.name


class Company(TenantModel):
    """A sponsoring company."""

    name = models.CharField(_("name"), max_length=160)
    corporate_group = TenantForeignKey(
        CorporateGroup, models.PROTECT, null=True, blank=True, related_name="companies"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    search = models.GeneratedField(
        expression=Searchable("name"), output_field=models.TextField(), db_persist=True
    )

    class Meta(TenantModel.Meta):
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "organization",
                Lower("name"),
                name="company_name",
                violation_error_message=_("There is a company with this name already."),
            )
        ]

    def __str__(self):
        return self.name


class CompanyAlias(TenantModel):
    """An earlier or other name of a company, by which files still find it."""

    company = TenantForeignKey(Company, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=160)

    class Meta(TenantModel.Meta):
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("organization", Lower("name"), name="companyalias_name")
        ]

    def __str__(self):
        return self.name


class CompanyIndustry(TenantModel):
    """A NAICS 2022 code of a company, 2–6 digits."""

    company = TenantForeignKey(Company, models.CASCADE, related_name="industries")
    code = models.CharField(max_length=6, validators=[RegexValidator(r"^\d{2,6}$")])

    class Meta(TenantModel.Meta):
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "company", "code"], name="companyindustry_once"
            ),
            models.CheckConstraint(condition=Q(code__regex=r"^\d{2,6}$"), name="industry_code"),
        ]

    def __str__(self):
        return self.code


class CompetitorDeclaration(TenantModel):
    """``company`` declared that ``competitor`` competes with it; the rule holds both ways."""

    company = TenantForeignKey(Company, models.CASCADE, related_name="declarations")
    competitor = TenantForeignKey(Company, models.CASCADE, related_name="declared_by")
    declared_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "company", "competitor"], name="declaration_once"
            ),
            models.CheckConstraint(
                condition=~Q(company=F("competitor")), name="declaration_of_another"
            ),
        ]


class CompetitorGroup(TenantModel):
    """Companies that all compete with each other."""

    name = models.CharField(max_length=160)

    class Meta(TenantModel.Meta):
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("organization", Lower("name"), name="competitorgroup_name")
        ]

    def __str__(self):
        return self.name


class CompetitorGroupMember(TenantModel):
    group = TenantForeignKey(CompetitorGroup, models.CASCADE, related_name="members")
    company = TenantForeignKey(Company, models.CASCADE, related_name="competitor_groups")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "group", "company"], name="competitorgroupmember_once"
            )
        ]


class IndustryWaiver(TenantModel):
    """Lifts the industry rule, and no other, between two companies until it expires."""

    low = TenantForeignKey(Company, models.CASCADE, related_name="+")
    high = TenantForeignKey(Company, models.CASCADE, related_name="+")
    reason = models.TextField()
    expires_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "low", "high"], name="waiver_once"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="waiver_ordered"),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_reason"),
        ]


class CompanyConflict(models.Model):
    """Why two companies must not be matched, one row a reason: the database's own view.

    The trigger that guards partnerships reads the same view, so page, engine and database agree.
    """

    class Rule(models.TextChoices):
        GROUP = "group", _("same corporate group")
        DECLARED = "declared", _("declared competitors")
        COMPETITOR_GROUP = "competitor_group", _("same competitor group")
        INDUSTRY = "industry", _("same industry")

    id = models.TextField(primary_key=True)
    organization = models.ForeignKey("organizations.Organization", models.DO_NOTHING)
    low = TenantForeignKey(Company, models.DO_NOTHING, related_name="+")
    high = TenantForeignKey(Company, models.DO_NOTHING, related_name="+")
    rule = models.CharField(max_length=20, choices=Rule)
    detail = models.TextField()

    objects = TenantManager()

    class Meta:
        managed = False
        db_table = "organizations_companyconflict"
        base_manager_name = "objects"

    def __str__(self):
        return self.id
