"""What the pictures show: the demo, and around it states that the demo does not stand in."""

from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from types import SimpleNamespace

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command
from django.utils import timezone

from demo.cast import ALDERGATE, NORRLAND
from demo.seeding import SAMPLES
from matching.models import MatchingRun
from matching.queries import matches_of
from matching.readiness import ask as ask_readiness
from matching.services import approve_many, cancel_run, start_run
from matching.solving import ORDER
from matching.tasks import run_matching, work_out_readiness
from mentoring.jobs import progress
from mentoring.tenancy import context
from notifications import sending
from notifications.models import Message
from organizations.models import Company, Membership, Organization, User
from organizations.roles import Role
from organizations.services import create_organization, grant_role, login_for, save_company
from participants.importing import runs
from participants.models import ImportRun, Participant
from participants.roles import Side
from partnerships.models import Partnership
from programs.models import WEIGHTS, Program
from programs.services import change_settings, create_program, sponsor
from tests.e2e import (
    agreement_scenes,
    company_scenes,
    ending_scenes,
    evidence_scenes,
    list_scenes,
    module_scenes,
    nominating_scenes,
    profiles,
    questionnaires,
    results_scenes,
    shortlist_scenes,
    staff_scenes,
    writing_scenes,
)
from tests.factories.organizations import MembershipFactory, PersonFactory, UserFactory
from tests.surroundings import DarkClient, dark, inside
from training.models import BriefingLink
from training.queries import sessions_of
from training.services import cancel_session, invite_people, plan_session
from training.tokens import token_of

LETTERS = 12
BROKEN = "Something went wrong on our side. Please try again."


@dataclass
class Scenes:
    """``values`` fill the parts of addresses, ``people`` are logins."""

    values: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)

    def session(self, who):
        """The key of a new session of this person, who has just given a password."""
        client, user = DarkClient(), self.people[who]
        client.force_login(user)
        session = client.session
        request = SimpleNamespace(session=session, user=user)
        record_authentication(request, user, method="password", reauthenticated=True)
        session.save()
        return session.session_key


def prepare():
    """Build everything; takes half a minute."""
    call_command("load_demo")
    call_command("load_demo", "--background-part", stdout=StringIO())
    evidence_scenes.live(Organization.objects.get(slug=ALDERGATE.slug))
    scenes = Scenes()
    _aldergate(scenes)
    _norrland(scenes)
    _quiet(scenes)
    _protect(scenes)
    staff_scenes.prepare(scenes, Organization.objects.get(slug=ALDERGATE.slug))
    nominating_scenes.prepare(scenes, Organization.objects.get(slug=ALDERGATE.slug))
    company_scenes.prepare(scenes, Organization.objects.get(slug=ALDERGATE.slug))
    scenes.people["stranger"] = User.objects.get(pk=login_for("stranger@elsewhere.example"))
    return scenes


def _at(organization):
    """Inside the organization as a worker is, who may note what others have asked for."""
    return inside(organization, actor=context.Actor.WORKER)


def _enter(stage):
    return _at(Organization.objects.get(slug=stage.slug))


def _aldergate(scenes):
    with _enter(ALDERGATE):
        coordinator = Membership.objects.get(name="Ines Calloway", role=Role.COORDINATOR)
        scenes.people["coordinator"] = coordinator.user
        scenes.people["hr"] = Membership.objects.filter(role=Role.HR).earliest("id").user
        winter = Program.objects.get(name="Bridge Winter")
        one, other = _of_one_industry()
        scenes.values.update(
            organization=ALDERGATE.slug,
            program=winter.slug,
            number=MatchingRun.objects.get(program=winter).number,
            company_id=one.pk,
            other_id=other.pk,
            import_id=ImportRun.objects.filter(program=winter).earliest("id").pk,
        )
        _winter(scenes, winter)
        _training(scenes, winter, coordinator)
        module_scenes.prepare(scenes, winter, coordinator)
        summer = Program.objects.get(name="Bridge Summer")
        _deciding(scenes, summer, coordinator)
        questionnaires.prepare(scenes, winter, summer, coordinator)
        results_scenes.prepare(scenes, winter)
        evidence_scenes.prepare(scenes, winter, coordinator)
        list_scenes.prepare(scenes, winter, coordinator)
        _autumn(scenes, coordinator)
        _readiness(scenes, coordinator)
        harbor = Program.objects.get(name="Bridge Harbor")
        shortlist_scenes.prepare(scenes, coordinator, draft=harbor, shown=summer, closed=winter)
        bare = create_program(name="Bridge Spring", starts_on=_in(40), by=coordinator)
        scenes.values["bare"] = bare.slug
    _send_letters(Organization.objects.get(slug=ALDERGATE.slug))


def _of_one_industry():
    """Two companies that only a waiver would let meet."""
    seen = {}
    for company in Company.objects.prefetch_related("industries").order_by("name"):
        for row in company.industries.all():
            other = seen.setdefault(row.code[:4], company)
            if other != company:
                return other, company
    raise LookupError("no two companies of one industry")


def _in(weeks):
    return timezone.localdate() + timedelta(weeks=weeks)


def _training(scenes, winter, coordinator):
    """A session ahead, one behind, one cancelled, and a manager's link."""
    ahead, past = sessions_of(winter)
    first, last = ahead[0].session, ahead[-1].session
    cancelled = plan_session(
        winter,
        title="An evening that was not to be",
        kind="other",
        starts_at=first.starts_at,
        ends_at=first.ends_at,
        time_zone="Asia/Kolkata",
        place="Harbor Hall",
        by=coordinator,
    )
    invite_people(cancelled, [scenes.values["participant_id"]], by=coordinator)
    cancel_session(cancelled, cancelled.edition, by=coordinator)
    link = BriefingLink.objects.filter(participant__program=winter).latest("id")
    scenes.values.update(
        session_id=last.pk,
        past_session=past[0].session.pk,
        cancelled_session=cancelled.pk,
        briefing_token=token_of(link.pk, link.organization_id),
    )


def _winter(scenes, winter):
    rows = Partnership.objects.filter(program=winter).select_related(
        "mentor_person__user", "mentee_person__user"
    )
    open_rows = rows.filter(status="proposed")
    waiting = open_rows.filter(mentor_accepted_at__isnull=True).latest("id")
    half = open_rows.filter(mentor_accepted_at__isnull=False).latest("id")
    preparing = rows.filter(status="preparing").latest("id")
    over = rows.filter(status="declined").latest("id")
    unmatched = Participant.objects.filter(program=winter, side=Side.MENTEE).exclude(
        pk__in=rows.values("mentee_id")
    )
    scenes.values.update(
        own_mentee=waiting.mentee_id,
        own_mentor=waiting.mentor_id,
    )
    scenes.people.update(
        mentee=waiting.mentee_person.user,
        mentor=waiting.mentor_person.user,
        accepted=half.mentor_person.user,
        preparing=preparing.mentee_person.user,
        declined=over.mentee_person.user,
        unmatched=(unmatched.first() or over.mentee).person.user,
    )
    writing_scenes.prepare(scenes, preparing)
    ending_scenes.prepare(scenes, preparing)
    agreement_scenes.prepare(scenes, preparing.pk, scenes.values["quiet_pair"])
    pictured = (preparing.mentee_person, preparing.mentor_person)
    profiles.prepare(scenes, winter, waiting.mentee_company, pictured)
    scenes.values.update(
        partnership=waiting.pk,
        half=half.pk,
        preparing=preparing.pk,
        over=over.pk,
        participant_id=waiting.mentee_id,
        mentor_id=waiting.mentor_id,
        pictured_id=preparing.mentee_id,
        match_id=matches_of(MatchingRun.objects.get(program=winter))[0].pk,
    )


def _deciding(scenes, summer, coordinator):
    """A run under weights that were thought better of, and one of which three are approved."""
    _import(summer, SAMPLES, coordinator)
    for company in Company.objects.filter(participants__program=summer).distinct():
        sponsor(summer, company, 6, 4, by=coordinator)
    saved = {name: getattr(summer, name) for name in WEIGHTS}
    change_settings(summer, by=coordinator, **{**saved, "weight_needs": 20, "weight_path": 35})
    earlier = _matched(summer, coordinator)
    change_settings(summer, by=coordinator, **saved)
    run = _matched(summer, coordinator)
    matches = list(matches_of(run))
    approve_many(matches[:3], by=coordinator, alternates=2)
    scenes.values.update(
        deciding=summer.slug,
        deciding_run=run.number,
        earlier_run=earlier.number,
        approved_match=matches[0].pk,
        open_match=matches[3].pk,
        open_mentee=matches[3].mentee_id,
        open_mentor=matches[3].mentor_id,
    )


def _matched(program, coordinator):
    run = start_run(program, by=coordinator)
    with dark():
        run_matching.run(str(program.organization_id), str(run.pk))
    return run


def _import(program, folder, coordinator):
    for side, name in ((Side.MENTEE, "mentees.csv"), (Side.MENTOR, "mentors.csv")):
        content = (folder / name).read_bytes()
        runs.import_file(program, side, content, name, by=coordinator)


def _readiness(scenes, coordinator):
    """A program that is short of mentors: every other one of the samples."""
    short = create_program(name="Bridge Harbor", starts_on=_in(30), by=coordinator)
    for side, step in ((Side.MENTEE, 1), (Side.MENTOR, 2)):
        heading, *rows = (SAMPLES / f"{side}s.csv").read_bytes().splitlines(keepends=True)
        content = b"".join([heading, *rows[::step]])
        runs.import_file(short, side, content, f"{side}s.csv", by=coordinator)
    for company in Company.objects.filter(participants__program=short).distinct():
        sponsor(short, company, 6, 4, by=coordinator)
    summer = Program.objects.get(name="Bridge Summer")
    for program in (summer, short):
        run = ask_readiness(program, by=coordinator)
        with dark():
            work_out_readiness.run(str(program.organization_id), str(run.pk))
    scenes.values["short"] = short.slug


def _autumn(scenes, coordinator):
    """A program in which an import is in every state."""
    program = create_program(name="Bridge Autumn", starts_on=_in(52), by=coordinator)

    def asked(name):
        content = (SAMPLES / name).read_bytes()
        return runs.ask(program, Side.MENTEE, content, name, by=coordinator)

    found = {name: asked("mentees.csv") for name in ("ready", "queued", "running", "discarded")}
    found["failed"] = asked("mentees.csv")
    found["problems"] = asked("mentees_with_mistakes.csv")
    runs.at_once(found["ready"], runs.check_rows)
    runs.at_once(found["problems"], runs.check_rows)
    runs.at_once(found["discarded"], runs.check_rows)
    runs.discard(found["discarded"], by=coordinator)
    ImportRun.objects.filter(pk=found["running"].pk).update(status="running")
    progress.report(found["running"].pk, 68, 120)
    ImportRun.objects.filter(pk=found["failed"].pk).update(
        status="failed", finished_at=timezone.now(), error=BROKEN
    )
    scenes.values.update({name: run.pk for name, run in found.items()}, autumn=program.slug)


def _norrland(scenes):
    """A program in which a matching run is in every state."""
    with _enter(NORRLAND):
        coordinator = Membership.objects.get(role=Role.COORDINATOR)
        program = create_program(name="Rehearsal", starts_on=_in(20), by=coordinator)
        _import(program, SAMPLES / NORRLAND.folder, coordinator)
        cancelled = start_run(program, by=coordinator)
        cancel_run(cancelled, by=coordinator)
        failed = start_run(program, by=coordinator)
        MatchingRun.objects.filter(pk=failed.pk).update(
            status="failed", finished_at=timezone.now(), error=BROKEN
        )
        running = start_run(program, by=coordinator)
        MatchingRun.objects.filter(pk=running.pk).update(status="running")
        progress.report(running.pk, 2, len(ORDER), ORDER[2])
        shortlist_scenes.at_work(program, coordinator)
        scenes.people["signe"] = coordinator.user
        scenes.values.update(
            norrland=NORRLAND.slug,
            rehearsal=program.slug,
            cancelled_run=cancelled.number,
            failed_run=failed.number,
            running_run=running.number,
        )


def _quiet(scenes):
    """An organization in which nothing has happened yet."""
    quiet = create_organization(name="Quiet Harbor", slug="quiet-harbor")
    scenes.values["quiet"] = quiet.slug
    with _at(quiet):
        _hire_everywhere(scenes)
        newcomer = grant_role(
            email="nia@quiet.example", name="Nia Ferrand", role=Role.COORDINATOR, by=None
        )
        scenes.people["newcomer"] = newcomer.user
    other = create_organization(name="Still Waters", slug="still-waters")
    scenes.values["still"] = other.slug
    with _at(other):
        _hire_everywhere(scenes)
        company = save_company(name="Lone Pine Timber", by=None)
        hr = grant_role(
            email="hr@lonepine.example", name="Pia Roth", role=Role.HR, by=None, company=company
        )
        user = UserFactory()
        person = PersonFactory(company=company, given_name="Sol", family_name="Arnesen", user=user)
        MembershipFactory(user=user, role=Role.PARTICIPANT, person=person, name=person.name)
        scenes.people.update(quiet_hr=hr.user, loner=user)


def _hire_everywhere(scenes):
    """Somebody who works for more than one organization."""
    hired = grant_role(
        email="rosa@travels.example", name="Rosa Lindqvist", role=Role.COORDINATOR, by=None
    )
    scenes.people["everywhere"] = hired.user


def _protect(scenes):
    """A login with an app for codes and recovery codes, and one with a key."""
    user = User.objects.get(email="tobias.rehn@aldergate.example")
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    owner = User.objects.get(pk=scenes.people["hr"].pk)
    key = Authenticator.objects.create(
        user=owner,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Key ring", "credential": {}},
    )
    scenes.people["protected"] = user
    scenes.values["key"] = key.pk


def _send_letters(organization):
    with _at(organization):
        letters = list(Message.objects.filter(sent_at__isnull=True).order_by("-id")[:LETTERS])
    for letter in letters:
        sending.send(letter.pk, organization_id=organization.pk)
