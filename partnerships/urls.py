"""Matches and partnerships of a program, under the coordinators' dashboard."""

from django.urls import path

from partnerships import views

app_name = "partnerships"
urlpatterns = [
    path("", views.partnerships, name="list"),
    path("export/<slug:kind>/", views.export, name="export"),
    path("<uuid:partnership>/", views.detail, name="detail"),
    path("<uuid:partnership>/withdraw/", views.withdraw, name="withdraw"),
]
