from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mentoring.jobs import registry
from notifications import kinds
from notifications.catalog import STAFF


class DashboardConfig(AppConfig):
    name = "dashboard"

    def ready(self):
        # Models exist only by now.
        from dashboard.morning import DUE_CASES, count_due  # noqa: PLC0415
        from dashboard.settling import digest, weekly  # noqa: PLC0415
        from dashboard.steps import find_steps  # noqa: PLC0415
        from programs.next_steps import register  # noqa: PLC0415
        from programs.queries import read_beside_menu  # noqa: PLC0415

        register(find_steps)
        read_beside_menu(DUE_CASES, count_due)
        registry.register(weekly.mail_week_ahead)  # first: who has all gets no part of it
        registry.register(digest.mail_what_waits)
        kinds.register(digest.KIND, digest.what_waits)
        kinds.register(
            digest.WEEK,
            weekly.week_ahead,
            name=_("What is open this week"),
            audience=STAFF,
            is_optional=True,
            is_in_app=False,
        )
