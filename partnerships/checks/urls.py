"""Addresses below `dashboard/programs/<program>/checks/`."""

from django.urls import path

from partnerships.checks import views
from partnerships.concerns import contact_views
from partnerships.concerns import views as call_views

app_name = "checks"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<uuid:check>/", views.check, name="check"),
    path("calls/", call_views.calls, name="calls"),
    path("calls/<uuid:call>/close/", call_views.close, name="close-call"),
    path("contact/", contact_views.contact, name="contact"),
    path("contact/end/", contact_views.end, name="end-contact"),
]
