"""The page of criteria and the pack: read from rows, with links behind, and with nobody's name."""

import csv
import hashlib
import io
import re
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from mentoring import clock
from mentoring.tenancy import context
from organizations.models import AuditEvent, Membership, Person
from organizations.roles import Role
from participants.nominating.texts import current_text
from partnerships.concerns.services import name_contact
from programs.models import Program
from reports.quality.judging import assess
from tests.factories.agreements import agree
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from tests.factories.training import introduce
from tests.surroundings import inside


@pytest.fixture
def program(organization):
    today = timezone.localdate()
    program = ProgramFactory(
        name="Bridge",
        slug="bridge",
        starts_on=today - timedelta(days=20),
        ends_on=today + timedelta(days=345),
        purpose="To listen.",
    )
    return Program.objects.select_related("organization").get(pk=program.pk)


@pytest.fixture
def pair(program):
    """A pair under way."""
    company = CompanyFactory(name="Torvelia Foods")
    SponsorshipFactory(program=program, company=company, cost=1200, aims=["pipeline"])
    made = make_partnership(
        mentor=ParticipantFactory(program=program, mentor=True),
        mentee=ParticipantFactory(program=program, company=company),
        accepted_by=("mentor", "mentee"),
    )
    introduce(made)
    agree(made)
    return made


def address(name, program):
    return reverse(name, args=[program.organization.slug, program.slug])


def files_of(answer):
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def words_of(files):
    """Everything that can be read in a pack, the PDF and the names of its files among it."""
    paper = PdfReader(io.BytesIO(files["criteria.pdf"]))
    pages = [page.extract_text() for page in paper.pages]
    said = [one.decode() for name, one in files.items() if name != "criteria.pdf"]
    return "\n".join((*files, *pages, str(paper.metadata), *said))


def test_a_pair_under_way_is_evidence(program, pair):
    facts, judged = assess(program)

    with clock.held_at(datetime.now(UTC) + timedelta(days=31)):
        later, judged_later = assess(program)
    texts = {one.criterion.key: [line.text for line in one.evidence.lines] for one in judged}
    texts_later = {
        one.criterion.key: [line.text for line in one.evidence.lines] for one in judged_later
    }

    assert texts["purpose"] == ["yes", "no"]
    assert texts["aims"] == ["1 of 1"]
    assert texts["mentors_trained"][0] == texts["mentees_trained"][0] == "1 of 1"
    assert texts["confidentiality"] == ["0 of 2", "version 1"]
    assert texts["both_decide"] == ["1 of 1", "0"]
    assert (texts["agreement"], texts_later["agreement"]) == (["none so far"], ["1 of 1"])
    assert (texts["goals"], texts_later["goals"]) == (["none so far"], ["0 of 1"])
    assert texts["fixed_end"] == ["1 of 1", "21"]
    assert texts["cost"] == ["1 of 1", "0"]
    assert texts["starting_point"] == ["–", "–"]
    assert (later.today - facts.today).days == 31


def test_the_page_leads_to_what_is_behind(program, pair, coordinator_client):
    page = coordinator_client.get(address("quality:program", program)).text

    assert "This is preparation, not accreditation" in page
    for name in ("programs:settings", "training:modules", "partnerships:list", "programs:sponsors"):
        assert f'href="{address(name, program)}"' in page
    links = set(re.findall(r'<dd><a href="([^"]+)"', page))
    assert links
    for link in links:
        assert coordinator_client.get(link.replace("&amp;", "&")).status_code == 200, link


@pytest.mark.parametrize("days", [-800, -20, 200], ids=["over", "under way", "not begun"])
def test_a_program_with_nobody_has_a_page_and_a_pack(organization, days, coordinator_client):
    start = timezone.localdate() + timedelta(days=days)
    program = ProgramFactory(starts_on=start, ends_on=start + timedelta(days=365))
    program.organization = organization

    page = coordinator_client.get(address("quality:program", program))
    files = files_of(coordinator_client.get(address("quality:pack", program)))

    assert page.status_code == 200
    assert "none so far" in page.text
    assert "Nothing is written down." in files["texts/program.txt"].decode()


def test_statements_do_not_grow_with_rows(program, pair, coordinator_client):
    taken = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            coordinator_client.get(address("quality:program", program))
        taken.append(len([one for one in captured if "SAVEPOINT" not in one["sql"]]))
        for _ in range(5):
            SponsorshipFactory(program=program)
            make_partnership(
                mentor=ParticipantFactory(program=program, mentor=True),
                mentee=ParticipantFactory(program=program),
            )

    assert taken[0] == taken[1]


def test_the_pack_has_the_texts_in_force_and_leaves_a_trace(program, pair, coordinator_client):
    consent = current_text(program)
    answer = coordinator_client.get(address("quality:pack", program))
    files = files_of(answer)

    assert answer["Content-Type"] == "application/zip"
    assert f"quality-bridge-{timezone.localdate()}.zip" in answer["Content-Disposition"]
    assert list(files) == [
        "README.txt",
        "criteria.pdf",
        "figures.csv",
        "training-modules.csv",
        "texts/program.txt",
        "texts/agreement-version-1.txt",
        f"texts/consent-version-{consent.number}.txt",
        "texts/confidentiality-mentee-version-1.txt",
        "texts/confidentiality-mentor-version-1.txt",
    ]
    for name, content in files.items():
        told = f"{hashlib.sha256(content).hexdigest()}  {name}"
        assert name == "README.txt" or told in files["README.txt"].decode()
    rows = list(csv.DictReader(io.StringIO(files["figures.csv"].decode("utf-8-sig"))))
    [row] = [one for one in rows if one["criterion"] == "both_decide" and one["of"]]
    assert (row["state"], row["found"], row["number"], row["of"]) == ("shown", "1 of 1", "1", "1")
    assert "What stays between you" in files["training-modules.csv"].decode()
    assert "Preparation, not accreditation" in words_of(files)
    trace = AuditEvent.objects.get(verb="program.quality_taken", object_id=program.pk)
    assert trace.facts == {"hash": hashlib.sha256(answer.content).hexdigest()}


def test_the_same_facts_are_the_same_bytes(program, pair, coordinator_client):
    with clock.held_at(datetime.now(UTC)):
        first = coordinator_client.get(address("quality:pack", program)).content
    with clock.held_at(datetime.now(UTC) + timedelta(seconds=1)):
        again = coordinator_client.get(address("quality:pack", program)).content
    program.purpose = "To be heard."
    program.save()

    assert first == again
    assert coordinator_client.get(address("quality:pack", program)).content != first


def test_nobody_is_named_in_a_pack(organization, program, pair, coordinator_client):
    admin = MembershipFactory(role=Role.ADMINISTRATOR)
    with inside(organization, admin.user_id, context.Actor.COORDINATOR):
        name_contact(program, name="Vera Quist", email="vera@quist.example", by=admin)
        people = list(Person.objects.values_list("given_name", "family_name", "email"))
        staff = list(Membership.objects.values_list("name", "user__email"))
    said = words_of(files_of(coordinator_client.get(address("quality:pack", program)))).lower()

    assert len(people) >= 2
    assert "vera quist" not in said
    for given, family, email in people:
        assert f"{given} {family}".lower() not in said
        assert family.lower() not in said
        assert email.lower() not in said
    for name, email in staff:
        assert name.lower() not in said
        assert email.lower() not in said
    assert "torvelia" not in said
    assert "@" not in said


@pytest.mark.parametrize(
    "name", ["=HYPERLINK(1)", "שלום عليكم", "<script>alert(1)</script>", "漢" * 60, "x" * 120]
)
def test_hostile_names_are_only_text(program, pair, name, coordinator_client):
    Program.objects.filter(pk=program.pk).update(name=name, purpose=f"{name}\n" * 40)

    page = coordinator_client.get(address("quality:program", program))
    files = files_of(coordinator_client.get(address("quality:pack", program)))

    assert "<script>alert" not in page.text
    assert files["criteria.pdf"].startswith(b"%PDF")
    assert not [line for line in files["figures.csv"].decode().splitlines() if line[:1] == "="]


def test_a_pack_is_asked_for_by_looking_only(program, coordinator_client, client_for):
    hr = client_for(MembershipFactory(role=Role.HR, company=CompanyFactory()))

    assert coordinator_client.post(address("quality:pack", program)).status_code == 405
    assert hr.get(address("quality:pack", program)).status_code == 403
    assert not AuditEvent.objects.filter(verb="program.quality_taken").exists()
