"""Addresses below `dashboard/programs/<program>/questionnaires/`."""

from django.urls import path

from instruments import views

app_name = "instruments"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("answers/<uuid:response>/", views.answers, name="answers"),
    path("<slug:occasion>/remind/", views.remind, name="remind"),
    path("<slug:occasion>/close/", views.close, name="close"),
    path("<slug:occasion>/reopen/", views.reopen, name="reopen"),
    path("<slug:occasion>/questions/<slug:side>/", views.questions, name="questions"),
]
