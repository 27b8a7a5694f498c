"""Programs, under the coordinators' dashboard."""

from django.urls import path

from programs import setup_views, views
from programs.listed import pages

app_name = "programs"
urlpatterns = [
    path("", pages.programs, name="list"),
    # No program has such an address: a slug has no dot.
    path("programs.<slug:kind>", pages.export, name="export"),
    path("new/", views.create, name="create"),
    path("<slug:program>/", views.detail, name="detail"),
    path("<slug:program>/timetable/", views.timetable, name="timetable"),
    path("<slug:program>/timetable/start/", views.move, name="move"),
    path("<slug:program>/clone/", setup_views.clone, name="clone"),
    path("<slug:program>/timetable/<slug:key>/door/", setup_views.door, name="door"),
    path(
        "<slug:program>/sponsors/<uuid:company_id>/",
        setup_views.agreement,
        name="agreement",
    ),
    path(
        "<slug:program>/sponsors/<uuid:company_id>/competitors/",
        setup_views.competitors_stated,
        name="competitors-stated",
    ),
    path(
        "<slug:program>/sponsors/<uuid:company_id>/withdrawal/",
        setup_views.withdrawal,
        name="withdrawal",
    ),
    path("<slug:program>/settings/", views.settings, name="settings"),
    path("<slug:program>/sponsors/", views.sponsors, name="sponsors"),
    path("<slug:program>/sponsors/add/", views.add_sponsor, name="add-sponsor"),
    path(
        "<slug:program>/sponsors/<uuid:company_id>/stop/",
        views.stop_sponsoring,
        name="stop-sponsoring",
    ),
]
