"""Addresses of the API. They end without a slash; whatever is not here is a JSON 404."""

from django.urls import path, re_path

from api.access import Missing
from api.views import (
    companies,
    directory,
    matching,
    nominations,
    own_sessions,
    participants,
    partnerships,
    people,
    programs,
    questionnaires,
    readiness,
    schema,
    setup,
    sponsorships,
    staff,
    training,
)

_PROGRAM = "programs/<slug:program>"
_COMPANY = f"{_PROGRAM}/companies/<uuid:company>"
_SESSION = f"{_PROGRAM}/sessions/<uuid:session_id>"
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
    path(f"{_PROGRAM}/settings", setup.Settings.as_view(), name="settings"),
    path(f"{_PROGRAM}/timetable", setup.Timetable.as_view(), name="timetable"),
    path(f"{_PROGRAM}/gates", setup.Gates.as_view(), name="gates"),
    path(f"{_PROGRAM}/clone", setup.Clone.as_view(), name="clone"),
    path(f"{_PROGRAM}/sponsorships", sponsorships.Sponsorships.as_view(), name="sponsorships"),
    path(f"{_COMPANY}/sponsorship", sponsorships.OneSponsorship.as_view(), name="sponsorship"),
    path(f"{_COMPANY}/nominations", nominations.Nominations.as_view(), name="nominations"),
    path(
        f"{_PROGRAM}/nominations/sponsors",
        nominations.SponsorLines.as_view(),
        name="nominations-sponsors",
    ),
    path(
        f"{_PROGRAM}/nominations/to-settle",
        nominations.ToSettle.as_view(),
        name="nominations-to-settle",
    ),
    path(f"{_PROGRAM}/applications", nominations.Applications.as_view(), name="applications"),
    path(f"{_PROGRAM}/readiness", readiness.Readiness.as_view(), name="readiness"),
    path(f"{_PROGRAM}/sessions", training.Sessions.as_view(), name="sessions"),
    path(_SESSION, training.OneSession.as_view(), name="session"),
    path(f"{_SESSION}/cancel", training.CancelSession.as_view(), name="cancel-session"),
    path(f"{_SESSION}/invitations", training.Invited.as_view(), name="session-invitations"),
    path("sessions", own_sessions.OwnSessions.as_view(), name="own-sessions"),
    path(
        "sessions/<uuid:invited_id>/answer",
        own_sessions.AnswerSession.as_view(),
        name="answer-session",
    ),
    path("staff", staff.StaffRoles.as_view(), name="staff"),
    path("staff/invitations", staff.Invitations.as_view(), name="invitations"),
    path("people", people.People.as_view(), name="people"),
    path("people/<uuid:person_id>", people.OnePerson.as_view(), name="person"),
    path("companies", directory.Companies.as_view(), name="companies"),
    path("companies/<uuid:company>", directory.OneCompany.as_view(), name="company"),
    path("company-groups", directory.Groups.as_view(), name="company-groups"),
    path("apart", directory.ApartPairs.as_view(), name="apart"),
    path("named-competitors", directory.NamedCompetitors.as_view(), name="named-competitors"),
    path("companies/<uuid:company>/roster", companies.Roster.as_view(), name="roster"),
    re_path(r"^(?P<rest>.*)$", Missing.as_view(), name="missing"),
]
