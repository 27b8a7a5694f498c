from django.apps import AppConfig

from mentoring.jobs.registry import register
from notifications import kinds


class ParticipantsConfig(AppConfig):
    name = "participants"

    def ready(self):
        from participants.due import find_imports  # noqa: PLC0415  models exist only by now
        from participants.nominating import due, letters, placing, texts  # noqa: PLC0415

        register(find_imports)
        register(placing.place_nominations)
        register(due.remind_asked)
        register(due.end_unanswered)
        register(texts.keep_texts)
        for write in (letters.nomination_asked, letters.nomination_reminder):
            kinds.register(write.__name__, write)
