"""Addresses below `portal/partnerships/<partnership>/actions/`."""

from django.urls import path

from partnerships.actions import views

app_name = "actions"
urlpatterns = [
    path("", views.board, name="board"),
    path("<uuid:item>/", views.change, name="change"),
    path("<uuid:item>/say/", views.say, name="say"),
]
