"""Training of a program, under the coordinators' dashboard."""

from django.urls import path

from training import attendance_views, briefing_views, views

app_name = "training"
urlpatterns = [
    path("", views.sessions, name="list"),
    path("new/", views.create, name="create"),
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
