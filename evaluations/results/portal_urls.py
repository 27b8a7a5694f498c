"""Addresses below `portal/results/`."""

from django.urls import path

from evaluations.results import portal_views as views

app_name = "results"
urlpatterns = [
    path("feedback/", views.feedback, name="feedback"),
    path("<uuid:participant>/", views.mine, name="mine"),
    path("<uuid:participant>/consent/", views.consent, name="consent"),
]
