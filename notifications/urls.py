"""Which mails staff get, under the coordinators' dashboard."""

from django.urls import path

from notifications import pages

app_name = "mail"
urlpatterns = [path("", pages.choices, name="choices")]
