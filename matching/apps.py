from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"

    def ready(self):
        from matching import announcing, services  # noqa: PLC0415 - models are loaded by now
        from mentoring.jobs import registry  # noqa: PLC0415

        registry.register(services.queue_open_runs)
        registry.register(announcing.follow_up)
