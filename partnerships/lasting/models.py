"""How long a partnership lasts: what the two agree on about going on for longer."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.tenancy.models import TenantForeignKey, TenantModel
from partnerships.lifecycle import MENTEE, MENTOR

# More than any program allows: what no row of the database goes beyond.
MOST_DAYS = 366


class Outcome(models.TextChoices):
    """What became of a proposal; empty while it waits for an answer."""

    AGREED = "agreed", _("Agreed")
    DECLINED = "declined", _("Declined")
    TAKEN_BACK = "taken_back", _("Taken back")
    EXPIRED = "expired", _("Not answered in time")
    LAPSED = "lapsed", _("The end has moved since")


class Extension(TenantModel):
    """One of the two proposes a later last day; it holds when both have said yes for themselves.

    It is about moving the end from one day to another: when the end moves otherwise, it lapses.
    """

    partnership = TenantForeignKey(
        "partnerships.Partnership", models.PROTECT, related_name="extensions"
    )
    from_ends_on = models.DateField()
    to_ends_on = models.DateField()
    proposed_by = models.CharField(
        max_length=6, choices=[(MENTEE, _("Mentee")), (MENTOR, _("Mentor"))]
    )
    proposed_at = models.DateTimeField(default=clock.now, editable=False)
    answer_by = models.DateTimeField()
    mentor_agreed_at = models.DateTimeField(null=True)
    mentee_agreed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="")
    settled_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        ordering = ["proposed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "partnership"],
                condition=Q(outcome=""),
                name="extension_one_open",
            ),
            models.CheckConstraint(
                condition=Q(to_ends_on__gt=F("from_ends_on")), name="extension_later"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at__isnull=True)
                | (~Q(outcome="") & Q(settled_at__isnull=False)),
                name="extension_settled_iff_outcome",
            ),
            models.CheckConstraint(
                condition=Q(
                    outcome=Outcome.AGREED,
                    mentor_agreed_at__isnull=False,
                    mentee_agreed_at__isnull=False,
                )
                | ~Q(outcome=Outcome.AGREED)
                & (Q(mentor_agreed_at__isnull=True) | Q(mentee_agreed_at__isnull=True)),
                name="extension_agreed_by_both",
            ),
        ]
