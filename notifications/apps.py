from django.apps import AppConfig

from mentoring.jobs.registry import register


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self):
        from notifications import invitations, kinds  # noqa: PLC0415 (models load first)
        from notifications.bounces import services as bounces  # noqa: PLC0415
        from notifications.services import send_due  # noqa: PLC0415

        kinds.register(invitations.KIND, invitations.role_invitation)
        register(invitations.mail_invitations)
        register(invitations.note_undelivered)
        register(bounces.note_refused)
        register(bounces.settle_changed)
        register(send_due)
