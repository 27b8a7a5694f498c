"""The tenant, logins, and what a login may do where."""

from zoneinfo import available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from mentoring.tenancy.keys import uuid7
from mentoring.tenancy.models import TenantForeignKey, TenantManager, TenantModel
from organizations.roles import Role


def validate_time_zone(name):
    """Refuse what is no name of an IANA time zone."""
    if name not in available_timezones():
        raise ValidationError(_("%(name)s is no time zone.") % {"name": name})


class Organization(models.Model):
    """A mentoring organization: the tenant. Its slug is the first part of its addresses."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=40, unique=True)
    industry_digits = models.PositiveSmallIntegerField(
        default=4,
        validators=[MinValueValidator(2), MaxValueValidator(6)],
        help_text=_("How many digits of an industry code make two companies competitors."),
    )
    time_zone = models.CharField(
        max_length=64,
        default="UTC",
        validators=[validate_time_zone],
        help_text=_("Where the organization works: its pages show times of this zone."),
    )
    # How long invitations and applications are kept that came to nothing.
    unanswered_kept_days = models.PositiveSmallIntegerField(
        default=183, validators=[MinValueValidator(30), MaxValueValidator(731)]
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # Set by an operator: nobody enters any more, nothing is sent, the rows stay.
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(industry_digits__range=(2, 6)), name="organization_industry_digits"
            ),
            models.CheckConstraint(
                condition=Q(unanswered_kept_days__range=(30, 731)),
                name="organization_unanswered_kept",
            ),
        ]

    def __str__(self):
        return self.name


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A login: an address and a password, nothing else. Names belong to each organization."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(max_length=254)
    is_active = models.BooleanField(default=True)
    # An operator of the installation; set by a command alone, and a right in no organization.
    is_operator = models.BooleanField(db_default=False, editable=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email")]

    def __str__(self):
        return self.email


class LiveMemberships(TenantManager):
    """Roles that somebody can act under; those that ended are history."""

    def get_queryset(self):
        return super().get_queryset().filter(ended_at__isnull=True)


class Membership(TenantModel):
    """A login's role in an organization; HR's names the company.

    A role that ended stays as the name of who did what, and never comes back: a new one is a new
    row. The database keeps the last administrator.
    """

    wall = "membership"

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    role = models.CharField(max_length=16, choices=Role)
    company = TenantForeignKey(
        "organizations.Company", models.PROTECT, null=True, blank=True, related_name="+"
    )
    person = TenantForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    name = models.CharField(max_length=160)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = LiveMemberships()
    # With those that ended; what a reference to a membership leads to.
    ever = TenantManager()
    # Without a context row security shows a login its own rows only: where may I enter?
    everywhere = models.Manager()

    class Meta(TenantModel.Meta):
        base_manager_name = "ever"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user", "role", "company"],
                name="membership_once",
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(role=Role.HR, company__isnull=False)
                | (~Q(role=Role.HR) & Q(company__isnull=True)),
                name="membership_company_iff_hr",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.PARTICIPANT) | Q(person__isnull=False),
                name="membership_participant_is_person",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.get_role_display()}"
