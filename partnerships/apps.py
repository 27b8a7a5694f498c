from django.apps import AppConfig

from mentoring.jobs import registry
from notifications import kinds


class PartnershipsConfig(AppConfig):
    name = "partnerships"

    def ready(self):
        from partnerships import notifications, services  # noqa: PLC0415 (models load first)
        from partnerships.writing import letters  # noqa: PLC0415

        registry.register(services.expire_unanswered)
        registry.register(services.withdraw_of_leavers)
        registry.register(services.remind_unanswered)
        registry.register(services.introduce_trained)
        for write in (
            notifications.match_announced,
            notifications.answer_reminder,
            notifications.partnership_preparing,
            notifications.partnership_introduced,
            notifications.match_over,
            notifications.partnership_ended,
        ):
            kinds.register(write.__name__, write)
        kinds.register(letters.pair_message.__name__, letters.pair_message)
        kinds.register(letters.writing_shared.__name__, letters.writing_shared)
