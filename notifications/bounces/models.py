"""Mails that came back, and which addresses take no mail for now."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.tenancy.models import TenantModel


class Settled(models.TextChoices):
    """Why an address counts as working again."""

    CHANGED = "changed", _("The person has another address now")
    CONFIRMED = "confirmed", _("It was said to work again")
    GONE = "gone", _("The message is kept no more")


class Bounce(TenantModel):
    """One message of which a mail server has reported that it was not delivered.

    ``code`` is the status of RFC 3463, empty when the server named none. Hard is what another
    attempt would not change: the address takes no mail until it is settled. The address itself is
    not kept: ``address_mark`` is a keyed hash of it. A message may be gone before its bounce.
    """

    message = models.UUIDField(editable=False)
    address_mark = models.CharField(max_length=64)
    code = models.CharField(max_length=11, blank=True, default="")
    is_hard = models.BooleanField()
    reported_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled = models.CharField(max_length=9, choices=Settled, blank=True, default="")

    class Meta(TenantModel.Meta):
        ordering = ["-reported_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "message"], name="bounce_once"),
            models.CheckConstraint(
                condition=Q(address_mark__regex=r"^[0-9a-f]{64}$"), name="bounce_mark"
            ),
            models.CheckConstraint(
                condition=Q(code="") | Q(code__regex=r"^[45]\.[0-9]{1,3}\.[0-9]{1,3}$"),
                name="bounce_code",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled="")
                | Q(settled_at__isnull=False, settled__in=Settled.values),
                name="bounce_settled_somehow",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "address_mark"],
                condition=Q(is_hard=True, settled_at__isnull=True),
                name="bounce_failing",
            )
        ]
