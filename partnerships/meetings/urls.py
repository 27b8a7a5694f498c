"""Addresses below `portal/partnerships/<partnership>/meetings/`."""

from django.urls import path

from partnerships.meetings import proposing, views

app_name = "meetings"
urlpatterns = [
    path("", views.board, name="list"),
    path("propose/", proposing.propose, name="propose"),
    path("repeat/", proposing.propose_series, name="repeat"),
    path("log/", views.log, name="log"),
    path("<uuid:item>/", views.one, name="one"),
    path("<uuid:item>/answer/", views.answer, name="answer"),
    path("<uuid:item>/move/", proposing.move, name="move"),
    path("<uuid:item>/cancel/", views.cancel, name="cancel"),
    path("<uuid:item>/say/", views.say, name="say"),
    path("<uuid:item>/agenda/", views.agenda, name="agenda"),
    path("<uuid:item>/place/", views.place, name="place"),
    path("series/<uuid:item>/", views.series, name="series"),
    path("series/<uuid:item>/move/", proposing.move_series, name="move-series"),
    path("series/<uuid:item>/answer/", views.answer_series, name="answer-series"),
]
