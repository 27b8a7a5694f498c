"""Addresses below `portal/questionnaires/`."""

from django.urls import path

from instruments import portal_views as views

app_name = "questionnaires"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("<uuid:participant>/<slug:occasion>/start/", views.start, name="start"),
    path("<uuid:response>/", views.resume, name="resume"),
    path("<uuid:response>/<int:number>/", views.section, name="section"),
    path("<uuid:response>/items/<uuid:item>/", views.save, name="save"),
    path("<uuid:response>/review/", views.review, name="review"),
    path("<uuid:response>/send/", views.send, name="send"),
]
