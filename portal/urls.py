from django.urls import include, path

from notifications import urls as mail
from partnerships.meetings.calendars import views as calendars
from portal import consent_views, endings, lasting, own_data, shortlist, views
from portal.profiles import photo
from portal.profiles import views as profile_views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("matches/<uuid:partnership>/", views.match, name="match"),
    path("matches/<uuid:partnership>/accept/", views.accept, name="accept"),
    path("matches/<uuid:partnership>/decline/", views.decline, name="decline"),
    path("matches/<uuid:partnership>/end/", endings.end, name="end"),
    path("matches/<uuid:partnership>/next/", endings.next_match, name="next-match"),
    path("partnerships/<uuid:partnership>/goals/", include("partnerships.goals.urls")),
    path("partnerships/<uuid:partnership>/actions/", include("partnerships.actions.urls")),
    path("partnerships/<uuid:partnership>/pause/", lasting.pause, name="pause"),
    path("partnerships/<uuid:partnership>/resume/", lasting.resume, name="resume"),
    path("partnerships/<uuid:partnership>/extend/", lasting.extend, name="extend"),
    path("shortlists/<uuid:participant>/", shortlist.shortlist, name="shortlist"),
    path("profile/", views.profile, name="profile"),
    path("profile/photo/", photo.photo, name="photo"),
    path("profile/photo/remove/", photo.remove, name="photo-remove"),
    path("photos/<uuid:person_id>/<slug:size>/", photo.picture, name="picture"),
    path("profile/<uuid:participant>/start/", profile_views.start, name="profile-start"),
    path("profile/<uuid:participant>/find/<slug:field>/", profile_views.find, name="profile-find"),
    path(
        "profile/<uuid:participant>/<slug:section>/", profile_views.section, name="profile-section"
    ),
    path(
        "profile/<uuid:participant>/<slug:section>/<slug:field>/",
        profile_views.save_field,
        name="profile-save",
    ),
    path("year/", views.year, name="year"),
    path("calendar/", calendars.page, name="calendar"),
    path("programs/<uuid:participant>/", consent_views.consent, name="consent"),
    path("programs/<uuid:participant>/decline/", consent_views.decline, name="decline-program"),
    path("guides/<uuid:participant>/<slug:code>/", views.guide, name="guide"),
    path("mail/", include(mail.PORTAL)),
    path("contact/", views.contact, name="contact"),
    path("data/", own_data.data, name="data"),
    path("data/download/", own_data.download, name="data-download"),
    path("data/erase/", own_data.erase, name="data-erase"),
    path("data/keep/", own_data.keep, name="data-keep"),
    path("partnerships/<uuid:partnership>/", include("partnerships.agreements.urls")),
    path("partnerships/<uuid:partnership>/meetings/", include("partnerships.meetings.urls")),
    path("partnerships/<uuid:partnership>/", include("partnerships.writing.urls")),
    path("partnerships/<uuid:partnership>/help/", include("partnerships.concerns.portal_urls")),
    path("checks/", include("partnerships.checks.portal_urls")),
    path("questionnaires/", include("instruments.portal_urls")),
    path("results/", include("evaluations.results.portal_urls")),
    path("observers/", include("evaluations.observers.portal_urls")),
    path("quotes/", include("evaluations.quotes.portal_urls")),
    path("certificates/", include("evaluations.certificates.portal_urls")),
    path("shared-results/", include("evaluations.sharing.portal_urls")),
]
