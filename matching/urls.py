"""Matching of one program, under the coordinators' dashboard."""

from django.urls import path

from matching import history_views, readiness_views, views
from matching.changes import views as changes
from matching.rulings import views as rulings
from matching.shortlists import views as shortlists
from matching.tuning import views as tuning

app_name = "matching"
urlpatterns = [
    path("", views.home, name="home"),
    path("start/", views.start, name="start"),
    path("readiness/", readiness_views.home, name="readiness"),
    path("readiness/progress/", readiness_views.progress, name="readiness-progress"),
    path("readiness/start/", readiness_views.start, name="readiness-start"),
    path("pins/", rulings.home, name="rulings"),
    path("pins/<uuid:ruling_id>/lift/", rulings.lift, name="lift"),
    path("shortlist/", shortlists.home, name="shortlist"),
    path("shortlist/start/", shortlists.start, name="shortlist-start"),
    path("shortlist/progress/", shortlists.progress, name="shortlist-progress"),
    path("shortlist/publish/", shortlists.publish, name="shortlist-publish"),
    path("shortlist/close/", shortlists.close, name="shortlist-close"),
    path("weights/", tuning.home, name="tuning"),
    path("weights/effect/", tuning.effect, name="tuning-effect"),
    path("weights/save/", tuning.save, name="tuning-save"),
    path("runs/", history_views.runs, name="runs"),
    path("runs/<int:number>/", views.run, name="run"),
    path("runs/<int:number>/again/", history_views.again, name="again"),
    path("runs/<int:number>/compare/<int:other>/", history_views.compare, name="compare"),
    path("runs/<int:number>/summary/", views.summary, name="summary"),
    path("runs/<int:number>/take-back/", views.take_back_all, name="take-back-all"),
    path("runs/<int:number>/mentees/<uuid:participant_id>/", changes.place, name="place"),
    path(
        "runs/<int:number>/mentees/<uuid:participant_id>/rules/<uuid:mentor_id>/",
        changes.rules,
        name="rules",
    ),
    path("runs/<int:number>/changes/<int:change>/undo/", changes.undo, name="undo"),
    path("runs/<int:number>/progress/", views.progress, name="progress"),
    path("runs/<int:number>/cancel/", views.cancel, name="cancel"),
    path("runs/<int:number>/nobody/", views.nobody, name="nobody"),
    path("runs/<int:number>/approve/", views.approve_sure, name="approve-sure"),
    path("runs/<int:number>/announce/", views.announce, name="announce"),
    path("runs/<int:number>/announce/progress/", views.announce_progress, name="announce-progress"),
    path("runs/<int:number>/matches/<uuid:match_id>/", views.match, name="match"),
    path("runs/<int:number>/matches/<uuid:match_id>/decide/", views.decide, name="decide"),
    path("runs/<int:number>/matches/<uuid:match_id>/take-back/", views.take_back, name="take-back"),
]
