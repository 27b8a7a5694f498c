"""Addresses below `portal/checks/`."""

from django.urls import path

from partnerships.checks import portal_views as views

app_name = "checks"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("<uuid:check>/", views.check, name="check"),
]
