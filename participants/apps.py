from django.apps import AppConfig

from mentoring.jobs.registry import register


class ParticipantsConfig(AppConfig):
    name = "participants"

    def ready(self):
        from participants.due import find_imports  # noqa: PLC0415  models exist only by now

        register(find_imports)
