"""Staff and contacts, under the coordinators' dashboard."""

from django.urls import path

from organizations import settings_pages, staff_pages

app_name = "staff"
urlpatterns = [
    path("", staff_pages.staff, name="list"),
    path("organization/", settings_pages.settings, name="settings"),
    path("invite/", staff_pages.invite, name="invite"),
    path("invitations/<uuid:invitation_id>/send/", staff_pages.send_again, name="send-again"),
    path("invitations/<uuid:invitation_id>/take-back/", staff_pages.take_back, name="take-back"),
    path("<uuid:membership_id>/", staff_pages.change, name="change"),
    path("<uuid:membership_id>/end/", staff_pages.end, name="end"),
]
