"""Addresses below `dashboard/programs/<program>/certificates/`."""

from django.urls import path

from evaluations.certificates import views

app_name = "certificates"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<uuid:participant>/issue/", views.issue, name="issue"),
    path("<uuid:participant>/revoke/", views.revoke, name="revoke"),
]
