"""Reports of a company, under the pages of its HR."""

from django.urls import path

from reports import company_views

app_name = "company-reports"
urlpatterns = [
    path("", company_views.reports, name="list"),
    path("<uuid:snapshot_id>/", company_views.report, name="report"),
    path("<uuid:snapshot_id>/<slug:form>/", company_views.download, name="download"),
    path("counts/<slug:program>/<slug:occasion>/", company_views.counts, name="counts"),
]
