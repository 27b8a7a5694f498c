from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "mentoring.tenancy"
    label = "tenancy"
