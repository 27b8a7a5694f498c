"""Addresses below `dashboard/cases/`."""

from django.urls import path

from partnerships.cases import rule_views, views, workload_views
from partnerships.cases.listed import pages

app_name = "cases"
urlpatterns = [
    path("", pages.cases, name="list"),
    path("export/<slug:kind>/", pages.export, name="export"),
    path("act/", views.act, name="act"),
    path("workload/", workload_views.workload, name="workload"),
    path("rules/<slug:program>/", rule_views.rules, name="rules"),
    path("<uuid:case>/", views.case, name="case"),
    path("<uuid:case>/do/<slug:act>/", views.do, name="do"),
    path("<uuid:case>/letter/<slug:side>/", views.letter, name="letter"),
]
