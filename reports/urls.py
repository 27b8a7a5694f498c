"""Reports of a program, under the coordinators' dashboard."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.reports, name="list"),
    path("program/", views.figures, name="figures"),
    path("counts/", views.counts, name="counts"),
    path("make/", views.make, name="make"),
    path("runs/<uuid:run_id>/progress/", views.progress, name="progress"),
    path("<uuid:snapshot_id>/", views.report, name="report"),
    path("<uuid:snapshot_id>/<slug:form>/", views.download, name="download"),
]
