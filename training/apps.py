from django.apps import AppConfig

from mentoring.jobs import registry
from notifications import kinds


class TrainingConfig(AppConfig):
    name = "training"

    def ready(self):
        from training import briefing, due, letters  # noqa: PLC0415 (models load first)
        from training.modules import uses, versions  # noqa: PLC0415

        for find in (
            due.invite_latecomers,
            due.follow_standings,
            due.tell_invited,
            briefing.ship_texts,
            briefing.remind,
            versions.ship,
            uses.furnish_programs,
        ):
            registry.register(find)
        for write in (
            letters.session_invited,
            letters.session_changed,
            letters.session_cancelled,
            letters.manager_briefing,
        ):
            kinds.register(write.__name__, write)
