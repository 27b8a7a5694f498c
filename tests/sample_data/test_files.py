"""The sample files and the reference data agree with each other and with their README."""

import csv
import io
import re
import unicodedata
import zoneinfo
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "sample_data"
SECOND = SAMPLE / "second"

PERSON = ["email", "given_name", "family_name", "company", "title", "level", "years_experience"]
LOGISTICS = ["languages", "time_zone", "hours_from", "hours_to", "meeting_form"]
LIMITS = ["max_time_zone_gap", "former_employers", "please_not", "manager_email"]
MENTEE = [*PERSON, "transition_wanted", *LOGISTICS, "needs", "story", "ways_of_working", *LIMITS]
MENTOR = [
    *PERSON,
    "transitions_lived",
    *LOGISTICS,
    "offers",
    "story",
    "ways_of_working",
    "capacity",
    *LIMITS,
]
LANGUAGES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "pl": "Polish",
    "it": "Italian",
}
SCRIPTS = {
    "Greek": "\u0370-\u03ff",
    "Cyrillic": "\u0400-\u04ff",
    "Hebrew": "\u0590-\u05ff",
    "Arabic": "\u0600-\u06ff",
    "Chinese": "\u4e00-\u9fff",
    "Vietnamese": "\u1ea0-\u1ef9",
}


def rows(path, encoding="utf-8", delimiter=","):
    text = path.read_bytes().decode(encoding)
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def items(cell):
    return [item.strip() for item in re.split(r"[;|]", cell) if item.strip()]


def sentences(story):
    return [sentence for sentence in re.split(r"(?<=[.?!])\s+", story.strip()) if sentence]


def industries(company):
    return {code[:4] for code in items(company["industry_codes"])}


NAICS = rows(ROOT / "organizations/data/naics_2022.csv")
COMPETENCIES = rows(ROOT / "participants/data/competencies.csv")
TRANSITIONS = rows(ROOT / "participants/data/transitions.csv")
WAYS = rows(ROOT / "participants/data/ways_of_working.csv")
FOLDERS = {"first": SAMPLE, "second": SECOND}


@pytest.fixture(params=FOLDERS)
def folder(request):
    return FOLDERS[request.param]


@pytest.fixture
def companies(folder):
    return rows(folder / "companies.csv")


@pytest.fixture
def mentees(folder):
    return rows(folder / "mentees.csv")


@pytest.fixture
def mentors(folder):
    return rows(folder / "mentors.csv")


# Reference data


def test_industry_codes_form_a_tree_of_the_2022_edition():
    codes = [row["code"] for row in NAICS]
    assert len(codes) == len(set(codes))
    # 20 sectors, three of which are ranges: 17 + 3 + 2 + 2 rows.
    assert Counter(map(len, codes)) == {2: 24, 3: 96, 4: 308, 5: 689, 6: 1012}
    assert {"31", "32", "33", "44", "45", "48", "49"} <= set(codes)
    assert all(len(code) == 2 or code[:-1] in codes for code in codes)
    assert all(row["title"] == row["title"].strip() != "" for row in NAICS)


def test_competencies_are_about_160_in_about_10_themes():
    assert 150 <= len(COMPETENCIES) <= 170
    assert 9 <= len({row["theme"] for row in COMPETENCIES}) <= 12
    assert len({row["label"].casefold() for row in COMPETENCIES}) == len(COMPETENCIES)
    assert len({row["source"] for row in COMPETENCIES}) == len(COMPETENCIES)


def test_competencies_are_readable_and_sourced():
    for row in COMPETENCIES:
        assert row["code"] == re.sub(r"[^a-z0-9]+", "-", row["label"].lower()).strip("-")
        assert len(row["code"]) <= 60
        assert 2 <= len(row["label"].split()) <= 5
        assert row["label"][0].isupper()
        assert row["source"].startswith("http://data.europa.eu/esco/skill/")


def test_transitions_and_ways_of_working_are_complete():
    assert 12 <= len(TRANSITIONS) <= 16
    assert len({row["code"] for row in TRANSITIONS}) == len(TRANSITIONS)
    assert len({row["label"].casefold() for row in TRANSITIONS}) == len(TRANSITIONS)
    assert [row["position"] for row in WAYS] == [str(n) for n in range(1, 9)]
    assert all(row["a"] and row["b"] and row["a"] != row["b"] for row in WAYS)


def test_notice_names_each_source():
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for word in ("NAICS", "public domain", "ESCO", "2011/833/EU", "Lucide", "Source Sans", "htmx"):
        assert word in notice


# Companies


def test_companies_count_and_names_are_unique():
    assert len(rows(SAMPLE / "companies.csv")) == 24
    assert len(rows(SECOND / "companies.csv")) == 6


def test_company_rows_are_consistent(companies):
    codes = {row["code"] for row in NAICS}
    names = {row["name"] for row in companies}
    assert len({name.casefold() for name in names}) == len(companies)
    for row in companies:
        assert list(row) == ["name", "industry_codes", "corporate_group", "competitors"]
        assert set(items(row["industry_codes"])) <= codes
        assert items(row["industry_codes"])
        assert set(items(row["competitors"])) <= names - {row["name"]}


def test_first_organization_has_every_kind_of_competition():
    companies = rows(SAMPLE / "companies.csv")
    assert len(set().union(*map(industries, companies))) >= 8
    assert sum(len(items(row["industry_codes"])) > 1 for row in companies) >= 3
    groups = Counter(row["corporate_group"] for row in companies if row["corporate_group"])
    assert list(groups.values()) == [2]
    pairs = [(a, b) for a in companies for b in companies if a["name"] < b["name"]]
    by_code = [pair for pair in pairs if industries(pair[0]) & industries(pair[1])]
    declared = [
        (a, b)
        for a, b in pairs
        if b["name"] in items(a["competitors"]) or a["name"] in items(b["competitors"])
    ]
    assert len(by_code) >= 3
    assert len([pair for pair in declared if pair not in by_code]) >= 3
    assert len(by_code) + len(declared) < len(pairs) / 10


# People


def test_files_have_the_documented_columns(mentees, mentors):
    assert list(mentees[0]) == MENTEE
    assert list(mentors[0]) == MENTOR


def test_counts():
    assert len(rows(SAMPLE / "mentees.csv")) == 120
    assert len(rows(SAMPLE / "mentors.csv")) == 90
    assert len(rows(SECOND / "mentees.csv")) == 12
    assert len(rows(SECOND / "mentors.csv")) == 10


def test_addresses_and_names_are_unique_and_reserved(mentees, mentors):
    people = [*mentees, *mentors]
    assert len({row["email"].lower() for row in people}) == len(people)
    assert len({(row["given_name"], row["family_name"]) for row in people}) == len(people)
    for row in people:
        assert re.fullmatch(r"[a-z0-9.-]+@[a-z-]+\.example", row["email"])
        assert re.fullmatch(r"([a-z0-9.-]+@[a-z-]+\.example)?", row["manager_email"])
        assert row["manager_email"] != row["email"]


def test_cells_refer_to_what_exists(companies, mentees, mentors):
    names = {row["name"] for row in companies}
    steps = {row["label"] for row in TRANSITIONS}
    zones = zoneinfo.available_timezones()
    languages = {*LANGUAGES, *LANGUAGES.values()}
    addresses = {row["email"] for row in [*mentees, *mentors]}
    for row in [*mentees, *mentors]:
        assert row["company"] in names
        assert row["time_zone"] in zones
        assert items(row["languages"])
        assert set(items(row["languages"])) <= languages
        assert set(items(row.get("transition_wanted") or row["transitions_lived"])) <= steps
        assert set(items(row["please_not"])) <= names | addresses


def test_cells_are_within_their_bounds(mentees, mentors):
    for row in [*mentees, *mentors]:
        assert 1 <= int(row["level"]) <= 6
        assert 0 <= int(row["years_experience"]) <= 50
        assert 0 <= int(row["max_time_zone_gap"]) <= 12
        assert re.fullmatch(r"[AB-]{8}", row["ways_of_working"])
        assert re.fullmatch(r"\d\d:\d\d", row["hours_from"])
        assert row["hours_from"] < row["hours_to"]
        assert row["meeting_form"] in {"virtual", "in person", "either"}
        for employer in items(row["former_employers"]):
            assert re.fullmatch(r".+ \(\d{4}-\d\d-\d\d\)", employer)


def test_needs_and_offers_are_known_competencies(mentees, mentors):
    labels = {row["label"] for row in COMPETENCIES}
    for row in mentees:
        needs = items(row["needs"])
        assert set(needs) <= labels
        assert 1 <= len(needs) == len(set(needs)) <= 5
        assert len(items(row["transition_wanted"])) == 1
    for row in mentors:
        offers = dict(item.rsplit(":", 1) for item in items(row["offers"]))
        assert set(offers) <= labels
        assert set(offers.values()) <= set("12345")
        assert 1 <= len(offers) == len(items(row["offers"])) <= 8
        assert items(row["transitions_lived"])


def test_no_sentence_is_told_twice():
    files = [
        folder / name for folder in FOLDERS.values() for name in ("mentees.csv", "mentors.csv")
    ]
    told = Counter(
        sentence for path in files for row in rows(path) for sentence in sentences(row["story"])
    )
    assert [sentence for sentence, times in told.items() if times > 1] == []
    assert len(told) > 500


def test_a_story_has_two_to_four_sentences(mentees, mentors):
    lengths = {row["email"]: len(sentences(row["story"])) for row in [*mentees, *mentors]}
    assert {email: n for email, n in lengths.items() if not 2 <= n <= 4} == {}


def test_people_live_in_many_zones_and_speak_many_languages():
    people = [*rows(SAMPLE / "mentees.csv"), *rows(SAMPLE / "mentors.csv")]
    assert len({row["time_zone"] for row in people}) >= 12
    spoken = Counter(word for row in people for word in items(row["languages"]))
    for code, name in LANGUAGES.items():
        assert code == "it" or spoken[code] + spoken[name] >= 10
    speak_english = spoken["en"] + spoken["English"]
    assert 0.9 < speak_english / len(people) < 1


def test_names_come_in_many_scripts():
    for paths in (["mentees.csv", "mentors.csv"], ["mentors_with_mistakes.csv"]):
        people = [row for path in paths for row in rows(SAMPLE / path, "utf-8-sig")]
        names = "".join(row["given_name"] + row["family_name"] for row in people)
        assert [name for name, span in SCRIPTS.items() if not re.search(f"[{span}]", names)] == []
        separate_accents = names != unicodedata.normalize("NFC", names)
        assert separate_accents == (paths == ["mentors_with_mistakes.csv"])


def test_capacities_leave_mentors_free_and_nobody_without_reason():
    mentors = rows(SAMPLE / "mentors.csv")
    share = Counter(row["capacity"] for row in mentors)
    assert share == {"1": 45, "2": 32, "3": 13}
    offered = {item.rsplit(":", 1)[0] for row in mentors for item in items(row["offers"])}
    spoken = {word for row in mentors for word in items(row["languages"])}
    stranded = [
        row["given_name"]
        for row in rows(SAMPLE / "mentees.csv")
        if not set(items(row["needs"])[:2]) & offered or not set(items(row["languages"])) & spoken
    ]
    assert stranded == ["Giancarlo", "Paola"]


def test_former_employers_and_wishes_against_are_present():
    people = [*rows(SAMPLE / "mentees.csv"), *rows(SAMPLE / "mentors.csv")]
    names = {row["name"] for row in rows(SAMPLE / "companies.csv")}
    left = [item for row in people for item in items(row["former_employers"])]
    assert len([item for item in left if item[:-13] in names and item[-11:-1] > "2025-01-01"]) >= 4
    unwanted = [item for row in people for item in items(row["please_not"])]
    assert {"@" in item for item in unwanted} == {True, False}


# The second organization


def test_second_organization_shares_one_person_and_one_company_name():
    people = {}
    for name, folder in FOLDERS.items():
        both = [*rows(folder / "mentees.csv"), *rows(folder / "mentors.csv")]
        people[name] = {(row["email"], row["given_name"], row["family_name"]) for row in both}
    assert people["first"] & people["second"] == {
        ("agnieszka.wolanska-kruk@mirowit.example", "Agnieszka", "Wolańska-Kruk")
    }
    companies = {
        name: {row["name"]: row["industry_codes"] for row in rows(folder / "companies.csv")}
        for name, folder in FOLDERS.items()
    }
    assert companies["first"].keys() & companies["second"].keys() == {"Mirowit Software"}
    first, second = companies["first"], companies["second"]
    assert not set(items("; ".join(first.values()))) & set(items("; ".join(second.values())))


# The files with mistakes


def test_mentees_file_with_mistakes_is_semicolons_in_windows_1252():
    raw = (SAMPLE / "mentees_with_mistakes.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    text = raw.decode("cp1252")
    assert text.split("\r\n")[0].split(";") == MENTEE
    for mistake in (
        "JOERG.BRUEGGENTHIES@Hagenried.example",
        "Ferncastle Mutal",
        "(at)",
        "\xa0",
        ";senior;",
        "12 years",
        ";8.5;17h;",
        "CET+1",
        ";Berlin;",
        "Leading chnage",
        "Motivating people | motivating people",
        "(45292)",
        "(31/12/2023)",
        "=HYPERLINK(",
        "+SUM(1)",
        "@cmd",
        "Leading managers:5",
        ";" * (len(MENTEE) - 1) + "\r\n",
    ):
        assert mistake in text
    people = rows(SAMPLE / "mentees_with_mistakes.csv", "cp1252", ";")
    assert len(people) >= 25
    assert any(row["email"] and not row["family_name"] for row in people)
    assert any(len(row["story"] or "") > 5000 for row in people)


def test_mentors_file_with_mistakes_is_utf8_with_a_mark():
    raw = (SAMPLE / "mentors_with_mistakes.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    people = rows(SAMPLE / "mentors_with_mistakes.csv", "utf-8-sig")
    assert list(people[0]) == MENTOR
    assert len(people) == 25
    assert {"0", "99", "two", ""} <= {row["capacity"] for row in people}
    assert {"UTC-8", "Sydney"} <= {row["time_zone"] for row in people}
    assert len({row["email"].lower() for row in people}) == len(people) - 1
    text = raw.decode("utf-8-sig")
    for mistake in (
        "\u200b",
        "=1+1",
        "=HYPERLINK(",
        "0.375",
        "Basket weaving",
        "Hagenried Pumpen AG",
    ):
        assert mistake in text


def test_files_with_mistakes_hold_right_rows_too():
    labels = {row["label"] for row in COMPETENCIES}
    names = {row["name"] for row in rows(SAMPLE / "companies.csv")}
    first = rows(SAMPLE / "mentees_with_mistakes.csv", "cp1252", ";")[0]
    assert set(items(first["needs"])) <= labels
    for row in [first, *rows(SAMPLE / "mentors_with_mistakes.csv", "utf-8-sig")[:7]]:
        assert row["company"] in names
        assert row["time_zone"] in zoneinfo.available_timezones()
