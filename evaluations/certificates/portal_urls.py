"""Addresses below `portal/certificates/`."""

from django.urls import path

from evaluations.certificates import portal_views as views

app_name = "certificates"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("<uuid:participant>/certificate.pdf", views.download, name="download"),
]
