"""The same company recorded twice becomes one."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from dashboard.merging.services import merge, preview
from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from organizations.invitations import invite
from organizations.models import (
    AuditEvent,
    Company,
    CompanyAlias,
    CompanyConflict,
    CompetitorDeclaration,
    Employment,
    IndustryWaiver,
    Membership,
    NamedCompetitor,
    RoleInvitation,
)
from organizations.named import link, reopen
from organizations.roles import Role
from organizations.services import save_company
from participants.models import FormerEmployer, PleaseNot
from participants.stored import known_companies
from partnerships.models import Partnership
from programs.models import Sponsorship
from tests.dashboard.statements import MOST, statements
from tests.factories.organizations import (
    CompanyFactory,
    CompanyIndustryFactory,
    CompetitorDeclarationFactory,
    CompetitorGroupFactory,
    CompetitorGroupMemberFactory,
    CorporateGroupFactory,
    IndustryWaiverFactory,
    MembershipFactory,
    OrganizationFactory,
    PersonFactory,
    UserFactory,
)
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from tests.surroundings import inside

# Every reference to a company, and the test below that shows what becomes of it.
MOVED = {
    "organizations.companyalias.company",
    "organizations.companyindustry.company",
    "organizations.competitordeclaration.company",
    "organizations.competitordeclaration.competitor",
    "organizations.competitorgroupmember.company",
    "organizations.industrywaiver.low",
    "organizations.industrywaiver.high",
    "organizations.roleinvitation.company",
    "organizations.namedcompetitor.company",
    "organizations.nameddecision.competitor",
    "organizations.membership.company",
    "organizations.employment.company",
    "organizations.plannedjob.company",
    "programs.sponsorship.company",
    "participants.nomination.company",
    "participants.takeback.company",
    "participants.participant.company",
    "participants.formeremployer.company",
    "participants.pleasenot.company",
    "partnerships.partnership.mentor_company",
    "partnerships.partnership.mentee_company",
    # tests/reports/test_publishing.py shows these two.
    "reports.snapshot.company",
    "reports.sponsorcounts.company",
}


def test_everything_that_refers_to_a_company_is_thought_of():
    references = {
        f"{relation.related_model._meta.label_lower}.{relation.field.name}"
        for relation in Company._meta.get_fields(include_hidden=True)
        if relation.auto_created and relation.is_relation and relation.related_model._meta.managed
    }

    assert references == MOVED


@pytest.fixture
def kept(organization):
    return CompanyFactory(name="Alder Works")


@pytest.fixture
def gone(organization):
    return CompanyFactory(name="ALDER Inc.")


def refusals(gone, kept):
    with pytest.raises(ValidationError) as refused:
        merge(gone, kept, by=None)
    return " ".join(refused.value.messages)


def test_people_and_their_partnerships_go_over(gone, kept):
    program = ProgramFactory()
    participant = ParticipantFactory(program=program, company=gone)
    pair = make_partnership(mentee=participant, accepted_by=("mentor", "mentee"))
    FormerEmployer.objects.create(
        participant=pair.mentor, name="Alder", company=gone, ended_on=date(2020, 1, 1)
    )
    PleaseNot.objects.create(participant=pair.mentor, text="Alder", company=gone)

    merge(gone, kept, by=None)

    pair.refresh_from_db()
    participant.refresh_from_db()
    assert (pair.mentee_company, pair.status) == (kept, "preparing")
    assert pair.mentee_employment.company == participant.company == kept
    assert FormerEmployer.objects.get().company == PleaseNot.objects.get().company == kept
    assert not Company.objects.filter(pk=gone.pk).exists()


def test_the_name_that_went_still_finds_the_company(gone, kept, coordinator):
    old = CompanyAlias.objects.create(company=gone, name="Alder of the North")

    merge(gone, kept, by=coordinator)

    names = set(CompanyAlias.objects.filter(company=kept).values_list("name", flat=True))
    assert names == {"ALDER Inc.", old.name}
    for name in ("alder inc.", "Alder of the North", "alder works"):
        assert known_companies().find(name).code == str(kept.pk)
    assert known_companies().label(str(kept.pk)) == "Alder Works"
    with pytest.raises(ValidationError, match="Alder Works goes by this name too."):
        save_company(name="Alder INC.", by=None)
    trace = AuditEvent.objects.get(verb="company.merged")
    assert (trace.object_id, trace.by_user_id) == (kept.pk, coordinator.user_id)
    assert trace.facts["name"] == "ALDER Inc."


def test_seats_of_a_program_that_both_sponsor_add_up(gone, kept):
    both, alone = ProgramFactory(name="Both"), ProgramFactory(name="Alone")
    SponsorshipFactory(
        program=both, company=kept, mentee_seats=3, mentors_owed=2, cost=100, aims=["retention"]
    ).contacts.create(name="One", email="one@x.example")
    other = SponsorshipFactory(
        program=both, company=gone, mentee_seats=4, mentors_owed=1, cost=50, aims=["pipeline"],
        competitors_stated_at=timezone.now(),
    )  # fmt: skip
    other.contacts.create(name="One again", email="ONE@x.example")
    other.contacts.create(name="Two", email="two@x.example")
    SponsorshipFactory(program=alone, company=gone, mentee_seats=5)
    assert preview(gone, kept).together == (("Both", 7, 3),)

    merge(gone, kept, by=None)

    row = Sponsorship.objects.get(program=both)
    assert (row.company, row.mentee_seats, row.mentors_owed, row.cost) == (kept, 7, 3, 150)
    assert row.aims == ["pipeline", "retention"]
    assert row.competitors_stated_at is not None
    assert sorted(row.contacts.values_list("name", flat=True)) == ["One", "Two"]
    assert Sponsorship.objects.get(program=alone).company == kept


def test_rules_of_both_hold_once_and_none_against_itself(gone, kept):
    rival, third = CompanyFactory(), CompanyFactory()
    for company in (gone, kept):
        CompetitorDeclarationFactory(company=company, competitor=rival)
        CompanyIndustryFactory(company=company, code="311811")
    CompanyIndustryFactory(company=gone, code="5221")
    CompetitorDeclarationFactory(company=gone, competitor=kept)
    CompetitorDeclarationFactory(company=third, competitor=gone)
    rivals = CompetitorGroupFactory()
    for company in (gone, kept):
        CompetitorGroupMemberFactory(group=rivals, company=company)
    gone.corporate_group = CorporateGroupFactory()
    gone.save()

    merge(gone, kept, by=None)

    kept.refresh_from_db()
    assert kept.corporate_group == gone.corporate_group
    declared = set(CompetitorDeclaration.objects.values_list("company", "competitor"))
    assert declared == {(kept.pk, rival.pk), (third.pk, kept.pk)}
    assert sorted(kept.industries.values_list("code", flat=True)) == ["311811", "5221"]
    assert rivals.members.get().company == kept
    assert CompanyConflict.objects.count() == 2


def waive(one, other, reason, expires_on=None):
    low, high = sorted((one, other), key=lambda company: company.pk)
    IndustryWaiverFactory(low=low, high=high, reason=reason, expires_on=expires_on)


def test_only_what_both_were_granted_is_waived_for_the_one_company(gone, kept):
    shared, single, own = CompanyFactory(), CompanyFactory(name="Birch"), CompanyFactory(name="Ash")
    day = timezone.localdate() + timedelta(days=30)
    waive(gone, kept, "themselves")
    waive(gone, shared, "of what goes", day)
    waive(kept, shared, "of what stays")
    waive(gone, single, "alone")
    waive(kept, own, "alone too")
    assert preview(gone, kept).waivers_ending == ("Ash", "Birch")

    merge(gone, kept, by=None)

    row = IndustryWaiver.objects.get()
    assert {row.low_id, row.high_id} == {kept.pk, shared.pk}
    assert (row.reason, row.expires_on) == ("of what stays", day)


def test_matches_under_a_waiver_that_ends_are_counted(coordinator_client, organization, gone, kept):
    pair = make_partnership(mentee=ParticipantFactory(company=gone))
    other = make_partnership(mentee=ParticipantFactory(company=kept))
    waive(gone, pair.mentor_company, "one site only")
    waive(kept, other.mentor_company, "over", timezone.localdate() - timedelta(days=1))

    assert preview(gone, kept).to_look_at == 1
    url = reverse("companies:merge", args=[organization.slug, gone.pk])
    text = coordinator_client.get(url, {"into": "Alder Works"}).text
    assert "The rule holds again after the merger" in text
    assert pair.mentor_company.name in text


def typed(browser, organization, *names):
    url = reverse("company:competitors", args=[organization.slug])
    browser.post(url, {"names": "\n".join(names)})


def test_hr_of_both_speaks_for_the_one_company(organization, client_for, gone, kept):
    user = UserFactory()
    for company in (gone, kept):
        MembershipFactory(role=Role.HR, company=company, user=user)
        invite(email="same@x.example", role=Role.HR, company=company, by=None)
    own = MembershipFactory(role=Role.HR, company=gone)
    typed(client_for(own), organization, "Harlund", "Alder Works", "Birch")
    typed(client_for(MembershipFactory(role=Role.HR, company=kept)), organization, "HARLUND")
    rows = {row.name: row for row in NamedCompetitor.objects.filter(company=gone)}
    link(rows["Birch"], CompanyFactory(), by=None)
    link(rows["Alder Works"], kept, by=None)

    merge(gone, kept, by=None)

    assert Membership.objects.filter(user=user).count() == 1
    assert Membership.ever.filter(user=user, company=kept).count() == 2
    assert Membership.objects.get(pk=own.pk).company == kept
    assert RoleInvitation.objects.unanswered().get().company == kept
    names = NamedCompetitor.objects.filter(company=kept).values_list("name", flat=True)
    assert sorted(names) == ["Alder Works", "Birch", "HARLUND"]
    assert CompetitorDeclaration.objects.count() == 1


def test_what_a_coordinator_declared_of_one_outlives_a_name_of_the_other(
    organization, client_for, gone, kept
):
    rival = CompanyFactory()
    CompetitorDeclarationFactory(company=kept, competitor=rival)
    typed(client_for(MembershipFactory(role=Role.HR, company=gone)), organization, "Rival")
    row = NamedCompetitor.objects.get()
    link(row, rival, by=None)

    merge(gone, kept, by=None)
    row.refresh_from_db()
    reopen(row, by=None)

    declared = CompetitorDeclaration.objects.get()
    assert (declared.company, declared.competitor) == (kept, rival)


def test_what_was_over_between_the_two_stays_as_it_was(gone, kept):
    program = ProgramFactory()
    mentor = ParticipantFactory(program=program, company=gone, mentor=True)
    pair = make_partnership(mentor=mentor, mentee=ParticipantFactory(program=program, company=kept))
    assert "would come from one company" in refusals(gone, kept)
    pair.status, pair.place, pair.ended_at = "expired", None, timezone.now()
    pair.save()

    merge(gone, kept, by=None)

    pair.refresh_from_db()
    assert (pair.mentor_company, pair.mentee_company, pair.status) == (kept, kept, "expired")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_partnership(mentor=mentor, mentee=pair.mentee)


def test_a_merger_that_breaks_a_promise_is_refused_with_every_reason(gone, kept):
    program = ProgramFactory(name="Bridge")
    for company, currency in ((gone, "EUR"), (kept, "CHF")):
        company.corporate_group = CorporateGroupFactory()
        company.save()
        SponsorshipFactory(
            program=program, company=company, mentee_seats=300, cost=1, currency=currency
        )
    make_partnership(
        mentor=ParticipantFactory(program=program, company=gone, mentor=True),
        mentee=ParticipantFactory(program=program, company=kept),
    )

    complaint = refusals(gone, kept)

    for words in ("are matched", "two corporate groups", "500 places", "two currencies"):
        assert words in complaint
    assert Company.objects.filter(pk__in=(gone.pk, kept.pk)).count() == 2
    assert not AuditEvent.objects.filter(verb="company.merged").exists()


def test_a_company_is_not_merged_into_itself_or_twice(gone, kept):
    assert "cannot be merged into itself" in refusals(kept, kept)
    stale = Company.objects.get(pk=gone.pk)
    merge(gone, kept, by=None)
    assert "somebody has merged or removed it" in refusals(stale, kept)


def test_matches_that_will_break_a_rule_are_counted_before_and_go_on(gone, kept):
    pair = make_partnership(mentee=ParticipantFactory(company=gone))
    CompetitorDeclarationFactory(company=pair.mentor_company, competitor=kept)

    assert preview(gone, kept).to_look_at == 1
    merge(gone, kept, by=None)
    assert Partnership.objects.get().status == "proposed"


@pytest.mark.parametrize("actor", [context.Actor.PARTICIPANT, context.Actor.HR])
def test_nobody_else_moves_a_company_by_raw_statements(organization, gone, kept, actor):
    with (
        inside(organization, uuid7(), actor, gone.pk),
        pytest.raises(DatabaseError, match="coordinators alone|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT app.move_company(%s, %s)", [gone.pk, kept.pk])


def test_the_setting_alone_opens_no_frozen_row(gone, kept):
    person = PersonFactory(company=gone)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.merging', 'on', true)")

    with pytest.raises(DatabaseError, match="employment never changes"), transaction.atomic():
        Employment.objects.filter(person=person).update(company=kept)


def test_a_company_of_another_organization_is_not_reached(gone, other_organization):
    with inside(other_organization):
        stranger = CompanyFactory()

    assert "somebody has merged or removed it" in refusals(gone, stranger)
    with (
        pytest.raises(DatabaseError, match="two companies"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT app.move_company(%s, %s)", [gone.pk, stranger.pk])


def test_a_coordinator_sees_what_moves_and_merges(coordinator_client, organization, gone, kept):
    ParticipantFactory(company=gone)
    url = reverse("companies:merge", args=[organization.slug, gone.pk])

    assert "No company has this name." in coordinator_client.get(url, {"into": "Nobody"}).text
    answer = coordinator_client.get(url, {"into": " alder   works "})
    assert dict(answer.context["preview"].moves)
    assert len(statements(coordinator_client, f"{url}?into=alder+works")) <= MOST
    answer = coordinator_client.post(url, {"kept": kept.pk}, follow=True)

    assert "ALDER Inc. is part of Alder Works now." in answer.text
    assert "Also known as" in answer.text
    alias = CompanyAlias.objects.get()
    forget = reverse("companies:forget-alias", args=[organization.slug, kept.pk, alias.pk])
    coordinator_client.post(forget)
    assert not CompanyAlias.objects.exists()
    assert coordinator_client.post(forget).status_code == 404


@pytest.mark.parametrize("value", ["", "no-id", "01900000-0000-7000-8000-000000000000"])
def test_a_record_that_is_not_there_is_said_to_be_gone(
    coordinator_client, organization, gone, value
):
    url = reverse("companies:merge", args=[organization.slug, gone.pk])

    answer = coordinator_client.post(url, {"kept": value}, follow=True)

    assert "The record that was to stay is gone." in answer.text


def test_a_renamed_company_keeps_its_old_name(kept, gone):
    save_company(company=kept, name="Alder Group", by=None)
    assert [alias.name for alias in kept.aliases.all()] == ["Alder Works"]
    save_company(company=kept, name="alder group", by=None)
    assert [alias.name for alias in kept.aliases.all()] == ["Alder Works"]
    save_company(company=kept, name="Alder Works", by=None)
    assert [alias.name for alias in kept.aliases.all()] == ["alder group"]
    with pytest.raises(ValidationError, match="goes by this name too"):
        save_company(company=gone, name="ALDER group", by=None)


@pytest.mark.parametrize("name", ["alder works", "  ALDER   Works ", "Alder\u00a0Works"])
def test_a_company_takes_no_name_of_another_in_any_spelling(
    coordinator_client, organization, gone, kept, name
):
    url = reverse("organizations:edit-company", args=[organization.slug, gone.pk])

    answer = coordinator_client.post(url, {"name": name})

    assert "There is a company with this name already." in answer.text
    gone.refresh_from_db()
    assert gone.name == "ALDER Inc."


@pytest.mark.parametrize("crosswise", [False, True])
def test_two_who_merge_at_the_same_moment_merge_once(transactional_db, crosswise):
    organization = OrganizationFactory()
    with inside(organization):
        gone, kept = CompanyFactory(name="Gone"), CompanyFactory(name="Kept")
        people = [PersonFactory(company=gone) for _ in range(3)]
    pairs = [(gone, kept), (kept, gone) if crosswise else (gone, kept)]
    barrier, outcomes = threading.Barrier(2, timeout=20), []

    def work(one, other):
        try:
            with context.enter(context.Context(organization.pk)):
                barrier.wait()
                merge(one, other, by=None)
                outcomes.append("merged")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [
        threading.Thread(
            target=work,
            args=[
                Company(pk=one.pk, organization_id=organization.pk, name=one.name) for one in pair
            ],
        )
        for pair in pairs
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["merged", "refused"]
    with inside(organization):
        (left,) = Company.objects.all()
        assert Employment.objects.filter(company=left).count() == len(people)
        assert AuditEvent.objects.filter(verb="company.merged").count() == 1
