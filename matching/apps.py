from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"

    def ready(self):
        # Models are loaded by now.
        from matching import announcing, erasing, readiness, readiness_steps, services  # noqa: PLC0415
        from matching.changes.due import queue_stale_runs  # noqa: PLC0415
        from matching.meaning import due  # noqa: PLC0415
        from matching.shortlists import letters  # noqa: PLC0415
        from matching.shortlists import services as shortlists  # noqa: PLC0415
        from mentoring.jobs import registry  # noqa: PLC0415
        from notifications import kinds  # noqa: PLC0415
        from partnerships.erasing import registry as registry_of_erasing  # noqa: PLC0415
        from programs import next_steps  # noqa: PLC0415

        registry.register(services.queue_open_runs)
        registry.register(announcing.follow_up)
        registry.register(readiness.queue_open_readiness)
        registry.register(due.queue_new_stories)
        registry.register(queue_stale_runs)
        registry.register(shortlists.queue_open_rounds)
        registry.register(shortlists.close_due)
        registry.register(shortlists.remind_due)
        for write in (letters.shortlist_opened, letters.shortlist_reminder):
            kinds.register(write.__name__, write)
        next_steps.register(readiness_steps.find_steps)
        registry_of_erasing.register(erasing.forget)
