"""Addresses below `dashboard/programs/<program>/quotes/`."""

from django.urls import path

from evaluations.quotes import views

app_name = "quotes"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<uuid:quote>/accept/", views.accept, name="accept"),
    path("<uuid:quote>/send-back/", views.send_back, name="send-back"),
]
