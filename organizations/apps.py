from django.apps import AppConfig

from mentoring.jobs.registry import register


class OrganizationsConfig(AppConfig):
    name = "organizations"

    def ready(self):
        from organizations import planned  # noqa: PLC0415 (models load first)

        register(planned.take_effect)
