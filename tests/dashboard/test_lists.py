"""Lists of people, companies and programs: narrowed by address, kept as views, as files."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from organizations import saved_views
from organizations.models import AuditEvent
from participants.roles import Side, Standing
from tests.dashboard.statements import MOST, statements
from tests.factories.organizations import (
    CompanyFactory,
    CompanyIndustryFactory,
    CorporateGroupFactory,
    PersonFactory,
)
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory, SponsorshipFactory


@pytest.fixture
def address(organization):
    return lambda name, *words: reverse(name, args=[organization.slug, *words])


@pytest.fixture
def world(organization):
    """Ada asks in one program, Ben teaches in another, Cyd is in none."""
    one, other = ProgramFactory(slug="one"), ProgramFactory(slug="other")
    alder = CompanyFactory(name="Alder", corporate_group=CorporateGroupFactory(name="Halden"))
    birch = CompanyFactory(name="Birch")
    CompanyIndustryFactory(company=alder, code="311811")
    SponsorshipFactory(program=one, company=alder)
    ada, ben = PersonFactory(given_name="Ada", company=alder), PersonFactory(given_name="Ben")
    PersonFactory(given_name="Cyd", company=birch)
    ParticipantFactory(program=one, person=ada, company=alder, standing=Standing.NOMINATED)
    ParticipantFactory(program=other, person=ben, mentor=True, languages=["en", "fr"])
    return {"one": one, "other": other, "alder": alder, "birch": birch}


def people(client, url):
    return {row.line.person.given_name for row in client.get(url).context["rows"]}


def companies(client, url):
    return [line.company.name for line, *_words in client.get(url).context["rows"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("side=mentor", {"Ben"}),
        ("standing=nominated", {"Ada"}),
        ("side=mentor&standing=nominated", set()),
        ("program={one}", {"Ada"}),
        ("program={one}&side=mentor", set()),
        ("program=none", {"Cyd"}),
        ("company={birch}", {"Cyd"}),
        ("language=fr", {"Ben"}),
        ("language=fr&side=mentee", set()),
        ("q=alder", {"Ada"}),
    ],
)
def test_people_are_narrowed(coordinator_client, address, world, query, names):
    query = query.format(**{name: row.pk for name, row in world.items()})

    found = people(coordinator_client, f"{address('people:list')}?{query}")

    assert found & {"Ada", "Ben", "Cyd"} == names


@pytest.mark.parametrize("other", ["side=mentee", "standing=in", "language=en"])
def test_nobody_in_no_program_has_what_a_program_gives(coordinator_client, address, world, other):
    url = address("people:list")
    page = coordinator_client.get(f"{url}?program=none&{other}")
    file = coordinator_client.get(f"{address('people:export', 'csv')}?program=none&{other}")

    assert page.context["page"].paginator.count == 0
    assert "Nobody can fit" in page.content.decode()
    assert len(b"".join(file).splitlines()) == 1
    assert "Nobody can fit" not in coordinator_client.get(f"{url}?{other}").content.decode()


def test_what_an_address_does_not_mean_is_said(coordinator_client, address, world):
    page = coordinator_client.get(f"{address('people:list')}?side=alien&program=x&sort=shoe")

    assert page.context["listing"].lost == ["Program", "Side", "Order"]
    assert len(page.context["rows"]) >= 3


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("program={one}", ["Alder"]),
        ("sector=31", ["Alder"]),
        ("sector=44", []),
        ("group={group}", ["Alder"]),
        ("open=competitors", ["Alder"]),
        ("q=halden", ["Alder"]),
    ],
)
def test_companies_are_narrowed(coordinator_client, address, world, query, names):
    facts = {"one": world["one"].pk, "group": world["alder"].corporate_group_id}
    found = companies(coordinator_client, f"{address('companies:list')}?{query.format(**facts)}")

    assert [name for name in found if name in ("Alder", "Birch")] == names


def test_companies_without_group_or_program_are_found(coordinator_client, address, world):
    for query in ("group=none", "program=none", "sector=none"):
        found = companies(coordinator_client, f"{address('companies:list')}?{query}")
        assert "Birch" in found
        assert "Alder" not in found


def test_programs_are_narrowed_and_ordered(coordinator_client, address, organization):
    today = timezone.localdate()
    for name, start in (("Past", -800), ("Now", -30), ("Later", 400)):
        starts_on = today + timedelta(days=start)
        ProgramFactory(name=name, starts_on=starts_on, ends_on=starts_on + timedelta(days=365))

    def found(query):
        rows = coordinator_client.get(f"{address('programs:list')}?{query}").context["rows"]
        return [line.program.name for line, _url in rows]

    assert found("when=running") == ["Now"]
    assert found("when=over") == ["Past"]
    assert found("when=coming") == ["Later"]
    assert found("sort=name") == ["Later", "Now", "Past"]
    assert found("sort=-starts") == ["Later", "Now", "Past"]
    assert found("sort=due")[-1] == "Past"
    assert found("q=las") == []
    assert found(f"year={(today + timedelta(days=400)).year}") == ["Later"]


@pytest.mark.parametrize("name", ["people", "companies", "programs"])
def test_a_list_opens_with_its_view_and_keeps_it(
    coordinator_client, coordinator, address, world, name
):
    view = saved_views.save(name, "Mine", "q=a", by=coordinator, is_default=True)

    answer = coordinator_client.get(address(f"{name}:list"))

    assert answer.url.endswith(f"?q=a&view={view.pk}")
    assert coordinator_client.get(answer.url).context["menu"].current == view


@pytest.mark.parametrize("name", ["people", "companies", "programs"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_holds_what_is_shown_and_leaves_a_trace(
    coordinator_client, address, world, name, kind
):
    answer = coordinator_client.get(f"{address(f'{name}:export', kind)}?q=zzz")

    assert answer.status_code == 200
    event = AuditEvent.objects.get(verb=f"{name}.exported")
    assert (event.facts["rows"], event.facts["is_searched"]) == (0, True)
    assert coordinator_client.get(address(f"{name}:export", "pdf")).status_code == 404


def test_no_name_becomes_a_formula(coordinator_client, address, organization):
    CompanyFactory(name="=1+1")

    text = b"".join(coordinator_client.get(address("companies:export", "csv"))).decode("utf-8-sig")

    names = [row["name"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    assert "'=1+1" in names


@pytest.mark.parametrize("name", ["people", "companies", "programs"])
def test_a_list_of_three_costs_no_more_than_of_one(coordinator_client, address, world, name):
    url = address(f"{name}:list")
    one = len(statements(coordinator_client, url))
    for _number in range(2):
        company = CompanyFactory(corporate_group=CorporateGroupFactory())
        program = ProgramFactory()
        SponsorshipFactory(program=program, company=company)
        person = PersonFactory(company=company)
        ParticipantFactory(program=program, person=person, company=company)

    assert len(statements(coordinator_client, url)) == one
    assert one <= MOST


def test_sides_are_those_of_the_domain(coordinator_client, address, world):
    selects = coordinator_client.get(address("people:list")).context["selects"]
    filters = {
        one.name: [option.value for option in options]
        for one, options in (*selects.shown, *selects.folded)
    }

    assert filters["side"] == list(Side.values)
