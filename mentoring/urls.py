"""Every address. The organization is the first segment; other first segments are reserved."""

from django.conf import settings
from django.urls import include, path

from evaluations.certificates import public as certificates
from evaluations.observers import public as observers
from mentoring import views
from notifications import pages as mail_pages
from organizations import invitations_pages, operator_admin
from participants.nominating import public
from partnerships.concerns import public as concerns
from partnerships.meetings.calendars import views as calendars
from training import briefing_views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("operator/", operator_admin.site.urls),
    path("apply/<str:token>/", public.apply, name="apply"),
    path("invitations/<str:token>/", invitations_pages.invitation, name="invitation"),
    path("stop-mail/<slug:kind>/<str:token>/", mail_pages.stop_mail, name="stop-mail"),
    path("feeds/<str:token>.ics", calendars.feed, name="calendar-feed"),
    path("<slug:organization>/as/", include("organizations.acting_urls")),
    path("concerns/<str:token>/", concerns.concern, name="concern"),
    path("verify/", certificates.verify, name="verify"),
    path("verify/<str:code>/", certificates.verify_code, name="verify-code"),
    path("briefings/<str:token>/", briefing_views.manager, name="briefing"),
    path("observe/", observers.observe, name="observe"),
    path("observe/<str:token>/", observers.link, name="observe-link"),
    path("<slug:organization>/dashboard/", include("dashboard.urls")),
    path("<slug:organization>/portal/training/", include("training.portal_urls")),
    path("<slug:organization>/portal/", include("portal.urls")),
    path("<slug:organization>/company/briefings/", include("training.company_urls")),
    path("<slug:organization>/company/reports/", include("reports.company_urls")),
    path("<slug:organization>/company/", include("company.urls")),
    path("<slug:organization>/api/v1/", include("api.urls")),
]
if settings.DEBUG:
    urlpatterns += [path("", include("mentoring.ui.urls"))]
