from django.apps import AppConfig

from mentoring.jobs import registry
from notifications import kinds


class InstrumentsConfig(AppConfig):
    name = "instruments"

    def ready(self):
        from instruments import due, letters  # noqa: PLC0415 (models load first)

        registry.register(due.tell_of_opening)
        registry.register(due.remind_missing)
        kinds.register(letters.OPENED, letters.questionnaire_open)
        kinds.register(letters.REMINDER, letters.questionnaire_reminder)
