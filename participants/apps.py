from django.apps import AppConfig

from mentoring.jobs.registry import register
from notifications import kinds


class ParticipantsConfig(AppConfig):
    name = "participants"

    def ready(self):
        # Models exist only by now.
        from notifications import readers  # noqa: PLC0415
        from participants.bulk import reminding  # noqa: PLC0415
        from participants.due import find_bulk_acts, find_imports  # noqa: PLC0415
        from participants.nominating import due, letters, placing, texts  # noqa: PLC0415
        from participants.photos.letters import photo_removed  # noqa: PLC0415
        from participants.profiles.reminding import remind_incomplete  # noqa: PLC0415
        from participants.whereabouts import zone_of_person  # noqa: PLC0415

        readers.register_zones(zone_of_person)
        register(find_imports)
        register(find_bulk_acts)
        kinds.register(reminding.KIND, reminding.profile_reminder)
        register(placing.place_nominations)
        register(due.remind_asked)
        register(remind_incomplete)
        register(due.end_unanswered)
        register(texts.keep_texts)
        for write in (letters.nomination_asked, letters.nomination_reminder, photo_removed):
            kinds.register(write.__name__, write)
