"""Companies from a CSV file: all rows or none, with every problem by line."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from organizations.company_files import BadFile, read_rows, save_rows
from organizations.models import AuditEvent, Company, CompanyAlias, CompetitorDeclaration
from tests.factories.organizations import CompanyFactory
from tests.surroundings import dark

HEADER = "name,industry_codes,corporate_group,competitors\n"
SAMPLE = Path("sample_data/companies.csv")


@pytest.fixture
def file(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "companies.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def problems(path):
    with pytest.raises(BadFile) as refused:
        save_rows(read_rows(path), by=None)
    assert not Company.objects.exists()
    assert not AuditEvent.objects.exists()
    return refused.value.problems


def test_competitors_may_stand_further_down(organization, file):
    path = file(HEADER + "Alder,311811; 5221,Halden,birch\nBirch,,HALDEN,\n")

    assert save_rows(read_rows(path), by=None) == 2

    alder = Company.objects.get(name="Alder")
    assert [row.code for row in alder.industries.all()] == ["311811", "5221"]
    assert alder.corporate_group.name == "Halden"
    assert Company.objects.get(name="Birch").corporate_group == alder.corporate_group
    assert CompetitorDeclaration.objects.get().competitor.name == "Birch"


def test_the_sample_file_twice_changes_nothing(organization, coordinator):
    save_rows(read_rows(SAMPLE), by=coordinator)
    before = AuditEvent.objects.count()

    assert save_rows(read_rows(SAMPLE), by=coordinator) == 24

    assert Company.objects.count() == 24
    assert AuditEvent.objects.count() == before


def test_a_changed_row_changes_its_company_alone(organization, file):
    save_rows(read_rows(file(HEADER + "Alder,311811,,Birch\nBirch,,,\n")), by=None)
    before = AuditEvent.objects.count()

    save_rows(read_rows(file(HEADER + "Alder,5221,,\n")), by=None)

    assert [row.code for row in Company.objects.get(name="Alder").industries.all()] == ["5221"]
    assert not CompetitorDeclaration.objects.exists()
    assert Company.objects.count() == 2
    assert AuditEvent.objects.count() == before + 1


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("Alder,311899,,\n", "Line 2, industry_codes: 311899 is no NAICS 2022 code. The nearest"),
        ("Alder,99x,,\n", "Line 2, industry_codes: 99x is no NAICS 2022 code."),
        ("Alder,,,\nAlder,,,\n", "Line 3, name: this company stands in the file more than once."),
        ("Alder,,,Birch\n", "Line 2, competitors: there is no company “Birch”."),
        (",,,\n", "Line 2, name: Please fill this in."),
        ("Alder,,,Alder\n", "Line 2, competitors: Select a valid choice."),
        ("x" * 161 + ",,,\n", "Line 2, name: Ensure this value has at most 160 characters"),
    ],
)
def test_every_problem_names_its_line_and_column(organization, file, rows, said):
    assert any(text.startswith(said) for text in problems(file(HEADER + rows)))


def test_all_problems_are_said_at_once(organization, file):
    assert len(problems(file(HEADER + "A,1,,\nB,2,,\nC,3111,,\n"))) == 2


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("name,industry_codes\nAlder,\n", "utf-8", "There is no column corporate_group"),
        (HEADER + "Müller,,,\n", "latin-1", "The file cannot be read"),
        (HEADER + '"Alder,,,\n', "utf-8", "The file cannot be read"),
        ("", "utf-8", "There is no column name"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(organization, file, text, encoding, said):
    assert problems(file(text, encoding))[0].startswith(said)


def test_a_byte_order_mark_and_other_scripts_are_read(organization, file):
    path = file(HEADER + "株式会社山田,3118,,\nשקד בע״מ,,,\n", "utf-8-sig")

    assert save_rows(read_rows(path), by=None) == 2

    assert Company.objects.filter(name="株式会社山田").exists()


def test_the_command_says_what_it_did(organization, file, capsys):
    path = file(HEADER + "Alder,3118,,\n")
    with dark():
        call_command("import_companies", path, organization=organization.slug)

    assert "1 companies are recorded" in capsys.readouterr().out
    assert Company.objects.get().name == "Alder"


def test_the_command_refuses_a_bad_file_and_an_unknown_organization(organization, file):
    path = file(HEADER + "Alder,1,,\n")
    with dark(), pytest.raises(CommandError, match="Nothing is saved"):
        call_command("import_companies", path, organization=organization.slug)
    with dark(), pytest.raises(CommandError, match="no organization"):
        call_command("import_companies", path, organization="nobody")

    assert not Company.objects.exists()


def test_a_file_that_knows_another_name_of_a_company_renames_nothing(organization):
    company = CompanyFactory(name="Alder Group")
    CompanyAlias.objects.create(company=company, name="Alder Works")
    row = {"name": "ALDER works", "industry_codes": "311811", "corporate_group": ""}

    assert save_rows([(2, row | {"competitors": ""})], by=None) == 1

    found = Company.objects.get()
    assert found.name == "Alder Group"
    assert [one.code for one in found.industries.all()] == ["311811"]
    assert [alias.name for alias in found.aliases.all()] == ["Alder Works"]
