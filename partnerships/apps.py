from django.apps import AppConfig

from mentoring.jobs import registry
from notifications import kinds


class PartnershipsConfig(AppConfig):
    name = "partnerships"

    def ready(self):
        self._register_due_work()
        self._register_letters()
        self._register_nudges()

    def _register_due_work(self):
        from partnerships import services  # noqa: PLC0415 (models load first)
        from partnerships.agreements import versions  # noqa: PLC0415
        from partnerships.cases import sweeping  # noqa: PLC0415
        from partnerships.concerns import starting  # noqa: PLC0415
        from partnerships.erasing import due as erasing  # noqa: PLC0415
        from partnerships.lasting import extending  # noqa: PLC0415
        from partnerships.lasting import services as lasting_services  # noqa: PLC0415

        starting.register()
        registry.register(services.expire_unanswered)
        registry.register(services.withdraw_of_leavers)
        registry.register(services.remind_unanswered)
        registry.register(services.introduce_trained)
        erasing.register()
        registry.register(lasting_services.ask_to_resume)
        registry.register(extending.expire_extensions)
        registry.register(lasting_services.close_due)
        registry.register(lasting_services.complete_due)
        registry.register(versions.ship)
        registry.register(versions.furnish_programs)
        registry.register(sweeping.watch)

    def _register_letters(self):
        from partnerships import notifications  # noqa: PLC0415
        from partnerships.agreements import letters as agreements  # noqa: PLC0415
        from partnerships.cases import letters as cases  # noqa: PLC0415
        from partnerships.cases import staff_letters  # noqa: PLC0415
        from partnerships.lasting import letters as lasting  # noqa: PLC0415
        from partnerships.meetings import letters as meetings  # noqa: PLC0415
        from partnerships.writing import letters  # noqa: PLC0415

        cases.register()
        staff_letters.register()
        for write in (
            notifications.match_announced,
            notifications.answer_reminder,
            notifications.partnership_preparing,
            notifications.partnership_introduced,
            notifications.match_over,
            notifications.partnership_ended,
            *agreements.ALL,
            *lasting.ALL,
            meetings.meeting_proposed,
            meetings.meeting_planned,
            meetings.meeting_declined,
            meetings.meeting_cancelled,
            meetings.meeting_place,
        ):
            kinds.register(write.__name__, write)
        kinds.register(letters.pair_message.__name__, letters.pair_message)
        kinds.register(letters.writing_shared.__name__, letters.writing_shared)

    def _register_nudges(self):
        from partnerships.nudges import starting  # noqa: PLC0415

        starting.register()
