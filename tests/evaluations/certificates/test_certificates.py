"""Who has completed gets one paper. Its code confirms it until it is revoked or they are erased."""

import re

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse

from evaluations.certificates import codes, own_data, queries, services
from evaluations.certificates.models import Certificate
from evaluations.certificates.paper import paper
from evaluations.certificates.services import CannotCertify
from mentoring.crypto.services import destroy_keys
from mentoring.tenancy import context
from notifications import kinds
from notifications.models import Message
from organizations.models import AuditEvent
from partnerships.erasing import registry
from tests.evaluations.certificates.people import complete, completed_pair
from tests.factories.instruments import as_person
from tests.factories.organizations import OrganizationFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.instruments.year import make_program, send_on
from tests.partnerships.lasting.people import active_pair
from tests.surroundings import DarkClient, inside

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def pair(organization):
    return completed_pair()


def refused(rule):
    return pytest.raises(CannotCertify, match=".", check=lambda error: error.rule == rule)


def secret_of(certificate):
    return queries.secret_of(
        Certificate.objects.select_related("participant").get(pk=certificate.pk)
    )


def test_it_comes_by_itself_with_the_final_evaluation(organization):
    program = make_program()
    mentor = ParticipantFactory(program=program, mentor=True, capacity=2)
    first = active_pair(mentor=mentor, mentee=ParticipantFactory(program=program))
    other = active_pair(mentor=mentor, mentee=ParticipantFactory(program=program), place=2)
    send_on(first.mentee)
    send_on(mentor)
    services.issue_due()
    assert not Certificate.objects.exists()
    complete(first)  # the days pass for both
    other.refresh_from_db()
    for _twice in range(2):
        services.issue_due()
    issued = {one.participant_id: one for one in Certificate.objects.all()}
    assert set(issued) == {first.mentee_id, mentor.pk}
    assert sorted(one.number for one in issued.values()) == [1, 2]
    assert issued[mentor.pk].ended_on == other.ends_on
    assert all(one.is_by_itself for one in issued.values())
    letter = kinds.write(Message.objects.get(occasion=str(issued[mentor.pk].pk)))
    assert program.name in letter.subject


def test_a_coordinator_issues_and_revokes(pair, coordinator):
    certificate = services.issue(pair.mentee, by=coordinator)
    assert services.issue(pair.mentee, by=coordinator) == certificate
    secret = secret_of(certificate)
    assert secret.name == pair.mentee_person.name
    taken_along = own_data.certificates_of(pair.mentee_person_id)
    assert [(one["number"], one["code"]) for one in taken_along] == [("C-1", secret.code)]
    assert secret.code.encode() not in bytes(certificate.locked)
    with refused("no_reason"):
        services.revoke(pair.mentee, " \x00", by=coordinator)
    services.revoke(pair.mentee, "The dates were wrong.", by=coordinator)
    with refused("none"):
        services.revoke(pair.mentee, "Again", by=coordinator)
    assert queries.behind(secret.code) is None
    services.issue_due()
    again = services.issue(pair.mentee, by=coordinator)
    assert (certificate.number, again.number) == (1, 2)
    assert secret_of(again).code != secret.code
    verbs = AuditEvent.objects.filter(verb__startswith="certificate.").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [
        "certificate.issued",
        "certificate.revoked",
        "certificate.issued",
    ]


def test_nobody_else_gets_or_changes_one(pair, coordinator):
    stranger = ParticipantFactory(program=pair.program)
    with refused("not_completed"):
        services.issue(stranger, by=coordinator)
    with refused("not_for_you"):
        services.issue(pair.mentee, by=membership_of(pair.mentee))
    certificate = services.issue(pair.mentee, by=coordinator)
    with as_person(pair.mentor):
        assert not Certificate.objects.exists()
    with as_person(pair.mentee):
        assert Certificate.objects.get() == certificate
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            Certificate.objects.update(reason="")
    for facts in ({"program_name": "Another"}, {"code_hash": "0" * 64}, {"side": "mentor"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.update(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(
            participant=stranger,
            number=9,
            side="mentee",
            program_name="P",
            organization_name="O",
            began_on=certificate.began_on,
            ended_on=certificate.ended_on,
            issued_on=certificate.issued_on,
            locked=b"x",
            code_hash="a" * 64,
            name_proof="b" * 64,
        )


def test_the_paper_is_the_same_each_time_in_any_script(organization, coordinator):
    pair = completed_pair()
    person = pair.mentee_person
    person.given_name, person.family_name = "نور #emph[x]", "Ελένη-王"
    person.save()
    pair.mentee.person = person
    certificate = services.issue(pair.mentee, by=coordinator)
    secret = secret_of(certificate)
    printed = paper(certificate, secret)
    person.family_name = "Changed"
    person.save()
    assert paper(certificate, secret_of(certificate)) == printed
    assert printed.startswith(b"%PDF")
    assert b"CreationDate" not in printed


def test_anybody_checks_a_code_and_learns_no_name(pair, coordinator):
    certificate = services.issue(pair.mentee, by=coordinator)
    secret, person = secret_of(certificate), pair.mentee_person
    client = DarkClient()
    typed = codes.shown(secret.code).lower()
    answer = client.post(reverse("verify"), {"code": typed})
    page = client.get(answer.url)
    body = page.content.decode()
    assert certificate.program_name in body
    assert person.family_name not in body
    assert person.given_name not in body
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert client.post(answer.url, {"family_name": person.family_name.upper()}).context["is_name"]
    assert not client.post(answer.url, {"family_name": "<b>Other</b>"}).context["is_name"]
    assert client.post(reverse("verify"), {"code": "ILOU" * 300}).status_code == 200
    said = [client.get(reverse("verify-code", args=["0" * 28])).content.decode()]
    services.revoke(pair.mentee, "A mistake", by=coordinator)
    said.append(client.get(answer.url).content.decode())
    again = services.issue(pair.mentee, by=coordinator)
    code = secret_of(again).code
    services.forget(person.pk)
    destroy_keys(person.pk)
    said.append(client.get(reverse("verify-code", args=[code])).content.decode())
    assert secret_of(again) is None
    plain = [re.sub(r'value="[^"]*"|nonce="[^"]*"', "", one) for one in said]
    assert plain[0] == plain[1] == plain[2]
    assert services.forget in registry.forgetting()


def test_ten_tries_a_minute(db):
    client = DarkClient()
    address = reverse("verify-code", args=["0" * 28])
    answers = [client.get(address).status_code for _ in range(12)]
    assert answers == [200] * 10 + [429] * 2
    assert client.get(reverse("verify-code", args=["no-code"])).status_code == 200


def test_pages_of_coordinators_and_of_ones_own(pair, coordinator, coordinator_client, client_for):
    slug, program = pair.organization.slug, pair.program.slug
    overview = reverse("certificates:overview", args=[slug, program])
    assert "No final evaluation" in coordinator_client.get(overview).content.decode()
    issue = reverse("certificates:issue", args=[slug, program, pair.mentee_id])
    assert coordinator_client.post(issue).status_code == 302
    own = client_for(membership_of(pair.mentee))
    download = reverse("portal:certificates:download", args=[slug, pair.mentee_id])
    printed = own.get(download)
    assert printed.headers["Content-Type"] == "application/pdf"
    assert own.get(download).content == printed.content
    other = client_for(membership_of(pair.mentor))
    assert other.get(download).status_code == 404
    assert "C-1" in own.get(reverse("portal:certificates:mine", args=[slug])).content.decode()
    revoke = reverse("certificates:revoke", args=[slug, program, pair.mentee_id])
    assert coordinator_client.post(revoke, {"reason": "x" * 301}).status_code == 200
    assert coordinator_client.post(revoke, {"reason": "Wrong <dates>"}).status_code == 302
    assert coordinator_client.post(revoke, {"reason": "Twice"}).status_code == 409
    assert "Wrong &lt;dates&gt;" in coordinator_client.get(overview).content.decode()
    assert own.get(download).status_code == 302


def test_another_organization_has_its_own_numbers(pair, coordinator):
    services.issue(pair.mentee, by=coordinator)
    with inside(OrganizationFactory(), actor=context.Actor.WORKER):
        assert not Certificate.objects.exists()
