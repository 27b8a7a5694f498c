"""People known to an organization, and where they work."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower

from mentoring.tenancy.models import TenantForeignKey, TenantModel
from organizations.models.companies import Company
from organizations.searching import Searchable


class Person(TenantModel):
    """Somebody known to an organization; the login, if any, is linked by a membership."""

    email = models.EmailField(max_length=254)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    user = models.ForeignKey(
        "organizations.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    search = models.GeneratedField(
        expression=Searchable("given_name", "family_name", "email"),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta(TenantModel.Meta):
        ordering = ["family_name", "given_name"]
        # Lists of people are in this order, a page at a time.
        indexes = [
            models.Index(
                fields=["organization", "family_name", "given_name", "id"], name="person_by_name"
            )
        ]
        constraints = [
            models.UniqueConstraint("organization", Lower("email"), name="person_email"),
            models.UniqueConstraint(
                fields=["organization", "user"],
                condition=Q(user__isnull=False),
                name="person_one_per_login",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return f"{self.given_name} {self.family_name}".strip()


class Employment(TenantModel):
    """Person, company and start never change; the end is written once. A new job is a new row."""

    person = TenantForeignKey(Person, models.PROTECT, related_name="employments")
    company = TenantForeignKey(Company, models.PROTECT, related_name="employments")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["started_on"]
        constraints = [
            # The target of the references that freeze a partnership's companies.
            models.UniqueConstraint(
                fields=["organization", "id", "person", "company"], name="employment_of_company"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="employment_ends_after_start",
            ),
            ExclusionConstraint(
                name="employment_one_at_a_time",
                expressions=[
                    (F("organization"), RangeOperators.EQUAL),
                    (F("person"), RangeOperators.EQUAL),
                    (
                        Func(
                            "started_on",
                            "ended_on",
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
