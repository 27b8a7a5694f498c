"""Addresses of the API. They end without a slash; whatever is not here is a JSON 404."""

from django.urls import path, re_path

from api.access import Missing
from api.views import (
    applications,
    asked,
    attendance,
    briefing,
    companies,
    competitors,
    directory,
    gates,
    invited,
    matching,
    me,
    nominations,
    own_sessions,
    participants,
    partnerships,
    people,
    programs,
    questionnaires,
    readiness,
    schema,
    settling,
    setup,
    sponsorships,
    staff,
    timetable,
    training,
    waivers,
)

_PROGRAM = "programs/<slug:program>"
_COMPANY = f"{_PROGRAM}/companies/<uuid:company>"
_OCCASION = f"{_PROGRAM}/questionnaires/<slug:occasion>"
_ASKED = f"{_PROGRAM}/nominations"
_APPLICATION = f"{_PROGRAM}/applications/<uuid:application>"
_SESSION = f"{_PROGRAM}/sessions/<uuid:session_id>"
_NAMED = "named-competitors/<uuid:named_id>"
_MATCHES = f"{_PROGRAM}/runs/<int:number>/matches"

app_name = "api"
urlpatterns = [
    path("schema", schema.Schema.as_view(), name="schema"),
    path("me", me.Me.as_view(), name="me"),
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
        f"{_PROGRAM}/questionnaires",
        questionnaires.Questionnaires.as_view(),
        name="questionnaires",
    ),
    path(_OCCASION, questionnaires.Questionnaire.as_view(), name="questionnaire"),
    path(
        f"{_OCCASION}/remind",
        questionnaires.RemindRespondents.as_view(),
        name="remind-respondents",
    ),
    path(
        f"{_OCCASION}/close",
        questionnaires.CloseQuestionnaire.as_view(),
        name="close-questionnaire",
    ),
    path(
        f"{_OCCASION}/reopen",
        questionnaires.ReopenQuestionnaire.as_view(),
        name="reopen-questionnaire",
    ),
    path(f"{_PROGRAM}/settings", setup.Settings.as_view(), name="settings"),
    path(f"{_PROGRAM}/timetable", timetable.Timetable.as_view(), name="timetable"),
    path(f"{_PROGRAM}/timetable/shift", timetable.Shift.as_view(), name="timetable-shift"),
    path(f"{_PROGRAM}/timetable/<slug:key>", timetable.OneDate.as_view(), name="timetable-date"),
    path(f"{_PROGRAM}/gates", gates.Gates.as_view(), name="gates"),
    path(f"{_PROGRAM}/gates/<slug:key>", gates.OneGate.as_view(), name="gate"),
    path(f"{_PROGRAM}/clone", setup.Clone.as_view(), name="clone"),
    path(f"{_PROGRAM}/sponsorships", sponsorships.Sponsorships.as_view(), name="sponsorships"),
    path(f"{_COMPANY}/sponsorship", sponsorships.OneSponsorship.as_view(), name="sponsorship"),
    path(f"{_COMPANY}/nominations", nominations.Nominations.as_view(), name="nominations"),
    path(
        f"{_COMPANY}/nominations/<uuid:nomination>/take-back",
        nominations.TakeBack.as_view(),
        name="take-back-nomination",
    ),
    path(f"{_ASKED}/sponsors", asked.SponsorLines.as_view(), name="nominations-sponsors"),
    path(f"{_ASKED}/people", asked.Asked.as_view(), name="asked"),
    path(f"{_ASKED}/people/<uuid:participant>/remind", asked.Remind.as_view(), name="remind"),
    path(f"{_ASKED}/people/<uuid:participant>/reopen", asked.Reopen.as_view(), name="ask-again"),
    path(f"{_ASKED}/to-settle", settling.ToSettle.as_view(), name="nominations-to-settle"),
    path(
        f"{_ASKED}/to-settle/<uuid:nomination>",
        settling.Settle.as_view(),
        name="settle-nomination",
    ),
    path(f"{_PROGRAM}/applications", applications.Applications.as_view(), name="applications"),
    path(f"{_PROGRAM}/applications/link", applications.Link.as_view(), name="application-link"),
    path(_APPLICATION, applications.OneApplication.as_view(), name="application"),
    path(
        f"{_APPLICATION}/accept",
        applications.AcceptApplication.as_view(),
        name="accept-application",
    ),
    path(
        f"{_APPLICATION}/decline",
        applications.DeclineApplication.as_view(),
        name="decline-application",
    ),
    path(f"{_PROGRAM}/readiness", readiness.Readiness.as_view(), name="readiness"),
    path(f"{_PROGRAM}/sessions", training.Sessions.as_view(), name="sessions"),
    path(_SESSION, training.OneSession.as_view(), name="session"),
    path(f"{_SESSION}/cancel", training.CancelSession.as_view(), name="cancel-session"),
    path(f"{_SESSION}/invitations", invited.Invited.as_view(), name="session-invitations"),
    path(
        f"{_SESSION}/invitations/<uuid:invited_id>/withdraw",
        invited.Withdraw.as_view(),
        name="withdraw-invited",
    ),
    path(f"{_SESSION}/attendance", attendance.NoteAttendance.as_view(), name="attendance"),
    path(f"{_SESSION}/attendance/rest", attendance.NoteRest.as_view(), name="attendance-rest"),
    path(
        f"{_SESSION}/attendance/undo", attendance.UndoAttendance.as_view(), name="undo-attendance"
    ),
    path(f"{_PROGRAM}/briefings/managers", briefing.Managers.as_view(), name="managers"),
    path(f"{_PROGRAM}/briefings/contacts", briefing.Contacts.as_view(), name="contacts"),
    path("briefing", briefing.Briefing.as_view(), name="briefing"),
    path("briefing/agree", briefing.AgreeBriefing.as_view(), name="agree-briefing"),
    path("sessions", own_sessions.OwnSessions.as_view(), name="own-sessions"),
    path(
        "sessions/<uuid:invited_id>/answer",
        own_sessions.AnswerSession.as_view(),
        name="answer-session",
    ),
    path("staff", staff.StaffRoles.as_view(), name="staff"),
    path("staff/invitations", staff.Invitations.as_view(), name="invitations"),
    path(
        "staff/invitations/<uuid:invitation_id>/send-again",
        staff.SendAgain.as_view(),
        name="send-invitation-again",
    ),
    path(
        "staff/invitations/<uuid:invitation_id>/take-back",
        staff.TakeBackInvitation.as_view(),
        name="take-back-invitation",
    ),
    path("staff/<uuid:membership_id>", staff.OneRole.as_view(), name="staff-role"),
    path("staff/<uuid:membership_id>/end", staff.EndRole.as_view(), name="end-role"),
    path("people", people.People.as_view(), name="people"),
    path("people/<uuid:person_id>", people.OnePerson.as_view(), name="person"),
    path("companies", directory.Companies.as_view(), name="companies"),
    path("companies/<uuid:company>", directory.OneCompany.as_view(), name="company"),
    path("company-groups", directory.Groups.as_view(), name="company-groups"),
    path("apart", directory.ApartPairs.as_view(), name="apart"),
    path("waivers", waivers.Waivers.as_view(), name="waivers"),
    path(
        "companies/<uuid:company>/waivers/<uuid:waiver_id>/end",
        waivers.EndWaiver.as_view(),
        name="end-waiver",
    ),
    path("companies/<uuid:company>/waive/<uuid:other_id>", waivers.Waive.as_view(), name="waive"),
    path("named-competitors", competitors.NamedCompetitors.as_view(), name="named-competitors"),
    path("named-competitors/complete", competitors.Complete.as_view(), name="complete-competitors"),
    path(f"{_NAMED}/take-off", competitors.TakeOff.as_view(), name="take-off-competitor"),
    path(f"{_NAMED}/meaning", competitors.Meaning.as_view(), name="named-meaning"),
    path(f"{_NAMED}/reopen", competitors.Reopen.as_view(), name="reopen-named"),
    path("companies/<uuid:company>/roster", companies.Roster.as_view(), name="roster"),
    re_path(r"^(?P<rest>.*)$", Missing.as_view(), name="missing"),
]
