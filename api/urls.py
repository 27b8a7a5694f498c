"""Addresses of the API. They end without a slash; whatever is not here is a JSON 404."""

from django.urls import path, re_path

from api.access import Missing
from api.views import (
    companies,
    matching,
    participants,
    partnerships,
    programs,
    questionnaires,
    schema,
)

_PROGRAM = "programs/<slug:program>"
_MATCHES = f"{_PROGRAM}/runs/<int:number>/matches"

app_name = "api"
urlpatterns = [
    path("schema", schema.Schema.as_view(), name="schema"),
    path("programs", programs.Programs.as_view(), name="programs"),
    path(_PROGRAM, programs.OneProgram.as_view(), name="program"),
    path(f"{_PROGRAM}/participants", participants.Participants.as_view(), name="participants"),
    path(
        f"{_PROGRAM}/participants/<uuid:participant>",
        participants.OneParticipant.as_view(),
        name="participant",
    ),
    path(f"{_PROGRAM}/runs", matching.Runs.as_view(), name="runs"),
    path(_MATCHES, matching.Matches.as_view(), name="matches"),
    path(f"{_MATCHES}/<uuid:match>", matching.OneMatch.as_view(), name="match"),
    path(f"{_MATCHES}/<uuid:match>/approve", matching.ApproveMatch.as_view(), name="approve-match"),
    path(f"{_PROGRAM}/partnerships", partnerships.Partnerships.as_view(), name="partnerships"),
    path(
        f"{_PROGRAM}/questionnaires/<slug:occasion>",
        questionnaires.Questionnaire.as_view(),
        name="questionnaire",
    ),
    path("companies/<uuid:company>/roster", companies.Roster.as_view(), name="roster"),
    re_path(r"^(?P<rest>.*)$", Missing.as_view(), name="missing"),
]
