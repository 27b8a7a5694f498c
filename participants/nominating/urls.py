"""Coordinators' pages of nominations, below a program."""

from django.urls import path

from participants.nominating import views

app_name = "nominations"
urlpatterns = [
    path("", views.sponsors, name="sponsors"),
    path("people/", views.people, name="people"),
    path("people/remind/", views.remind_all, name="remind-all"),
    path("people/<uuid:participant>/remind/", views.remind, name="remind"),
    path("people/<uuid:participant>/reopen/", views.reopen, name="reopen"),
    path("settle/", views.settle, name="settle"),
    path("settle/<uuid:nomination>/", views.decide, name="decide"),
    path("applications/", views.applications, name="applications"),
    path("applications/link/", views.link, name="link"),
    path("applications/<uuid:application>/accept/", views.accept, name="accept"),
    path("applications/<uuid:application>/decline/", views.decline, name="decline"),
    path("invite/", views.invite, name="invite"),
]
