"""The coordinators' surface: its own pages, and those of the apps that it is composed of."""

from django.urls import include, path

from dashboard import apart_views, views
from dashboard.merging import views as merging

# The namespace is that of the two pages alone, so that other apps keep theirs: `programs:detail`.
OWN = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
]
RECORDS = [
    path("<uuid:company_id>/merge/", merging.merge, name="merge"),
    path(
        "<uuid:company_id>/names/<uuid:alias_id>/forget/",
        merging.forget_alias,
        name="forget-alias",
    ),
]
APART = [path("", apart_views.apart, name="list")]
urlpatterns = [
    path("", include((OWN, "dashboard"))),
    path("companies/", include("organizations.urls")),
    path("companies/", include((RECORDS, "companies"))),
    path("people/", include("dashboard.people.urls")),
    path("apart/", include((APART, "apart"))),
    path("staff/", include("organizations.staff_urls")),
    path("views/", include("organizations.saved_view_urls")),
    path("programs/", include("programs.urls")),
    path("programs/<slug:program>/participants/", include("participants.urls")),
    path("programs/<slug:program>/nominations/", include("participants.nominating.urls")),
    path("programs/<slug:program>/training/", include("training.urls")),
    path("programs/<slug:program>/matching/", include("matching.urls")),
    path("programs/<slug:program>/partnerships/", include("partnerships.urls")),
    path("programs/<slug:program>/questionnaires/", include("instruments.urls")),
]
