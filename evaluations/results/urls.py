"""Addresses below `dashboard/programs/<program>/results/`."""

from django.urls import path

from evaluations.results import views

app_name = "results"
urlpatterns = [
    path("", views.program, name="program"),
    path("progress/", views.progress, name="progress"),
    path("start/", views.start, name="start"),
    path("<slug:informant>/<slug:dimension>/", views.scale, name="scale"),
]
