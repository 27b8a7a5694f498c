"""Matching of one program, under the coordinators' dashboard."""

from django.urls import path

from matching import readiness_views, views

app_name = "matching"
urlpatterns = [
    path("", views.home, name="home"),
    path("start/", views.start, name="start"),
    path("readiness/", readiness_views.home, name="readiness"),
    path("readiness/progress/", readiness_views.progress, name="readiness-progress"),
    path("readiness/start/", readiness_views.start, name="readiness-start"),
    path("runs/<int:number>/", views.run, name="run"),
    path("runs/<int:number>/progress/", views.progress, name="progress"),
    path("runs/<int:number>/cancel/", views.cancel, name="cancel"),
    path("runs/<int:number>/nobody/", views.nobody, name="nobody"),
    path("runs/<int:number>/approve/", views.approve_sure, name="approve-sure"),
    path("runs/<int:number>/announce/", views.announce, name="announce"),
    path("runs/<int:number>/announce/progress/", views.announce_progress, name="announce-progress"),
    path("runs/<int:number>/matches/<uuid:match_id>/", views.match, name="match"),
    path("runs/<int:number>/matches/<uuid:match_id>/decide/", views.decide, name="decide"),
]
