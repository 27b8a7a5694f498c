"""Addresses below `portal/partnerships/<partnership>/help/`."""

from django.urls import path

from partnerships.concerns import portal_views as views

app_name = "help"
urlpatterns = [
    path("", views.ways, name="ways"),
    path("call/", views.call, name="call"),
    path("call/<uuid:call>/take-back/", views.take_back, name="take-back"),
    path("concern/", views.concern, name="concern"),
]
