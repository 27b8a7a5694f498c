from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mentoring.jobs import registry
from notifications import kinds
from notifications.catalog import Audience


class TrainingConfig(AppConfig):
    name = "training"

    def ready(self):
        from training import briefing, due, half_time, letters  # noqa: PLC0415 (models load first)
        from training.modules import uses, versions  # noqa: PLC0415

        for find in (
            due.invite_latecomers,
            due.follow_standings,
            due.tell_invited,
            briefing.ship_texts,
            briefing.remind,
            half_time.write_to_managers,
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
        kinds.register(
            half_time.KIND,
            half_time.manager_half_time,
            name=_("Half time, to managers"),
            audience=(Audience.MANAGER,),
            is_in_app=False,
        )
