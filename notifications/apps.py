from django.apps import AppConfig

from mentoring.jobs.registry import register


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self):
        from notifications.services import send_due  # noqa: PLC0415 (models load first)

        register(send_due)
