"""Addresses below `portal/partnerships/<partnership>/goals/`."""

from django.urls import path

from partnerships.goals import new_views, step_views, views

app_name = "goals"
urlpatterns = [
    path("", views.board, name="board"),
    path("new/<slug:step>/", new_views.new, name="new"),
    path("suggest/", new_views.suggest, name="suggest"),
    path("suggestions/<uuid:suggestion>/", new_views.answer, name="answer"),
    path("<uuid:goal>/", views.goal, name="goal"),
    path("<uuid:goal>/change/", views.change, name="change"),
    path("<uuid:goal>/close/", views.close, name="close"),
    path("<uuid:goal>/remove/", views.remove, name="remove"),
    path("<uuid:goal>/share/", views.share, name="share"),
    path("<uuid:goal>/take-back/", views.take_back, name="take-back"),
    path("<uuid:goal>/progress/", step_views.note, name="note"),
    path("<uuid:goal>/progress/<uuid:item>/remove/", step_views.unnote, name="unnote"),
    path("<uuid:goal>/steps/", step_views.plan, name="plan"),
    path("<uuid:goal>/steps/<uuid:item>/", step_views.step, name="step"),
    path("<uuid:goal>/steps/<uuid:item>/tick/", step_views.tick, name="tick"),
]
