"""What a worker made of a program's answers, and who lets their mentor read what they said."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.jobs.models import OPEN, Run, RunStatus
from mentoring.tenancy.models import TenantForeignKey, TenantModel


class ResultsRun(Run):
    """The numbers of one program. Coordinators and workers alone read them.

    ``found`` is what ``numbers.as_data`` wrote; ``seen`` the state of the rows it was worked out
    from, as ``work.state_of`` reads it.
    """

    program = TenantForeignKey("programs.Program", models.CASCADE, related_name="results_runs")
    seen = models.JSONField(default=dict)
    found = models.JSONField(null=True)

    class Meta(Run.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [
            *Run.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "program"],
                condition=Q(status__in=OPEN),
                name="resultsrun_one_open",
                violation_error_message=_("This is being worked out already."),
            ),
            models.CheckConstraint(
                condition=~Q(status=RunStatus.DONE) | Q(found__isnull=False),
                name="resultsrun_done_has_found",
            ),
        ]

    def __str__(self):
        return f"{self.program}, {self.created_at}"


class FeedbackConsent(TenantModel):
    """A mentee lets the mentor of one partnership read what they answered about the mentoring.

    Taken back it stays here: answers that were shown once never join those of others, whose mean
    would tell the rest.
    """

    partnership = TenantForeignKey(
        "partnerships.Partnership", models.PROTECT, related_name="feedback_consents"
    )
    text_version = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "partnership"], name="feedbackconsent_once"
            )
        ]

    def __str__(self):
        return f"{self.partnership_id} {self.given_at}"
