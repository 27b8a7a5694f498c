"""Pages of a sponsoring company's HR."""

from django.urls import include, path

from company import competitor_views, views
from notifications import urls as mail

app_name = "company"
urlpatterns = [
    path("", views.home, name="home"),
    path("people/", views.people, name="people"),
    path("programs/<slug:program>/nominations/", include("company.nominating_urls")),
    path("competitors/", competitor_views.competitors, name="competitors"),
    path("competitors/complete/", competitor_views.state, name="state-competitors"),
    path(
        "competitors/<uuid:named_id>/take-off/",
        competitor_views.take_off,
        name="take-off-competitor",
    ),
    path("mail/", include(mail.COMPANY)),
    path("sponsorship/", competitor_views.agreements, name="sponsorship"),
]
