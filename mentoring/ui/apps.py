from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "mentoring.ui"
    label = "ui"

    def ready(self):
        # Django's own sentence says what is wrong, but not what to do.
        Field.default_error_messages["required"] = _("Please fill this in.")
