"""The demo's two organizations, built through the same services and importers as pages use."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password

from demo import cases
from demo.baseline import answer_and_close
from demo.cast import ALDERGATE, HR_CONTACTS, NORRLAND, PASSWORD, Staff
from demo.learning import furnish, learn
from demo.lived import year
from demo.lived.cast import MIDYEAR
from demo.nominations import all_agreed, half_nominated
from demo.stories import keep_known
from demo.training import hold_training, plan_training
from matching.announcing import announce
from matching.models import MatchingRun
from matching.queries import matches_of
from matching.services import approve_many, start_run
from matching.tasks import run_matching
from mentoring import clock
from mentoring.tenancy import context
from organizations.company_files import read_rows, save_rows
from organizations.models import Company, Membership, Organization, User
from organizations.roles import Role
from organizations.services import create_organization, grant_role
from participants.importing.runs import import_file
from participants.models import Participant
from participants.roles import Side
from partnerships import services as partnerships
from partnerships.models import Partnership
from programs.models import Program
from programs.services import create_program, sponsor

SAMPLES = settings.BASE_DIR / "sample_data"
PURPOSE = (
    "Give people on the way to larger roles an outside view from somebody who has walked the path, "
    "and give experienced leaders a reason to listen."
)


def is_loaded():
    return Organization.objects.filter(slug=NORRLAND.slug).exists()


def load():
    """Both organizations with their programs, people, matches and announcements."""
    _load(ALDERGATE, _fill_aldergate)
    _load(NORRLAND, _fill_norrland)


def _load(stage, fill):
    organization = create_organization(name=stage.name, slug=stage.slug, time_zone=stage.time_zone)
    with context.enter(context.Context(organization.pk)):
        save_rows(read_rows(SAMPLES / stage.folder / "companies.csv"), by=None)
        staff = [_hire(member) for member in stage.staff]
        fill(staff[0])
        logins = list(Membership.objects.values_list("user_id", flat=True))
    _let_in(logins)


def _hire(member):
    company = Company.objects.get(name=member.company) if member.company else None
    return grant_role(
        email=member.email, name=member.name, role=member.role, company=company, by=None
    )


def _let_in(logins):
    """One password and proven addresses: the demo can be entered without reading mail."""
    users = User.objects.filter(pk__in=logins)
    users.update(password=make_password(PASSWORD))
    EmailAddress.objects.bulk_create(
        (EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users),
        ignore_conflicts=True,
    )


def _fill_aldergate(coordinator):
    today = clock.today()
    winter = create_program(
        name="Bridge Winter",
        purpose=PURPOSE,
        starts_on=today + timedelta(weeks=5),
        by=coordinator,
    )
    _import(winter, "", coordinator)
    _sponsor_by_people(winter, coordinator)
    for name, company in zip(HR_CONTACTS, _largest_companies(winter), strict=False):
        _hire(Staff(name, _hr_address(name, company), Role.HR, company.name))
    all_agreed(winter)
    _match(winter, coordinator)
    hold_training(winter, coordinator)
    create_program(
        name="Bridge Summer",
        purpose=PURPOSE,
        starts_on=today + timedelta(weeks=24),
        by=coordinator,
    )
    plan_training(Program.objects.get(name="Bridge Summer"), coordinator)
    half_nominated(PURPOSE, coordinator)
    furnish()


def _fill_norrland(coordinator):
    program = create_program(
        name="Northern Lights",
        starts_on=clock.today() + timedelta(weeks=8),
        by=coordinator,
    )
    _import(program, NORRLAND.folder, coordinator)
    _sponsor_by_people(program, coordinator)
    all_agreed(program)
    _match(program, coordinator)
    furnish()


def _import(program, folder, coordinator):
    for side, name in ((Side.MENTEE, "mentees.csv"), (Side.MENTOR, "mentors.csv")):
        content = (SAMPLES / folder / name).read_bytes()
        import_file(program, side, content, name, by=coordinator)
    keep_known(program)


def _people_of_companies(program):
    """``{company: (mentees, mentors)}``."""
    counts = {}
    rows = Participant.objects.filter(program=program).select_related("company")
    for participant in rows:
        mentees, mentors = counts.get(participant.company, (0, 0))
        mentor = participant.is_mentor
        counts[participant.company] = (mentees + (not mentor), mentors + mentor)
    return counts


def _sponsor_by_people(program, coordinator):
    """Each company sponsors what it sends, and every third has a seat to spare."""
    people = sorted(_people_of_companies(program).items(), key=lambda item: item[0].name)
    for number, (company, (mentees, mentors)) in enumerate(people):
        sponsor(program, company, mentees + (number % 3 == 0), mentors, by=coordinator)


def _largest_companies(program):
    people = _people_of_companies(program)
    return sorted(people, key=lambda company: (-sum(people[company]), company.name))


def _hr_address(name, company):
    """An address at the same domain as the company's participants."""
    participant = Participant.objects.filter(company=company).select_related("person").first()
    domain = participant.person.email.rpartition("@")[2]
    return f"{name.lower().replace(' ', '.')}@{domain}"


def _match(program, coordinator):
    """One run, everything that is sure or good approved with alternates, and announced."""
    answer_and_close(program, coordinator)
    run = start_run(program, by=coordinator)
    run_matching.run(str(program.organization_id), str(run.pk))
    run = MatchingRun.objects.get(pk=run.pk)
    approve_many(list(matches_of(run)), by=coordinator, alternates=2)
    announce(run, by=coordinator)


def live_on(say):
    """What people did since: most have answered, a few declined. Says how far it is."""
    organization = Organization.objects.get(slug=ALDERGATE.slug)
    with context.enter(context.Context(organization.pk)):
        # The last one stays open, for whoever tries the demo.
        open_matches = list(Partnership.objects.filter(status="proposed").order_by("id"))[:-1]
    for number, partnership in enumerate(open_matches):
        _answer(organization, partnership, number)
        if number % 20 == 19 or number == len(open_matches) - 1:
            say(f"{number + 1} of {len(open_matches)} matches answered")
    learn(organization, say)


def live_through(say):
    """One program in the middle of its year and one that is over, each lived through."""
    organization = Organization.objects.get(slug=ALDERGATE.slug)
    year.live(organization, _let_in, say)
    cases.look_after(organization)


def _answer(organization, partnership, number):
    """Seven in ten accept on both sides, one mentor is quicker than the mentee, one declines."""
    choice = number % 10
    if choice in (8, 9):  # nobody has answered yet
        return
    if choice == 7:
        _as_person(organization, partnership.mentee_person_id, partnerships.decline, partnership)
        return
    _as_person(organization, partnership.mentor_person_id, partnerships.accept, partnership)
    if choice != 6:
        _as_person(organization, partnership.mentee_person_id, partnerships.accept, partnership)


def _as_person(organization, person_id, act, partnership):
    """Act as that person would: in their own context, under their own membership."""
    with context.enter(context.Context(organization.pk)):
        own = Membership.objects.get(person=person_id, role=Role.PARTICIPANT)
    person = context.Context(organization.pk, own.user_id, context.Actor.PARTICIPANT)
    with context.enter(person):
        act(Partnership.objects.get(pk=partnership.pk), by=own)


def sign_in_names():
    """``[(who, address)]`` of people worth signing in as, for the terminal."""
    found = []
    for stage in (ALDERGATE, NORRLAND):
        organization = Organization.objects.get(slug=stage.slug)
        with context.enter(context.Context(organization.pk)):
            staff = Membership.objects.exclude(role=Role.PARTICIPANT).select_related("user")
            found += [
                (f"{member.get_role_display()}, {stage.name}", member.user.email)
                for member in staff.order_by("role", "name")
            ]
            found += _waiting_pair(stage)
    one = MIDYEAR[0]
    words = "in the middle of their year, when it has been lived"
    return [*found, (f"Mentee {words}", one.mentee.email), (f"Mentor {words}", one.mentor.email)]


def _waiting_pair(stage):
    waiting = Partnership.objects.filter(status="proposed", mentor_accepted_at__isnull=True)
    partnership = waiting.select_related("mentor_person", "mentee_person").order_by("-id").first()
    if partnership is None:
        return []
    pair = (("Mentee", partnership.mentee_person), ("Mentor", partnership.mentor_person))
    return [(f"{side} with a match to answer, {stage.name}", person.email) for side, person in pair]
