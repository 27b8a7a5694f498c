"""Saved views of lists, under the coordinators' dashboard."""

from django.urls import path

from organizations import saved_view_pages

app_name = "views"
urlpatterns = [
    path("new/", saved_view_pages.new, name="new"),
    path("<uuid:view_id>/", saved_view_pages.change, name="change"),
    path("<uuid:view_id>/delete/", saved_view_pages.delete, name="delete"),
]
