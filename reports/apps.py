from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mentoring.jobs import registry
from notifications import kinds
from notifications.catalog import Audience


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self):
        from reports import letters, services  # noqa: PLC0415 (models load first)

        registry.register(services.queue_open_runs)
        registry.register(services.make_due)
        kinds.register(
            letters.KIND,
            letters.report_ready,
            name=_("A report for your company is ready"),
            audience=(Audience.HR,),
            values=("program",),
        )
