"""The coordinators' surface: its own pages, and those of the apps that it is composed of."""

from django.urls import include, path

from dashboard import apart_views, views
from dashboard.companies import pages as companies
from dashboard.companies import regrouping_pages as regrouping
from dashboard.merging import views as merging
from notifications import urls as mail

# The namespace is that of the two pages alone, so that other apps keep theirs: `programs:detail`.
OWN = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
]
COMPANIES = [
    path("", companies.companies, name="list"),
    path("export/<slug:kind>/", companies.export, name="export"),
    path("regroup/", regrouping.regroup, name="regroup"),
    path("regroup/<uuid:event_id>/take-back/", regrouping.take_back, name="take-back"),
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
    path("companies/", include((COMPANIES, "companies"))),
    path("people/", include("dashboard.people.urls")),
    path("apart/", include((APART, "apart"))),
    path("cases/", include("partnerships.cases.urls")),
    path("staff/", include("organizations.staff_urls")),
    path("mail/", include(mail.DASHBOARD)),
    path("letters/", include("notifications.letter_urls")),
    path("views/", include("organizations.saved_view_urls")),
    path("programs/", include("programs.urls")),
    path("programs/<slug:program>/participants/", include("participants.urls")),
    path("programs/<slug:program>/nominations/", include("participants.nominating.urls")),
    path("programs/<slug:program>/training/", include("training.urls")),
    path("programs/<slug:program>/matching/", include("matching.urls")),
    path("programs/<slug:program>/partnerships/", include("partnerships.urls")),
    path("programs/<slug:program>/checks/", include("partnerships.checks.urls")),
    path("programs/<slug:program>/reports/", include("reports.urls")),
    path("programs/<slug:program>/quality/", include("reports.quality.urls")),
    path("programs/<slug:program>/questionnaires/", include("instruments.urls")),
    path("programs/<slug:program>/results/", include("evaluations.results.urls")),
    path("programs/<slug:program>/observers/", include("evaluations.observers.urls")),
    path("programs/<slug:program>/quotes/", include("evaluations.quotes.urls")),
    path("programs/<slug:program>/certificates/", include("evaluations.certificates.urls")),
    path("programs/<slug:program>/shared-results/", include("evaluations.sharing.urls")),
]
