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
from api.views.own import competencies, consent, profile, sessions, steps

_PROGRAM = "programs/<slug:program>"
_PARTICIPANT = f"{_PROGRAM}/participants/<uuid:participant>"
_COMPANY = f"{_PROGRAM}/companies/<uuid:company>"
_OCCASION = f"{_PROGRAM}/questionnaires/<slug:occasion>"
_ASKED = f"{_PROGRAM}/nominations"
_APPLICATION = f"{_PROGRAM}/applications/<uuid:application>"
_SESSION = f"{_PROGRAM}/sessions/<uuid:session_id>"
_NAMED = "named-competitors/<uuid:named_id>"
_MATCHES = f"{_PROGRAM}/runs/<int:number>/matches"

# ``(name, address, view)``
_ADDRESSES = (
    ("schema", "schema", schema.Schema),
    ("me", "me", me.Me),
    ("programs", "programs", programs.Programs),
    ("program", _PROGRAM, programs.OneProgram),
    ("participants", f"{_PROGRAM}/participants", participants.Participants),
    ("participant", _PARTICIPANT, participants.OneParticipant),
    ("consent", f"{_PARTICIPANT}/consent", consent.Consent),
    ("accept-program", f"{_PARTICIPANT}/consent/accept", consent.Accept),
    ("decline-program", f"{_PARTICIPANT}/consent/decline", consent.Decline),
    ("profile", f"{_PARTICIPANT}/profile", profile.OneProfile),
    ("profile-start", f"{_PARTICIPANT}/profile/start", profile.Start),
    ("profile-section", f"{_PARTICIPANT}/profile/<slug:section>", profile.OneSection),
    ("competencies", "competencies", competencies.Competencies),
    ("next-steps", "next-steps", steps.NextSteps),
    ("runs", f"{_PROGRAM}/runs", matching.Runs),
    ("matches", _MATCHES, matching.Matches),
    ("match", f"{_MATCHES}/<uuid:match>", matching.OneMatch),
    ("approve-match", f"{_MATCHES}/<uuid:match>/approve", matching.ApproveMatch),
    ("partnerships", f"{_PROGRAM}/partnerships", partnerships.Partnerships),
    ("questionnaires", f"{_PROGRAM}/questionnaires", questionnaires.Questionnaires),
    ("questionnaire", _OCCASION, questionnaires.Questionnaire),
    ("remind-respondents", f"{_OCCASION}/remind", questionnaires.RemindRespondents),
    ("close-questionnaire", f"{_OCCASION}/close", questionnaires.CloseQuestionnaire),
    ("reopen-questionnaire", f"{_OCCASION}/reopen", questionnaires.ReopenQuestionnaire),
    ("settings", f"{_PROGRAM}/settings", setup.Settings),
    ("timetable", f"{_PROGRAM}/timetable", timetable.Timetable),
    ("timetable-shift", f"{_PROGRAM}/timetable/shift", timetable.Shift),
    ("timetable-date", f"{_PROGRAM}/timetable/<slug:key>", timetable.OneDate),
    ("gates", f"{_PROGRAM}/gates", gates.Gates),
    ("gate", f"{_PROGRAM}/gates/<slug:key>", gates.OneGate),
    ("clone", f"{_PROGRAM}/clone", setup.Clone),
    ("sponsorships", f"{_PROGRAM}/sponsorships", sponsorships.Sponsorships),
    ("sponsorship", f"{_COMPANY}/sponsorship", sponsorships.OneSponsorship),
    ("nominations", f"{_COMPANY}/nominations", nominations.Nominations),
    (
        "take-back-nomination",
        f"{_COMPANY}/nominations/<uuid:nomination>/take-back",
        nominations.TakeBack,
    ),
    ("nominations-sponsors", f"{_ASKED}/sponsors", asked.SponsorLines),
    ("asked", f"{_ASKED}/people", asked.Asked),
    ("remind", f"{_ASKED}/people/<uuid:participant>/remind", asked.Remind),
    ("ask-again", f"{_ASKED}/people/<uuid:participant>/reopen", asked.Reopen),
    ("nominations-to-settle", f"{_ASKED}/to-settle", settling.ToSettle),
    ("settle-nomination", f"{_ASKED}/to-settle/<uuid:nomination>", settling.Settle),
    ("applications", f"{_PROGRAM}/applications", applications.Applications),
    ("application-link", f"{_PROGRAM}/applications/link", applications.Link),
    ("application", _APPLICATION, applications.OneApplication),
    ("accept-application", f"{_APPLICATION}/accept", applications.AcceptApplication),
    ("decline-application", f"{_APPLICATION}/decline", applications.DeclineApplication),
    ("readiness", f"{_PROGRAM}/readiness", readiness.Readiness),
    ("sessions", f"{_PROGRAM}/sessions", training.Sessions),
    ("session", _SESSION, training.OneSession),
    ("cancel-session", f"{_SESSION}/cancel", training.CancelSession),
    ("session-invitations", f"{_SESSION}/invitations", invited.Invited),
    ("withdraw-invited", f"{_SESSION}/invitations/<uuid:invited_id>/withdraw", invited.Withdraw),
    ("attendance", f"{_SESSION}/attendance", attendance.NoteAttendance),
    ("attendance-rest", f"{_SESSION}/attendance/rest", attendance.NoteRest),
    ("undo-attendance", f"{_SESSION}/attendance/undo", attendance.UndoAttendance),
    ("managers", f"{_PROGRAM}/briefings/managers", briefing.Managers),
    ("contacts", f"{_PROGRAM}/briefings/contacts", briefing.Contacts),
    ("briefing", "briefing", briefing.Briefing),
    ("agree-briefing", "briefing/agree", briefing.AgreeBriefing),
    ("own-sessions", "sessions", sessions.OwnSessions),
    ("answer-session", "sessions/<uuid:invited_id>/answer", sessions.AnswerSession),
    ("staff", "staff", staff.StaffRoles),
    ("invitations", "staff/invitations", staff.Invitations),
    ("send-invitation-again", "staff/invitations/<uuid:invitation_id>/send-again", staff.SendAgain),
    (
        "take-back-invitation",
        "staff/invitations/<uuid:invitation_id>/take-back",
        staff.TakeBackInvitation,
    ),
    ("staff-role", "staff/<uuid:membership_id>", staff.OneRole),
    ("end-role", "staff/<uuid:membership_id>/end", staff.EndRole),
    ("people", "people", people.People),
    ("person", "people/<uuid:person_id>", people.OnePerson),
    ("companies", "companies", directory.Companies),
    ("company", "companies/<uuid:company>", directory.OneCompany),
    ("company-groups", "company-groups", directory.Groups),
    ("apart", "apart", directory.ApartPairs),
    ("waivers", "waivers", waivers.Waivers),
    ("end-waiver", "companies/<uuid:company>/waivers/<uuid:waiver_id>/end", waivers.EndWaiver),
    ("waive", "companies/<uuid:company>/waive/<uuid:other_id>", waivers.Waive),
    ("named-competitors", "named-competitors", competitors.NamedCompetitors),
    ("complete-competitors", "named-competitors/complete", competitors.Complete),
    ("take-off-competitor", f"{_NAMED}/take-off", competitors.TakeOff),
    ("named-meaning", f"{_NAMED}/meaning", competitors.Meaning),
    ("reopen-named", f"{_NAMED}/reopen", competitors.Reopen),
    ("roster", "companies/<uuid:company>/roster", companies.Roster),
)

app_name = "api"
urlpatterns = [
    *(path(address, view.as_view(), name=name) for name, address, view in _ADDRESSES),
    re_path(r"^(?P<rest>.*)$", Missing.as_view(), name="missing"),
]
