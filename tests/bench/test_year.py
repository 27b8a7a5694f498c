"""The daily pass is measured over pairs that are under way, each of whom is asked."""

import pytest

from tests.bench import year


@pytest.mark.django_db(transaction=True)
def test_the_daily_pass_asks_everybody_once(monkeypatch):
    monkeypatch.setattr("mentoring.tenancy.tasks.TenantTask.queue_now", lambda *asked, **more: None)

    line = year.daily_pass(4)

    assert line["asked"] == 2 * line["partnerships"] > 0
    assert line["written"] >= line["asked"]
    assert line["passes"] == 2
