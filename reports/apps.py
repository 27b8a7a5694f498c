from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mentoring.jobs import registry
from notifications import kinds
from notifications.catalog import Audience


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self):
        from reports import letters, services  # noqa: PLC0415 (models load first)
        from reports.counting import asking  # noqa: PLC0415
        from reports.counting import letters as counting  # noqa: PLC0415

        registry.register(services.queue_open_runs)
        registry.register(services.make_due)
        registry.register(asking.ask_due)
        kinds.register(
            letters.KIND,
            letters.report_ready,
            name=_("A report for your company is ready"),
            audience=(Audience.HR,),
            values=("program",),
        )
        kinds.register(
            counting.KIND,
            counting.counts_due,
            name=_("Your company is asked what became of its people"),
            audience=(Audience.HR,),
            values=("program",),
        )
