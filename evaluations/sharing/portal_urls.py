"""Addresses below `portal/shared-results/`."""

from django.urls import path

from evaluations.sharing import portal_views as views

app_name = "shared"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("<uuid:participant>/", views.results, name="results"),
]
