"""What the trail records has words where people read of it; no page shows the name of a verb."""

import ast
import re

from django.conf import settings

from dashboard import words
from dashboard.people import queries
from dashboard.people import words as of_people
from evaluations.certificates import services as certificates
from organizations.audit import record
from participants.queries import history_of
from tests.evaluations.certificates.people import completed_pair

VERB = re.compile(r"[a-z][a-z_]*\.[a-z_]+")
TOLD = words.VERBS.keys() | of_people.VERBS.keys()
# Told on pages of their own, or of what nobody asks again.
ELSEWHERE = (
    *("application", "bulk", "briefing", "companies", "competency", "competitor", "import"),
    *("invitation", "nomination", "organization", "people", "session", "sponsorship", "view"),
)
NOT_TOLD = {
    "alternate.impossible",
    "call.asked",
    "case.read",
    "check.answered",
    "check.read",
    "company.alias_forgotten",
    "company.merged",
    "match.announced",
    "match.refused",
    "membership.changed",
    "membership.ended",
    "module.finished",
    "program.cloned",
    "program.door",
    "program.link",
    "questionnaire.built",
}


def _verbs_of(node):
    """The verbs that a call of ``record`` may write, where they stand in the call."""
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name not in ("record", "record_many") or not node.args:
        return
    for one in ast.walk(node.args[0]):
        if isinstance(one, ast.Constant) and VERB.fullmatch(str(one.value)):
            yield one.value


def recorded():
    apps = [settings.BASE_DIR / app for app in settings.INSTALLED_APPS if "." not in app]
    sources = [path for app in apps for path in app.rglob("*.py") if "demo" not in path.parts]
    trees = [ast.parse(path.read_text()) for path in sources]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {verb for call in calls for verb in _verbs_of(call)}


def test_every_verb_has_words_or_is_told_elsewhere():
    verbs = recorded()
    assert {"observer.answered", "questionnaire.sent", "results.shared", "quote.taken"} <= verbs
    left = {verb for verb in verbs - TOLD if verb.partition(".")[0] not in ELSEWHERE}
    assert left == NOT_TOLD


def test_no_page_shows_the_name_of_a_verb(organization, coordinator):
    pair = completed_pair()
    certificates.issue(pair.mentee, by=coordinator)
    record("questionnaire.sent", pair.mentee, by=coordinator, occasion="mid_year")
    for row in (pair.mentee, pair.mentee.person):
        record("something.unheard_of", row, by=coordinator)
    trail = [event.text for event in queries.trail_of(pair.mentee.person)]
    assert {"Certificate issued", "Sent a questionnaire: Mid-year evaluation"} <= set(trail)
    told = [line.text for line in history_of(pair.mentee)]
    for lines in (trail, told):
        assert "Something else" in lines
        assert not [line for line in lines if "." in line]
