from django.apps import AppConfig
from django.core import checks


class CryptoConfig(AppConfig):
    name = "mentoring.crypto"
    label = "crypto"

    def ready(self):
        from mentoring.crypto.master import check_master_keys  # noqa: PLC0415 (settings load first)

        checks.register(check_master_keys)
