"""Matches and partnerships of a program, under the coordinators' dashboard."""

from django.urls import path

from partnerships import views
from partnerships.listed import pages

app_name = "partnerships"
urlpatterns = [
    path("", pages.partnerships, name="list"),
    path("export/<slug:kind>/", pages.export, name="export"),
    path("<uuid:partnership>/", views.detail, name="detail"),
    path("<uuid:partnership>/withdraw/", views.withdraw, name="withdraw"),
]
