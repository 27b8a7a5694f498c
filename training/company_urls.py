"""Briefings of a sponsor's HR, under the company's pages."""

from django.urls import path

from training import company_views

app_name = "company-briefings"
urlpatterns = [
    path("", company_views.briefings, name="list"),
    path("agree/", company_views.agree, name="agree"),
    path("<uuid:invited_id>/answer/", company_views.answer, name="answer"),
    path("<uuid:invited_id>/calendar.ics", company_views.calendar, name="calendar"),
]
