"""Two organizations of one shape, in which every row carries a word of its own.

``one`` and ``two`` share a program's address, a company's name and a login. In each, company A and
company B sponsor the spring program; company C alone sponsors a program that nobody else may know.
"""

import time
from dataclasses import dataclass, field
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client, TestCase
from django.utils import timezone

from matching.changes.models import Act
from matching.changes.offers import pin_choice
from matching.changes.services import apply
from matching.changes.state import state_of
from matching.models import AnnouncementRun, Match, MatchingRun
from matching.services import approve, start_run
from matching.shortlists.models import ShortlistCandidate, ShortlistRound
from mentoring.jobs.models import RunStatus
from mentoring.jobs.registry import due_work
from organizations.audit import record
from organizations.invitations import invite
from organizations.models import Membership, SavedView
from organizations.roles import Role
from participants.bulk.acts import plan
from participants.models import FormerEmployer, ImportLine, ImportRun, PleaseNot
from participants.photos.models import Photo
from participants.roles import ImportPhase, Standing
from tests.access import (
    evidence,
    goals,
    helping,
    learning,
    looked_after,
    matrix,
    meetings,
    observing,
    questionnaires,
    reporting,
    writing,
)
from tests.access.nominating import nominate
from tests.access.noticing import plant_notices
from tests.access.planting import Actor, Garden
from tests.access.world_companies import (
    name_competitors,
    name_contacts,
    name_otherwise,
    write_notes,
)
from tests.factories.organizations import (
    CompanyFactory,
    CompetitorDeclarationFactory,
    CompetitorGroupFactory,
    CompetitorGroupMemberFactory,
    CorporateGroupFactory,
    IndustryWaiverFactory,
    MembershipFactory,
    OrganizationFactory,
    UserFactory,
)
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership, say_yes
from tests.factories.programs import ProgramDateFactory, ProgramFactory, SponsorshipFactory
from tests.surroundings import dark, inside
from training.services import plan_session

ACCOUNT = "own account (profile/password/MFA/sessions)"
APPLICATION = "application answers"
CARD = "mentor card (anonymized shortlist only until both accepted)"
CONCERN = "concern raised with the coordinator"
COMPANIES = "list of sponsoring companies"
COMPANY = "company A record"
DIRECTORY = "person directory (coordinator view)"
PHOTO = "photo of a person (partner once both accepted)"
ROSTER = "participants nominated by company A (names and stage)"
PARTNERSHIP = "partnership status and health"
PROGRAM = "program definition (read)"
RIVALS = "competitor declarations and groups"
STAFF = "staff and their roles (read)"
SUGGESTIONS = "match suggestions and scores"
VIEWS = "saved views of lists"
PLATFORM = "organizations and logins of the installation"

# Who is of which company, on which side, and whose partner. Actors bear these names in "one".
PEOPLE = {
    "mentee": ("a", False, "mentor"),
    "mentor": ("b", True, "mentee"),
    "waiting_mentee": ("b", False, "waiting_mentor"),
    "waiting_mentor": ("a", True, "waiting_mentee"),
    "spare_mentee": ("a", False, None),
    "spare_mentor": ("b", True, None),
    "declined_mentee": ("a", False, None),
}
# An actor's name in the rows, where it is another.
KNOWN_IN_ROWS_AS = {
    "coord_t1": "coordinator",
    "coord_t2": "coordinator",
    "double": "spare_mentee",
}
KNOW_EACH_OTHER = {"mentee", "mentor"}
TOTP_SECRET = "JBSWY3DPEHPK3PXP"


@dataclass
class Place:
    """One organization's rows, by short names."""

    organization: object
    garden: Garden
    companies: dict = field(default_factory=dict)
    participants: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)
    members: dict = field(default_factory=dict)
    logins: dict = field(default_factory=dict)


@dataclass(repr=False)
class World:
    """Both organizations and everybody who calls."""

    places: dict
    actors: dict
    known: dict = field(default_factory=dict)

    def forbidden(self, actor, inside):
        """Words that no answer to this actor in the organization ``inside`` may contain."""
        if (actor.name, inside) not in self.known:
            self.known[actor.name, inside] = [
                (f"{slug}.{key}", planted.word.lower())
                for slug, place in self.places.items()
                for key, planted in place.garden.words.items()
                if not planted.may_be_read_by(actor, inside)
                and not self._is_address_of_colleague(actor, inside, slug, key)
            ]
        return self.known[actor.name, inside]

    def _is_address_of_colleague(self, actor, inside, slug, key):
        """The shared login is staff in ``two``, whose coordinators know its address from there."""
        column = actor.columns.get(inside)
        is_shared = (slug, key, inside) == ("one", "spare_mentee.address", "two")
        return is_shared and column is not None and matrix.may(STAFF, column)

    def shown(self, slug, actor, key):
        """The word of a key: ``me.`` and ``partner.`` mean people, ``text:`` the text itself."""
        if key.startswith("text:"):
            return key.removeprefix("text:")
        if actor.is_operator and key == "me.address":
            return self.actors["operator"].client.address
        if actor.is_operator:
            return self.places[slug].garden.words[key].word
        if slug not in actor.columns and actor.columns:
            slug = next(iter(actor.columns))
        me = KNOWN_IN_ROWS_AS.get(actor.name, actor.name)
        who, _dot, what = key.partition(".")
        if who == "partner":
            who = PEOPLE[me][2]
        elif who == "me":
            who = me
        elif who == "my_person":
            who = {"hr_a": "mentee", "hr_b": "mentor"}.get(me, "")
        if what:
            key = f"{who}.{what}"
        elif key in ("my_company", "my_named", "my_contact", "my_nominee", "my_report"):
            key = me.replace("hr", key.removeprefix("my_"))
        elif key == "my_view":
            key = f"{'double' if actor.name == 'double' else me}.view"
        planted = self.places[slug].garden.words.get(key)
        return planted.word if planted else None


def build(operator):
    """The whole world with this operator; call it inside a transaction that is rolled back."""
    one = _place("one", "Quince")
    shared = one.participants["spare_mentee"].person.user
    places = {"one": one, "two": _place("two", "Rowan", shared)}
    _sign_in_means(places)
    actors = _actors(places, shared)
    actors["operator"] = Actor("operator", {"operator": "operator"}, _operators_browser(operator))
    return World(places, actors)


def _place(slug, stem, shared=None):
    garden = Garden(slug, stem)
    members = (*PEOPLE, "coordinator", "administrator", "hr_a", "hr_b", "double")
    name = garden.plant("organization", (ACCOUNT, {*members, *_known_as(slug)}), PLATFORM)
    organization = OrganizationFactory(slug=slug, name=f"{name} Mentoring")
    place = Place(organization, garden)
    with inside(organization):
        _companies(place)
        _programs(place)
        _people(place)
        _hidden_person(place)
        _staff(place, shared)
        _invited(place)
        _saved_views(place)
        plant_notices(place, _known_as(slug))
        _bulk_act(place)
        name_competitors(place)
        name_contacts(place)
        name_otherwise(place)
        write_notes(place)
        nominate(place)
        questionnaires.plant(place, _doubles)
        evidence.plant(place, _doubles)
        observing.plant(place, _doubles)
        _partnerships(place)
        writing.plant(place)
        _training(place)
        learning.introduce(place)
        goals.plant(place)
        meetings.plant(place)
        helping.plant(place)
        _import(place)
        _matching(place)
        _shortlist(place)
        looked_after.plant(place)
        reporting.plant(place)
    return place


def _known_as(slug):
    """Names under which the other tables speak of the coordinators of this organization."""
    return {"coord_t1"} if slug == "one" else {"coord_t2"}


def _companies(place):
    for letter in "abcd":
        own = {name for name, (of, _mentor, _partner) in PEOPLE.items() if of == letter}
        own |= {double for name in own for double in _doubles(name)}
        partners = {PEOPLE[name][2] for name in own & KNOW_EACH_OTHER}
        word = place.garden.plant(
            f"company_{letter}",
            COMPANIES,
            (COMPANY, {f"hr_{letter}", *own, *partners}),
        )
        place.companies[letter] = CompanyFactory(name=f"{word} Works")
    place.companies["same"] = CompanyFactory(name="Known To Both")
    c, d = place.companies["c"], place.companies["d"]
    CompetitorDeclarationFactory(company=c, competitor=d)
    c.corporate_group = CorporateGroupFactory(name=place.garden.plant("corporate_group", RIVALS))
    c.save()
    group = CompetitorGroupFactory(name=place.garden.plant("competitor_group", RIVALS))
    CompetitorGroupMemberFactory(group=group, company=c)
    low, high = sorted((c, d), key=lambda company: company.pk)
    reason = place.garden.plant("waiver", RIVALS)
    place.rows["waiver"] = IndustryWaiverFactory(low=low, high=high, reason=reason)


def _programs(place):
    of_spring = (*PEOPLE, "hr_a", "hr_b", "double")
    spring = ProgramFactory(
        name=place.garden.plant("program", (PROGRAM, of_spring)),
        slug="spring",
        purpose=place.garden.plant("purpose", (PROGRAM, of_spring)),
    )
    hidden = ProgramFactory(
        name=place.garden.plant("hidden_program", PROGRAM),
        slug=f"hidden-{place.organization.slug}",
        starts_on=date(2026, 1, 12),
    )
    for program, letters in ((spring, "ab"), (hidden, "c")):
        ProgramDateFactory(program=program)
        for letter in letters:
            SponsorshipFactory(program=program, company=place.companies[letter])
    place.rows |= {"program": spring, "hidden_program": hidden}


def _people(place):
    for name, (letter, is_mentor, partner) in PEOPLE.items():
        place.participants[name] = _person(
            place, name, letter, place.rows["program"], is_mentor, partner
        )
    declined = place.participants["declined_mentee"]
    declined.standing = Standing.DECLINED
    declined.save()


def _hidden_person(place):
    place.participants["hidden_mentee"] = _person(
        place, "hidden_mentee", "c", place.rows["hidden_program"], False, None
    )


def _person(place, name, letter, program, is_mentor, partner):
    plant = place.garden.plant
    me, company = {name, *_doubles(name)}, place.companies[letter]
    knows = {partner} if name in KNOW_EACH_OTHER else set()
    named = (DIRECTORY, (ACCOUNT, me), (ROSTER, {f"hr_{letter}"}), (PARTNERSHIP, knows))
    # Free text can give a person away: it is no part of what is shown before both accepted.
    told = (APPLICATION, me), (CARD if is_mentor else PARTNERSHIP, knows)
    participant = ParticipantFactory(
        program=program,
        company=company,
        mentor=is_mentor,
        title=plant(f"{name}.title", *told, (ROSTER, {f"hr_{letter}"})),
        story=plant(f"{name}.story", *told),
        manager_email=f"{plant(f'{name}.manager', (APPLICATION, me))}@mail.example".lower(),
        login=False,
    )
    person = participant.person
    person.given_name = plant(f"{name}.given", *named)
    person.family_name = plant(f"{name}.family", *named)
    address = plant(f"{name}.address", DIRECTORY, (ACCOUNT, me), PLATFORM)
    person.email = f"{address}@mail.example".lower()
    _login(place, name, person)
    seen = plant(f"{name}.photo", (PHOTO, me | knows)).encode()
    Photo.objects.create(person=person, small=seen, large=seen, mark=name)
    PleaseNot.objects.create(
        participant=participant, text=plant(f"{name}.please_not", (APPLICATION, me))
    )
    FormerEmployer.objects.create(
        participant=participant,
        name=plant(f"{name}.former", (APPLICATION, me)),
        ended_on=date(2020, 5, 1),
    )
    return participant


def _doubles(name):
    """The login of both worlds is this person in ``one``."""
    return {"double"} if name == "spare_mentee" else set()


def _login(place, name, person):
    person.user = UserFactory(email=person.email)
    person.save()
    place.members[name] = Membership.objects.create(
        user=person.user, role=Role.PARTICIPANT, person=person, name=person.name
    )
    place.logins[name] = person.user


def _staff(place, shared):
    slug, companies = place.organization.slug, place.companies
    wanted = {
        "coordinator": (Role.COORDINATOR, None, _known_as(slug)),
        "administrator": (Role.ADMINISTRATOR, None, {"administrator"}),
        "hr_a": (Role.HR, companies["a"], {"hr_a"}),
        "hr_b": (Role.HR, companies["b"], {"hr_b"}),
    }
    for name, (role, company, own) in wanted.items():
        asked = set(PEOPLE) | {"double"} if company is None else set()
        rows = STAFF, (ACCOUNT, own), (CONCERN, asked)
        address = place.garden.plant(f"{name}.address", *rows, PLATFORM)
        user = UserFactory(email=f"{address}@mail.example".lower())
        word = place.garden.plant(f"{name}.name", *rows)
        place.members[name] = MembershipFactory(user=user, role=role, company=company, name=word)
        place.logins[name] = user
    if shared:
        word = place.garden.plant("double.name", STAFF, (ACCOUNT, {"double"}))
        place.members["double"] = MembershipFactory(user=shared, role=Role.COORDINATOR, name=word)


def _invited(place):
    """Somebody is asked to speak for company B."""
    address = place.garden.plant("invited.address", STAFF)
    place.rows["role_invitation"] = invite(
        email=f"{address}@mail.example".lower(),
        role=Role.HR,
        company=place.companies["b"],
        by=None,
    )


def _saved_views(place):
    """Everybody of the staff keeps a view to themselves."""
    for name in {"coordinator", "administrator", "double"} & place.members.keys():
        own = _known_as(place.organization.slug) if name == "coordinator" else {name}
        word = place.garden.plant(f"{name}.view", (VIEWS, own))
        place.rows[f"view_{name}"] = SavedView.objects.create(
            user_id=place.members[name].user_id, page="participants", name=word
        )


def _bulk_act(place):
    """A coordinator has picked the mentee and has not said yes yet."""
    chosen = [place.participants["mentee"].pk]
    by = place.members["coordinator"]
    place.rows["act"] = plan(place.rows["program"], "remind", chosen, by=by)
    facts = {"act": "put", "kind": "corporate", "before": {}}
    group = place.companies["c"].corporate_group
    place.rows["regrouping"] = record("companies.regrouped", group, by=by, **facts)
    place.rows["reminder"] = record("people.reminded", place.organization, by=by, messages=[])


def _sign_in_means(places):
    """A password and codes for every login; one that calls nothing has a key, with a word in it."""
    for place in places.values():
        for user in place.logins.values():
            with dark():
                user.set_password("a long enough password")
                user.save()
                TOTP.activate(user, TOTP_SECRET)
                RecoveryCodes.activate(user)
    one = places["one"]
    word = one.garden.plant("declined_mentee.key", (ACCOUNT, {"declined_mentee"}))
    one.rows["key"] = Authenticator.objects.create(
        user=one.logins["declined_mentee"],
        type=Authenticator.Type.WEBAUTHN,
        data={"name": word, "credential": {}},
    )


def _partnerships(place):
    people = place.participants
    place.rows["partnership"] = make_partnership(
        mentor=people["mentor"], mentee=people["mentee"], accepted_by=("mentor", "mentee")
    )
    waiting = make_partnership(mentor=people["waiting_mentor"], mentee=people["waiting_mentee"])
    say_yes(waiting, "mentor")
    place.rows["waiting_partnership"] = waiting


def _training(place):
    """A session for everybody of each program, and a briefing for HR of the spring program."""
    of_spring, everybody = {*PEOPLE, "double"}, {"invites_mentees": True, "invites_mentors": True}
    invited = _planned(place, "session", "program", (PROGRAM, of_spring), **everybody)
    hidden = _planned(place, "hidden_session", "hidden_program", PROGRAM, **everybody)
    hr = {"hr_a", "hr_b"}
    briefing = {"kind": "briefing", "invites_contacts": True}
    contacts = _planned(place, "briefing", "program", (ROSTER, hr), **briefing)
    for name, participant in place.participants.items():
        for row in (*invited, *hidden):
            if row.participant_id == participant.pk:
                place.rows[f"{name}.invited"] = row
    for row in contacts:
        for name in hr:
            if row.contact_id == place.members[name].pk:
                place.rows[f"{name}.invited"] = row
    mentors = {name for name, (_company, is_mentor, _partner) in PEOPLE.items() if is_mentor}
    learning.plant(place, {*PEOPLE, "double"} - mentors, mentors)


def _planned(place, key, program, *rows, kind="other", **groups):
    """The invitations of a new session whose title is a word of its own."""
    start = timezone.now() + timedelta(days=7)
    session = plan_session(
        place.rows[program],
        title=place.garden.plant(key, *rows),
        kind=kind,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        time_zone="UTC",
        place="Hall",
        by=None,
        **groups,
    )
    place.rows[key] = session
    return list(session.invitations.all())


def _import(place):
    run = ImportRun.objects.create(
        program=place.rows["program"],
        side="mentee",
        filename=f"{place.garden.plant('import_file', DIRECTORY)}.csv",
        phase=ImportPhase.CHECK,
        status="done",
        finished_at=place.rows["program"].created_at,
        faulty=1,
    )
    problem = place.garden.plant("import_problem", DIRECTORY)
    ImportLine.objects.create(run=run, number=2, problems=[["company", problem]])
    place.rows["import"] = run


def _matching(place):
    start_run(place.rows["program"], by=place.members["coordinator"])
    for _round in range(2):
        with TestCase.captureOnCommitCallbacks(execute=True):
            for find in due_work():
                find()
    place.rows["run"] = MatchingRun.objects.get()
    AnnouncementRun.objects.create(
        run=place.rows["run"], matches=0, status=RunStatus.DONE, finished_at=timezone.now()
    )
    match = Match.objects.get(mentee=place.participants["spare_mentee"])
    _pinned(place, match)
    place.rows["match"] = approve(match, by=place.members["coordinator"])


def _shortlist(place):
    """Everybody was shown one profile without a name, and nobody has ranked it yet."""
    now, by = timezone.now(), place.members["coordinator"]
    done = {"status": RunStatus.DONE, "finished_at": now}
    lists = ShortlistRound.objects.create(program=place.rows["program"], reached=[3], **done)
    for name in ("mentee", "waiting_mentee", "spare_mentee"):
        ShortlistCandidate.objects.create(
            round=lists,
            mentee=place.participants[name],
            mentor=place.participants[name.replace("mentee", "mentor")],
            place=1,
            score=5000,
        )
    lists.published_at, lists.published_by = now, by
    lists.closes_at = now + timedelta(days=7)
    lists.save()


def _pinned(place, match):
    """The match's two are pinned, for a reason that only staff read."""
    run, mentee, by = place.rows["run"], str(match.mentee_id), place.members["coordinator"]
    seen = pin_choice(state_of(run), mentee).rpartition(":")[2]
    reason = place.garden.plant("ruling_reason", SUGGESTIONS)
    change = apply(run, Act.PIN, mentee, str(match.mentor_id), seen=seen, by=by, reason=reason)
    place.rows["change"], place.rows["ruling"] = change, change.rulings.get()


def _actors(places, shared):
    """Everybody who calls; the last one is a mentee here and a coordinator there."""
    one, two = places["one"], places["two"]
    actors = {"anonymous": Actor("anonymous", {}, Client())}
    for name, user in one.logins.items():
        column = _column(name)
        name = "coord_t1" if name == "coordinator" else name
        actors[name] = Actor(name, {"one": column}, _browser(user))
    actors["coord_t2"] = Actor("coord_t2", {"two": "coord_t2"}, _browser(two.logins["coordinator"]))
    both = {"one": "mentee", "two": "coord_t2"}
    actors["double"] = Actor("double", both, _browser(shared))
    for name in ("spare_mentee", "spare_mentor", "declined_mentee", "hidden_mentee"):
        del actors[name]
    return actors


def _operators_browser(operator):
    """A browser in which the operator has proven a second factor too."""
    browser = _browser(operator)
    with dark():
        TOTP.activate(operator, TOTP_SECRET)
        RecoveryCodes.activate(operator)
        session = browser.session
        session["account_authentication_methods"] += [{"method": "mfa", "at": time.time()}]
        session.save()
    browser.address = operator.email
    return browser


def _column(name):
    if name in ("hr_a", "hr_b"):
        return name
    if name == "administrator":
        return matrix.ADMINISTRATOR
    if name == "coordinator":
        return "coord_t1"
    return "mentor" if name.endswith("mentor") else "mentee"


def _browser(user):
    browser = Client(raise_request_exception=False)  # calls are made from no organization
    with dark():
        browser.force_login(user)
        session = browser.session
        known = {"method": "password", "at": time.time(), "reauthenticated": True}
        session["account_authentication_methods"] = [known]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return browser
