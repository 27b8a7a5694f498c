"""Programs, under the coordinators' dashboard."""

from django.urls import path

from programs import views

app_name = "programs"
urlpatterns = [
    path("", views.programs, name="list"),
    path("new/", views.create, name="create"),
    path("<slug:program>/", views.detail, name="detail"),
    path("<slug:program>/timetable/", views.timetable, name="timetable"),
    path("<slug:program>/timetable/start/", views.move, name="move"),
    path("<slug:program>/settings/", views.settings, name="settings"),
    path("<slug:program>/sponsors/", views.sponsors, name="sponsors"),
    path("<slug:program>/sponsors/add/", views.add_sponsor, name="add-sponsor"),
    path(
        "<slug:program>/sponsors/<uuid:company_id>/stop/",
        views.stop_sponsoring,
        name="stop-sponsoring",
    ),
]
