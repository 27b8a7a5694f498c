"""Acts on many companies and people: done, said, taken back, and never twice."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from dashboard.companies import regrouping
from dashboard.people import reminding
from notifications.models import Message
from organizations.models import AuditEvent, Company, CompetitorGroup, CompetitorGroupMember
from participants.nominating import asking
from participants.nominating.words import Source
from participants.roles import Standing
from tests.factories.organizations import CompanyFactory, CorporateGroupFactory, PersonFactory
from tests.factories.participants import ParticipantFactory


@pytest.fixture
def groups(organization):
    return CorporateGroupFactory(name="Halden"), CorporateGroupFactory(name="Norden")


def group_of(company):
    return Company.objects.get(pk=company.pk).corporate_group


def test_companies_come_back_to_the_group_they_came_from(coordinator, groups):
    halden, norden = groups
    free, other = CompanyFactory(), CompanyFactory(corporate_group=norden)
    there = CompanyFactory(corporate_group=halden)

    done = regrouping.regroup("put", halden, [free.pk, other.pk, there.pk], by=coordinator)

    assert (done.changed, done.left) == (2, 1)
    assert {group_of(one) for one in (free, other, there)} == {halden}
    assert regrouping.take_back(done.event, by=coordinator) == (2, 0)
    assert [group_of(one) for one in (free, other, there)] == [None, norden, halden]
    with pytest.raises(regrouping.Overtaken):
        regrouping.take_back(done.event, by=coordinator)


def test_what_was_changed_again_since_stays(coordinator, groups):
    halden, norden = groups
    one, other = CompanyFactory(corporate_group=halden), CompanyFactory(corporate_group=halden)
    done = regrouping.regroup("take", halden, [one.pk, other.pk], by=coordinator)
    Company.objects.filter(pk=one.pk).update(corporate_group=norden)

    assert regrouping.take_back(done.event, by=coordinator) == (1, 1)
    assert (group_of(one), group_of(other)) == (norden, halden)


def test_groups_of_competitors_are_put_and_taken_back(coordinator, organization):
    group = CompetitorGroup.objects.create(name="Bakers")
    rivals = [CompanyFactory(), CompanyFactory()]

    done = regrouping.regroup("put", group, [one.pk for one in rivals], by=coordinator)

    assert CompetitorGroupMember.objects.filter(group=group).count() == 2
    regrouping.take_back(done.event, by=coordinator)
    assert not CompetitorGroupMember.objects.exists()


def test_an_act_of_yesterday_stands(coordinator, groups):
    company = CompanyFactory()
    done = regrouping.regroup("put", groups[0], [company.pk], by=coordinator)
    done.event.at = timezone.now() - timedelta(hours=25)

    with pytest.raises(regrouping.Overtaken):
        regrouping.take_back(done.event, by=coordinator)


def test_pages_ask_for_the_group_and_offer_to_undo(coordinator_client, organization, groups):
    url = reverse("companies:regroup", args=[organization.slug])
    company = CompanyFactory(name="<b>Alder")
    form = {"act": "put", "ids": [company.pk, "rubbish"]}

    asked = coordinator_client.post(url, form)
    assert "&lt;b&gt;Alder" in asked.text
    assert "Halden" in asked.text
    assert "Choose a group" in coordinator_client.post(url, form | {"group": "corporate:x"}).text
    answer = coordinator_client.post(url, form | {"group": f"corporate:{groups[0].pk}"})

    assert group_of(company) == groups[0]
    (message,) = get_messages(answer.wsgi_request)
    undo = message.extra_tags.removeprefix("undo=")
    coordinator_client.post(undo)
    assert group_of(company) is None


def test_where_there_is_no_group_the_page_says_so(coordinator_client, organization):
    url = reverse("companies:regroup", args=[organization.slug])
    form = {"act": "put", "ids": [CompanyFactory().pk]}

    assert "There is no group yet" in coordinator_client.post(url, form).text
    CorporateGroupFactory()
    assert "There is no group yet" not in coordinator_client.post(url, form).text


@pytest.mark.parametrize("form", [{"act": "put"}, {"act": "put", "ids": "x"}, {"act": "burn"}])
def test_nothing_picked_changes_nothing(coordinator_client, organization, form):
    answer = coordinator_client.post(
        reverse("companies:regroup", args=[organization.slug]), form, follow=True
    )

    assert "No company is picked" in answer.text
    assert not AuditEvent.objects.filter(verb="companies.regrouped").exists()


@pytest.fixture
def asked(organization, coordinator):
    """Somebody who was asked and has not answered, and somebody whom nobody asked."""
    participant = ParticipantFactory(standing=Standing.NOMINATED)
    asking.put_question(participant, source=Source.COORDINATOR, by=coordinator)
    return participant.person, PersonFactory()


def test_only_open_questions_are_put_again_and_once_a_day(organization, coordinator, asked):
    ids = [one.pk for one in asked]

    event = reminding.remind(organization, ids, by=coordinator)

    assert len(event.facts["messages"]) == 1
    assert AuditEvent.objects.filter(verb="participant.reminded").count() == 1
    assert reminding.remind(organization, ids, by=coordinator) is None
    plan = reminding.plan_of(ids)
    assert (len(plan.askings), len(plan.today), plan.others) == (0, 1, [asked[1]])


def test_a_reminder_that_is_not_sent_is_taken_back_once(organization, coordinator, asked):
    event = reminding.remind(organization, [asked[0].pk], by=coordinator)

    assert reminding.take_back(organization, event, by=coordinator) == (1, 0)
    assert not Message.objects.filter(kind=reminding.KIND).exists()
    with pytest.raises(reminding.Overtaken):
        reminding.take_back(organization, event, by=coordinator)


def test_a_reminder_on_its_way_stays(organization, coordinator, asked):
    event = reminding.remind(organization, [asked[0].pk], by=coordinator)
    Message.objects.filter(kind=reminding.KIND).update(sent_at=timezone.now())

    assert reminding.take_back(organization, event, by=coordinator) == (0, 1)


def test_the_page_says_whom_it_reaches_before_it_does(coordinator_client, organization, asked):
    url = reverse("people:remind", args=[organization.slug])
    form = {"act": "remind", "ids": [one.pk for one in asked]}

    page = coordinator_client.post(url, form)

    assert "1 person is reminded" in page.text
    assert not Message.objects.filter(kind=reminding.KIND).exists()
    coordinator_client.post(url, form | {"confirmed": "1"})
    assert Message.objects.filter(kind=reminding.KIND).count() == 1
