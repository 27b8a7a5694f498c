"""Addresses below `dashboard/programs/<program>/shared-results/`."""

from django.urls import path

from evaluations.sharing import views

app_name = "sharing"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("publish/", views.publish, name="publish"),
]
