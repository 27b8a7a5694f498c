"""Lists as staff like to open them: an address with its filters, under a name."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from mentoring.tenancy.models import TenantForeignKey, TenantModel


class ListPage(models.TextChoices):
    """The lists that can be kept as views."""

    PARTICIPANTS = "participants", _("People of a program")
    PARTNERSHIPS = "partnerships", _("Matches and partnerships")
    PROGRAMS = "programs", _("Programs")
    COMPANIES = "companies", _("Companies")
    PEOPLE = "people", _("People")
    CASES = "cases", _("Cases")


class SavedView(TenantModel):
    """A list's address without its path, so a view of a program's list opens in every program."""

    user = models.ForeignKey("organizations.User", models.CASCADE, related_name="+")
    page = models.CharField(max_length=20, choices=ListPage)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=2000, blank=True)
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                "organization", "user", "page", Lower("name"), name="savedview_name"
            )
        ]

    def __str__(self):
        return self.name


class DefaultView(TenantModel):
    """The view with which somebody opens a list; their own, or one that a colleague shares."""

    user = models.ForeignKey("organizations.User", models.CASCADE, related_name="+")
    page = models.CharField(max_length=20, choices=ListPage)
    view = TenantForeignKey(SavedView, models.CASCADE, related_name="defaults")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user", "page"], name="defaultview_once"
            )
        ]
