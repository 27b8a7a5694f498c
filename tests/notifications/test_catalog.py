"""What the product says about each kind of message that it can write."""

from notifications import catalog, kinds
from notifications.catalog import Audience

# Nobody may do without these: security, what has a deadline, and endings.
OWED = (
    *("match_announced", "answer_reminder", "nomination_asked", "check_open", "erasure_asked"),
    *("partnership_ended", "match_over", "session_cancelled", "meeting_cancelled", "call_asked"),
    *("role_invitation", "concern_code", "concern_told"),
)


def test_every_kind_is_described_in_words():
    for kind in kinds.registered():
        if kind.startswith("test_"):  # of other tests
            continue
        assert catalog.is_described(kind), kind
        one = catalog.kind_of(kind)
        assert "_" not in str(one.name)
        assert one.audience


def test_what_must_be_heard_cannot_be_stopped():
    assert [kind for kind in OWED if catalog.kind_of(kind).is_optional] == []


def test_what_has_no_surface_has_no_bell():
    for kind in kinds.registered():
        one = catalog.kind_of(kind)
        if one.is_in_app:
            assert one.is_for(*catalog.AT_HOME), kind


def test_a_kind_that_an_app_brings_itself_is_offered_to_its_readers_alone():
    kinds.register("test_news", None, name="News", audience=(Audience.HR,), is_optional=True)

    assert "test_news" in catalog.kinds_for(Audience.HR)
    assert "test_news" not in catalog.kinds_for(Audience.MENTEE, Audience.COORDINATOR)


def test_a_kind_without_facts_is_owed_and_at_once():
    one = catalog.kind_of("test_unheard_of")

    assert (one.is_optional, one.may_wait, one.is_in_app) == (False, False, False)
