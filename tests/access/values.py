"""Values for the parts of an address: somebody's own rows, and rows that are not theirs."""

from uuid import UUID

from mentoring.tenancy.keys import uuid7
from tests.access import goals, helping, matrix, meetings, observing
from tests.access.noticing import notice_of
from tests.access.world import KNOW_EACH_OTHER, KNOWN_IN_ROWS_AS, PEOPLE
from tests.access.writing import item_of

NO_SUCH_SLUG = "no-such-thing"
NO_SUCH_NUMBER = 987654
OF_COMPANY_C = ("organizations:waive", "organizations:end-waiver", "api:waive", "api:end-waiver")
OF_RUN = (
    *("matching:place", "matching:rules"),
    *("api:place", "api:place-effect", "api:change-place", "api:rules"),
)
STAFFED = ("dashboard", "api")  # whose members are staff and contacts
WRITTEN = "portal:writing:"  # there once both have accepted
AGREED = "portal:agreements:"  # likewise
OF_TEXT = ("partnerships:agreement-version", "partnerships:use-agreement")
AGREED_API = ("api:agreements", "api:sign-agreement")
OF_THE_PAIR = (WRITTEN, AGREED, *AGREED_API, *goals.WRITTEN, *meetings.WRITTEN)
# What the two write, through the API.
OF_WRITING = ("api:messages", "api:news", "api:note", "api:journal", "api:entry", "api:pair-files")
REMOVING = ("api:remove-note", "api:remove-entry")
KEYS = ("mfa_remove_webauthn", "mfa_edit_webauthn")
FIXED = {
    "portal:profile-section.section": "work",
    "portal:goals:new.step": "goal",
    "company-reports:counts.occasion": "follow_up_6",
    "company-reports:download.form": "csv",
    "reports:download.form": "csv",
    "api:program-report-file.form": "csv",
    "api:company-report-file.form": "csv",
    "api:company-count.occasion": "follow_up_6",
    "results:scale.informant": "mentee",
    "results:scale.dimension": "leadership",
    "portal:picture.size": "small",
    "people:picture.size": "large",
    "portal:profile-save.section": "work",
    "portal:profile-save.field": "title",
    "portal:profile-find.field": "needs",
    "invitation.token": "no-such-token",
    "concern.token": "no-such-token",
    "verify-code.code": "no-such-code",
    "briefing.token": "no-such-token",
    "observe-link.token": "no-such-token",
    "apply.token": "no-such-token",
    "stop-mail.kind": "what_waits",
    "letters:letter.kind": "match_announced",
    "calendar-feed.token": "no-such-token",
    "stop-mail.token": "no-such-token",
    "portal:guide.code": "work",
    "training:module-text.kind": "module",
    "training:module-text.code": "roles",
    "training:add-module.code": "roles",
    "programs:door.key": "nominations",
    "api:profile-section.section": "work",
    "api:gate.key": "nominations",
    "api:place-effect.act": "choose",
    "api:timetable-date.key": "nominations",
    "participants:export.kind": "csv",
    "cases:export.kind": "csv",
    "cases:do.act": "take",
    "partnerships:export.kind": "csv",
    "people:export.kind": "csv",
    "companies:export.kind": "csv",
    "programs:export.kind": "csv",
    "ui:surface.surface": "dashboard",
    "ui:error.status": 404,
    "ui:mail.name": "0190-mail",
    "ui:mail_html.name": "0190-mail",
    "ui:attachment.name": "0190-mail",
    "ui:attachment.number": 0,
}


def own(world, actor, slug, route):
    """``{part: value}`` with which this actor reaches rows that they may see.

    None when there are none: somebody without a match has no match to look at.
    """
    values = {"organization": slug} if route.in_organization else {}
    person = _person(actor, slug)
    if "partnership" in route.parts and PEOPLE[person][2] is None:
        return None
    is_of_pair = route.name.startswith(OF_THE_PAIR) or route.name.startswith(
        (*OF_WRITING, *REMOVING)
    )
    if is_of_pair and person not in KNOW_EACH_OTHER:
        return None
    if route.name.startswith(helping.OF_PAIR) and person not in KNOW_EACH_OTHER:
        return None
    if route.name in observing.OF_MENTEES and PEOPLE[person][1]:
        return None
    if route.name in KEYS:
        return {"pk": NO_SUCH_NUMBER} if actor.is_anonymous else None
    if slug not in world.places:  # an operator is at home in no organization
        return None
    place = world.places[slug]
    if route.name.startswith("operator:organizations_user"):
        return {"object_id": place.logins["mentee"].pk}
    for part in route.parts[route.in_organization :]:
        values[part] = _value(place, person, route, part)
    if "notice" in values:
        known = KNOWN_IN_ROWS_AS.get(actor.name, actor.name)
        values["notice"] = notice_of(place, actor.name, known, person)
    if route.name == "acting:act-as" and slug in actor.columns:
        values["membership_id"] = _membership(place, actor).pk
    if route.surface == "api" and "invited_id" in values and actor.name.startswith("hr_"):
        values["invited_id"] = place.rows[f"{actor.name}.invited"].pk
    if f"view_{actor.name}" in place.rows and "view_id" in values:
        values["view_id"] = place.rows[f"view_{actor.name}"].pk
    return values


def _membership(place, actor):
    """The actor's own role in this organization."""
    known = KNOWN_IN_ROWS_AS.get(actor.name)
    return place.members.get(actor.name) or place.members[known]


def _person(actor, slug):
    """As whose rows an actor's own are looked up; staff and HR look at the first mentee's."""
    if actor.name == "double" and slug == "one":
        return "spare_mentee"
    if actor.name == "hr_b":
        return "mentor"
    return actor.name if actor.name in PEOPLE else "mentee"


def foreign(world, actor, slug, route, resource):
    """``[(why, {part: value})]``: rows of others, of the other organization, and of nobody."""
    if route.name in KEYS:
        key = world.places["one"].rows["key"].pk
        return [("somebody else's key", {"pk": key}), ("no such key", {"pk": NO_SUCH_NUMBER})]
    if not route.in_organization or len(route.parts) < 2:
        return []
    other = world.places["two" if slug == "one" else "one"]
    values = own(world, actor, slug, route) or own(world, world.actors["mentee"], slug, route)
    found = []
    for part in route.parts[1:]:
        theirs = _value(other, "hidden_mentee", route, part)
        if str(theirs) != str(values[part]):
            found.append((f"the other organization's {part}", {**values, part: theirs}))
        found.append((f"no such {part}", {**values, part: _absent(values[part])}))
        code = matrix.code(resource, actor.column(slug))
        if code in ("O", "P"):
            found += _of_others(world, actor, slug, route, part, values, is_pairs=code == "P")
    return found


def _of_others(world, actor, slug, route, part, values, *, is_pairs):
    """The same organization's rows of another person or another pair."""
    me, place = _person(actor, slug), world.places[slug]
    someone = "waiting_mentor" if me in ("mentee", "mentor") else "mentor"
    knows_partner = is_pairs and me in KNOW_EACH_OTHER
    names = {someone, "hidden_mentee", None if knows_partner else PEOPLE[me][2]} - {None}
    theirs = {name: _value(place, name, route, part) for name in names}
    return [
        (f"{name}'s {part}", {**values, part: value})
        for name, value in theirs.items()
        if str(value) != str(values[part])
    ]


def _absent(value):
    if isinstance(value, int):
        return NO_SUCH_NUMBER
    return uuid7() if isinstance(value, UUID) else NO_SUCH_SLUG


def _value(place, name, route, part):
    if part == "notice":
        return notice_of(place, name)
    if part == "copy":
        return place.rows["shared"].pk
    if part == "number" and (route.name.startswith(AGREED) or route.name in OF_TEXT):
        return place.rows["agreement"].number
    if route.name.startswith(goals.WRITTEN) and part in ("goal", "item", "suggestion"):
        return goals.part_of(place, name, route, part)
    if route.name.startswith(meetings.WRITTEN) and part in ("item", "meeting", "series"):
        return meetings.item_of(place, name, route)
    if route.name.startswith((WRITTEN, *OF_WRITING, *REMOVING)) and part == "item":
        return item_of(place, name, route)
    if part in ("check", "call"):
        return helping.row_of(place, name, part)
    if (fixed := FIXED.get(f"{route.name}.{part}")) is not None:
        return fixed
    return _rows(place, name, route)[part]


def _rows(place, name, route):
    """The rows of one person of one organization by the names that addresses give them."""
    rows, companies = place.rows, place.companies
    is_hidden = name == "hidden_mentee"
    letter = "c" if is_hidden or route.name in OF_COMPANY_C else PEOPLE[name][0]
    # Runs are about those who wait; of the two pairs they have matched, one is left.
    of_run = route.name in OF_RUN
    participant = place.participants["spare_mentee" if of_run else name].pk
    match = rows["match"].pk
    side = "hidden" if is_hidden else "mentor" if PEOPLE[name][1] else "mentee"
    return {
        "module_id": rows[f"{side}_module"].pk,
        "program": rows["hidden_program" if is_hidden else "program"].slug,
        "participant": participant,
        "participant_id": participant,
        "person_id": place.participants[name].person_id,
        "note_id": rows["note"].pk,
        "planned_id": rows["planned"].pk,
        "own_id": rows["own"].pk,
        "partnership": rows[_partnership(route, name)].pk,
        "company": companies[letter].pk,
        "company_id": companies[letter].pk,
        "other_id": companies["d"].pk,
        "waiver_id": rows["waiver"].pk,
        "named_id": rows["named_b" if letter == "b" else "named_a"].pk,
        "import_id": rows["import"].pk,
        "invitation_id": rows["role_invitation"].pk,
        "membership_id": place.members["hr_b" if route.surface in STAFFED else name].pk,
        "number": rows["run"].number,
        "nomination": _nomination(place, route, letter).pk,
        "application": rows["application"].pk,
        "response": rows[f"response_{name}"].pk,
        "item": rows[f"item_{name}"].pk,
        "quote": rows[f"quote_{name}"].pk,
        "invitation": observing.invitation_of(place, name).pk,
        "occasion": "baseline",
        "match": match,
        "match_id": match,
        "mentor_id": place.participants["spare_mentor"].pk,
        "whom_id": place.participants["spare_mentor"].pk,
        "ruling_id": rows["ruling"].pk,
        "change": rows["change"].number,
        "other": rows["run"].number,
        "side": "mentee",
        "kind": "corporate",
        "alias_id": rows["alias"].pk,
        "group_id": place.companies["c"].corporate_group_id,
        "session_id": rows["hidden_session" if is_hidden else "session"].pk,
        "invited_id": _invited(place, name, route),
        "audience": "managers",
        "rest": "no/such/address",
        "act_id": rows["act"].pk,
        "event_id": rows["reminder" if route.name.startswith("people:") else "regrouping"].pk,
        "view_id": rows["view_coordinator"].pk,
        "case": rows["case"].pk,
        "snapshot_id": rows[f"report_{letter}"].pk,
        "run_id": rows["report_run"].pk,
        "object_id": place.organization.pk,
        "app_label": "organizations",
    }


def _nomination(place, route, letter):
    """What coordinators settle is B's claim; HR's own is that of its company."""
    name = f"nomination_{'a' if letter == 'c' else letter}"
    return place.rows["claim" if route.surface == "dashboard" else name]


def _invited(place, name, route):
    """Somebody's invitation to a session: on HR's pages that of the company's HR."""
    if route.surface == "company" and name != "hidden_mentee":
        name = f"hr_{PEOPLE[name][0]}"
    elif route.surface == "dashboard" and name != "hidden_mentee":
        name = "mentee"
    return place.rows[f"{name}.invited"].pk


def _partnership(route, name):
    """Only what is not accepted yet can be taken back."""
    is_waiting = name.startswith("waiting") or route.name == "partnerships:withdraw"
    return "waiting_partnership" if is_waiting else "partnership"
