from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "dashboard"

    def ready(self):
        from dashboard.steps import find_steps  # noqa: PLC0415 (models load first)
        from programs.next_steps import register  # noqa: PLC0415

        register(find_steps)
