from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    name = "evaluations"

    def ready(self):
        from evaluations.certificates import starting as certificates  # noqa: PLC0415
        from evaluations.observers import due, forgetting, own_data  # noqa: PLC0415
        from evaluations.quotes import starting as quotes  # noqa: PLC0415
        from evaluations.results import own_data as own_results  # noqa: PLC0415
        from evaluations.results import services as results  # noqa: PLC0415
        from evaluations.sharing import starting as sharing  # noqa: PLC0415
        from mentoring.jobs import registry  # noqa: PLC0415
        from partnerships.erasing import registry as erasing  # noqa: PLC0415

        due.register()
        erasing.register(forgetting.forget_with)
        erasing.tell("observers", own_data.observers_of)
        erasing.register(own_results.forget)
        erasing.tell("feedback", own_results.consents_of)
        erasing.tell("seen", own_results.seen_by)
        registry.register(results.keep_up)
        registry.register(results.queue_open_runs)
        quotes.register()
        certificates.register()
        sharing.register()
