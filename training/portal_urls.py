"""Sessions of mentees and mentors, under the portal."""

from django.urls import path

from training import portal_views
from training.modules import portal_views as module_views

app_name = "portal-training"
urlpatterns = [
    path("", portal_views.sessions, name="list"),
    path("modules/<uuid:module_id>/", module_views.module, name="module"),
    path("<uuid:invited_id>/answer/", portal_views.answer, name="answer"),
    path("<uuid:invited_id>/calendar.ics", portal_views.calendar, name="calendar"),
]
