"""Training of a program, under the coordinators' dashboard."""

from django.urls import path

from training import attendance_views, briefing_views, views
from training.modules import views as module_views

app_name = "training"
urlpatterns = [
    path("", views.sessions, name="list"),
    path("new/", views.create, name="create"),
    path("modules/", module_views.modules, name="modules"),
    path("modules/progress/", module_views.progress, name="progress"),
    path("modules/new/<slug:side>/", module_views.create, name="create-module"),
    path("modules/add/<slug:side>/<slug:code>/", module_views.add, name="add-module"),
    path("modules/<uuid:module_id>/change/", module_views.change, name="change-module"),
    path("texts/<slug:kind>/<slug:side>/<slug:code>/", module_views.text, name="module-text"),
    path("briefings/", briefing_views.briefings, name="briefings"),
    path("briefings/send/", briefing_views.send, name="send-briefings"),
    path("briefings/<slug:audience>/", briefing_views.text, name="text"),
    path("<uuid:session_id>/", views.detail, name="detail"),
    path("<uuid:session_id>/edit/", views.edit, name="edit"),
    path("<uuid:session_id>/cancel/", views.cancel, name="cancel"),
    path("<uuid:session_id>/invite/", views.invite, name="invite"),
    path(
        "<uuid:session_id>/invitations/<uuid:invited_id>/withdraw/",
        views.withdraw,
        name="withdraw",
    ),
    path("<uuid:session_id>/calendar.ics", views.calendar, name="calendar"),
    path("<uuid:session_id>/attendance/", attendance_views.take, name="attendance"),
    path("<uuid:session_id>/attendance/rest/", attendance_views.take_rest, name="attendance-rest"),
    path("<uuid:session_id>/attendance/undo/", attendance_views.undo, name="undo-attendance"),
]
