from django.apps import AppConfig

from mentoring.jobs import registry
from notifications import kinds


class DashboardConfig(AppConfig):
    name = "dashboard"

    def ready(self):
        # Models exist only by now.
        from dashboard.settling import digest  # noqa: PLC0415
        from dashboard.steps import find_steps  # noqa: PLC0415
        from programs.next_steps import register  # noqa: PLC0415

        register(find_steps)
        registry.register(digest.mail_what_waits)
        kinds.register(digest.KIND, digest.what_waits)
