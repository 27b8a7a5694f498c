from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "api"

    def ready(self):
        import api.schema  # noqa: F401, PLC0415 (registers itself; rest_framework loads first)
