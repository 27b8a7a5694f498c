"""People of the organization, under the coordinators' dashboard."""

from django.urls import path

from dashboard.people import address, erasing, reminding_pages, views
from dashboard.people.listed import pages
from participants.photos import pages as photos

app_name = "people"
urlpatterns = [
    path("", pages.people, name="list"),
    path("export/<slug:kind>/", pages.export, name="export"),
    path("remind/", reminding_pages.remind, name="remind"),
    path("remind/<uuid:event_id>/take-back/", reminding_pages.take_back, name="take-back"),
    path("<uuid:person_id>/", views.person, name="person"),
    path("<uuid:person_id>/photo/remove/", photos.remove_photo, name="remove-photo"),
    path("<uuid:person_id>/photo/<slug:size>/", photos.picture, name="picture"),
    path("<uuid:person_id>/job/", views.job, name="job"),
    path("<uuid:person_id>/employer/", views.employer, name="employer"),
    path("<uuid:person_id>/leave/", views.leave, name="leave"),
    path("<uuid:person_id>/planned/<uuid:planned_id>/take-back/", views.unplan, name="unplan"),
    path("<uuid:person_id>/seats/<uuid:participant_id>/move/", views.move_seat, name="move-seat"),
    path("<uuid:person_id>/address/", address.address, name="address"),
    path("<uuid:person_id>/mail-works/", views.mail_works, name="mail-works"),
    path("<uuid:person_id>/notes/", views.intake_notes, name="notes"),
    path("<uuid:person_id>/notes/<uuid:note_id>/", views.edit_note, name="edit-note"),
    path("<uuid:person_id>/notes/<uuid:note_id>/remove/", views.remove_note, name="remove-note"),
    path("<uuid:person_id>/trail/", views.trail, name="trail"),
    path("<uuid:person_id>/erase/", erasing.erase, name="erase"),
    path("<uuid:person_id>/keep/", erasing.keep, name="keep"),
]
