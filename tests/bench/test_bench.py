"""The benchmarks with small counts: what they count, and the shape of what they print.

Nothing here depends on how fast the machine is today.
"""

import http.server
import json
import os
import threading

import pytest
from django.conf import settings

from tests.bench import _reported, csv_import, pages, portal, readiness, reports, search
from tests.bench._matching import edits, explained, fairness, large, peer, published, whole
from tests.bench._organizations import announced_of, filled
from tests.running import database_url

# What a coordinator has open all day, and the first page of a participant.
BARRED = ("dashboard", "participants", "companies", "workbench", "cases", "portal")


def _printed(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.django_db(transaction=True)
def test_statements_of_a_page_do_not_depend_on_the_number_of_people(capsys):
    pages.main(["--people", "12", "36", "--repeats", "1"])

    lines = {line["page"]: line for line in _printed(capsys)}
    counts = {
        page: [at["statements"] for at in line["at"].values()] for page, line in lines.items()
    }
    assert {page: of for page, of in counts.items() if of[0] != of[1]} == {}
    assert all(line["is_constant"] for line in lines.values())
    assert {page: counts[page][0] for page in BARRED if counts[page][0] > 12} == {}
    assert lines.keys() >= {*BARRED, "partnerships", "portal match", "company people"}


def test_more_statements_on_a_larger_page_miss_the_bar():
    at = {"50": {"statements": 9}, "5000": {"statements": 10}}

    line = pages._line("list", at)

    assert (line["is_constant"], line["within_bar"]) == (False, False)
    assert not pages._line("list", {"50": {"statements": 13}})["within_bar"]
    assert pages._line("list", {"50": {"statements": 12}})["within_bar"]


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_the_portal_is_measured_beside_an_empty_view_of_the_same_server():
    made = filled(12)
    env = os.environ | {"DATABASE_URL": database_url(), "SECRET_KEY": settings.SECRET_KEY}

    line = portal.measure(made, env, requests=32, rounds=2)

    assert json.loads(json.dumps(line)) == line
    assert line["requests"] == 32
    assert line["requests_per_second"].keys() == {"portal", "empty", "empty_anonymous"}
    assert all(rate > 0 for rate in line["requests_per_second"].values())
    assert line["within_bar"] == (line["ratio"] >= 0.5)


class _OnlyMissing(http.server.BaseHTTPRequestHandler):
    """Answers every request with 404, and keeps the connection."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(404)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"none")

    def log_message(self, *words):
        """Say nothing: the answers are counted by whoever asked."""


def test_an_answer_that_is_no_page_fails_the_measurement():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _OnlyMissing) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            with pytest.raises(RuntimeError, match="of /x failed"):
                portal._rates(server.server_port, {"portal": ("/x", "")}, 16, 1)
        finally:
            server.shutdown()
            thread.join()


def test_the_optimum_is_never_worse_than_greedy():
    line = explained.measure(40)

    assert json.loads(json.dumps(line)) == line
    reached = {name: (line[name]["matched"], line[name]["total"]) for name in ("optimum", "greedy")}
    assert reached["optimum"] >= reached["greedy"]
    assert line["optimum"]["matched"] <= min(line["mentees"], line["places"])
    assert all(seconds >= 0 for seconds in line["cpu_seconds"].values())


def test_a_large_pool_is_solved_in_a_process_of_its_own():
    line = large.measure(60)

    own = large.solved(60)
    assert line["optimum"] == own["optimum"]
    assert 0 < line["gigabytes"] < own["gigabytes"] + 1
    assert line["within_bar"]


def test_edits_are_measured_with_their_moves():
    line = edits.measure(60, edits=6)

    assert json.loads(json.dumps(line)) == line
    assert line["edits"] == 6
    assert line["moves"]["most"] >= 1


def test_the_highest_floor_is_never_below_greedy():
    line = fairness.measure((20, 30), seeds=2)

    assert json.loads(json.dumps(line)) == line
    assert line["instances"] == line["matched_and_worst_at_least"] == 12
    assert line["within_bar"]


PUBLISHED_FULL = "3\n 1 5 9\n 5 1 9\n 9 9 1\n"
PUBLISHED_SPARSE = " 3 \n 1 1 1 \n 1 2 5 \n 2 1 5 \n 2 2 1 \n 3 3 1 \n"


@pytest.mark.parametrize("text", [PUBLISHED_FULL, PUBLISHED_SPARSE])
def test_a_published_problem_is_solved_for_the_least_cost(monkeypatch, tmp_path, text):
    monkeypatch.setitem(published.OPTIMA, "small", 3)
    (tmp_path / "small.txt").write_text(text, encoding="ascii")

    (line,) = published.measure(["small"], tmp_path)

    assert (line["matched"], line["optimum"], line["certificate"]) == (3, 3, True)
    assert line["within_bar"]


def test_another_optimum_than_the_published_one_misses_the_bar(monkeypatch, tmp_path):
    monkeypatch.setitem(published.OPTIMA, "small", 4)
    (tmp_path / "small.txt").write_text(PUBLISHED_FULL, encoding="ascii")

    (line,) = published.measure(["small"], tmp_path)

    assert line["within_bar"] is False


def test_a_published_problem_that_cannot_be_had_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(published, "ADDRESS", (tmp_path / "nowhere").as_uri())

    (line,) = published.measure(["assign100"], tmp_path)

    assert "No such file" in line["missing"]
    assert line["within_bar"] is None


def test_a_peer_that_cannot_be_had_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(peer, "_environment", lambda: str(tmp_path / "python"))

    line = peer.measure(20)

    assert "No such file" in line["missing"]
    assert line["within_bar"] is None


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_the_whole_run_is_measured_beside_the_engine(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database_url())
    monkeypatch.setenv("SECRET_KEY", settings.SECRET_KEY)

    line = whole.measure(12, rounds=1)

    assert json.loads(json.dumps(line)) == line
    assert line["mentees"] == 12
    assert 0 < line["matched"] <= 12
    assert line["ratio"] > 1


@pytest.mark.parametrize("share", [1, 4])
def test_readiness_is_measured_on_a_pool_that_suffices_and_on_a_short_one(share):
    line = readiness.measure(60, share)

    assert json.loads(json.dumps(line)) == line
    assert line["matched"] <= min(line["mentees"], line["places"])
    assert (line["groups"] > 0) == (line["matched"] < line["mentees"]) == (line["offers"] > 0)
    assert line["cpu_seconds"] >= 0


@pytest.mark.django_db(transaction=True)
def test_search_is_measured_in_every_way(capsys):
    search.main(["--people", "60", "--organizations", "3", "--rounds", "1"])

    lines = {line["kind"]: line for line in _printed(capsys)}
    assert lines.keys() == {*search.QUERIES, "all in one"}
    assert all(
        line["queries"] == len(search.QUERIES[kind])
        for kind, line in lines.items()
        if kind in search.QUERIES
    )
    assert all(
        0 < line["sql_milliseconds"]["p50"] < line["milliseconds"]["p95"] for line in lines.values()
    )
    assert lines["all in one"]["within_bar"] is None


@pytest.mark.django_db(transaction=True)
def test_the_import_is_measured_with_every_row_written_once(capsys):
    csv_import.main(["--rows", "30"])

    lines = _printed(capsys)
    assert [line["part"] for line in lines] == ["check", "apply", "check again", "apply again"]
    assert {line["rows"] for line in lines} == {30}
    assert all(line["rows_per_second"] > 0 for line in lines)


@pytest.mark.parametrize(("people", "announced"), [(5, 1), (50, 5), (5000, 100)])
def test_a_share_of_the_matches_is_announced(people, announced):
    assert announced_of(people) == announced


def test_a_release_is_measured_with_what_it_keeps_and_who_attacks_it():
    table = reports.tables_of(40, (3, 2), bar=0)
    attack = reports.attacked(2)

    assert table["released"] <= table["large_enough"] <= table["cells"]
    assert (table["within_bar"], attack["within_bar"]) == (False, True)
    assert (attack["histories"], attack["broken"]) == (2, 0)
    assert attack["released"] > 0
    assert reports.documents_of(1)["files"] == 3


@pytest.mark.django_db(transaction=True)
def test_reports_are_measured_from_rows_to_files_beside_reading_them_bare():
    one, every = _reported.measure(24, 4)

    assert json.loads(json.dumps([one, every])) == [one, every]
    assert (one["files"], every["files"], every["reports"]) == (4, 16, 5)
    assert one["ratio_to_bare_sql"] > 0
    assert one["statements"] < every["statements"]
