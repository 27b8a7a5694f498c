from django.apps import AppConfig

from mentoring.jobs.registry import register


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self):
        from notifications import (  # noqa: PLC0415 (models load first)
            gathering,
            invitations,
            keeping,
            kinds,
            notices,
            surfaces,
            texts,
        )
        from notifications.bounces import services as bounces  # noqa: PLC0415
        from notifications.services import send_due  # noqa: PLC0415
        from organizations.access import ask_with  # noqa: PLC0415

        ask_with(surfaces.unread)
        kinds.register(invitations.KIND, invitations.role_invitation)
        register(invitations.mail_invitations)
        register(invitations.note_undelivered)
        register(bounces.note_refused)
        register(bounces.settle_changed)
        kinds.register(gathering.KIND, gathering.digest)
        kinds.register(texts.TEST, texts.letter_test)
        register(gathering.gather)
        register(send_due)
        register(notices.forget_old)
        register(keeping.forget_old)
