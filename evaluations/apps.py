from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    name = "evaluations"

    def ready(self):
        from evaluations.quotes import letters as quotes  # noqa: PLC0415 (models load first)

        quotes.register()
