"""The door of the API: who may knock, what is said at the threshold."""

import pickle

import pytest
from django.core.cache import caches

from api.access import OrganizationView, opened_to
from api.throttling import CallsOfLogin, Json
from api.urls import urlpatterns
from mentoring.launch.valkey import Valkey
from organizations.models import User
from organizations.roles import Role
from tests.factories.organizations import MembershipFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.surroundings import DarkClient, dark, inside

ONLY_FOR_STAFF = ("schema", "programs/spring/runs", "programs/spring/runs/1/matches")


def fault(response):
    assert response.headers["Content-Type"] == "application/json"
    (only,) = response.json().items()
    assert only[0] == "error"
    assert set(only[1]) == {"code", "message", "fields"}
    return only[1]["code"]


def test_nobody_signed_in_is_told_so(caller_for, program):
    response = caller_for().get("programs")

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Session"
    assert fault(response) == "not_authenticated"


def test_a_stranger_finds_nothing(client_for, program, other_organization, caller_for):
    with inside(other_organization):
        stranger = MembershipFactory()

    known = caller_for(stranger).get("programs")
    unknown = client_for(stranger).get("/no-such-organization/api/v1/programs")

    assert known.status_code == unknown.status_code == 404
    assert known.content == unknown.content
    assert fault(known) == "not_found"


@pytest.mark.parametrize("path", ONLY_FOR_STAFF)
def test_a_role_that_may_not_is_refused(path, hr, caller_for, program):
    person = caller_for(membership_of(ParticipantFactory(program=program)))

    for caller in (hr, person):
        response = caller.get(path)
        assert response.status_code == 403
        assert fault(response) == "permission_denied"


@pytest.fixture
def both(caller_for, coordinator):
    """Somebody who coordinates and administers, and the ids of the two roles."""
    other = MembershipFactory(user=coordinator.user, role=Role.ADMINISTRATOR)
    return caller_for(coordinator), str(coordinator.pk), str(other.pk)


def test_one_of_several_roles_is_named(both, program):
    caller, coordinates, administers = both

    unnamed = caller.get("programs")
    roles = caller.get("me").json()["roles"]

    assert (unnamed.status_code, fault(unnamed)) == (403, "choose_role")
    assert {role["id"] for role in roles} == {coordinates, administers}
    for role in (coordinates, administers):
        assert caller.acting(role).get("programs").status_code == 200


def test_the_named_role_decides_what_one_may(both, program):
    caller, coordinates, administers = both
    wanted = {"email": "new@works.example", "role": "coordinator"}

    codes = [
        caller.acting(role).post("staff/invitations", wanted).status_code
        for role in (coordinates, administers)
    ]

    assert codes == [403, 201]


@pytest.mark.parametrize("said", ["", "x", "0190a1b2-0000-7000-8000-000000000000"])
def test_a_role_that_one_does_not_have_opens_nothing(said, both, hr, staff, program):
    for caller in (both[0], staff, hr):
        response = caller.acting(said).get("programs")
        assert (response.status_code, fault(response)) == (403, "permission_denied")


def test_everybody_reads_who_they_are(hr, staff, caller_for, company, program):
    person = caller_for(membership_of(ParticipantFactory(program=program)))

    told = [one.get("me").json()["roles"] for one in (hr, staff, person)]

    assert [[role["role"] for role in roles] for roles in told] == [
        ["hr"],
        ["coordinator"],
        ["participant"],
    ]
    assert told[0][0]["company"] == str(company.pk)
    assert caller_for().get("me").status_code == 401


def test_missing_rows_and_addresses_are_alike(staff, program):
    bodies = {
        staff.get(path).content
        for path in ("programs/none", "none", "", "programs/spring/runs/9/matches", "programs/")
    }

    assert len(bodies) == 1


def test_unsafe_calls_need_the_token_of_the_page(coordinator, organization, program):
    browser = DarkClient(enforce_csrf_checks=True)
    with dark():
        user = User.objects.get(pk=coordinator.user_id)
    browser.force_login(user)
    path = f"/{organization.slug}/api/v1/programs/spring/participants"

    response = browser.post(path, {"side": "mentee"}, content_type="application/json")

    assert response.status_code == 403
    assert fault(response) == "csrf"


def test_methods_that_do_not_exist(staff, program):
    assert staff.browser.delete(f"{staff.root}/programs/spring").status_code == 405
    assert staff.browser.options(f"{staff.root}/programs").status_code == 405


@pytest.mark.parametrize("body", ["{", "[" * 20_000, '{"side":' * 20_000, "[" * 9**6 + "]" * 9**6])
def test_a_body_that_is_not_json(body, staff, program):
    response = staff.browser.post(
        f"{staff.root}/programs/spring/participants", body, content_type="application/json"
    )

    assert response.status_code == 400
    assert fault(response) == "parse_error"


def test_a_body_that_is_too_large_is_refused_unread(staff, program, settings):
    response = staff.browser.generic(
        "POST",
        f"{staff.root}/programs/spring/participants",
        b"{}",  # who reads as much as is announced fails
        content_type="application/json",
        CONTENT_LENGTH=str(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1),
    )

    assert response.status_code == 413
    assert response.json()["error"] == {
        "code": "too_large",
        "message": "The body is too large. Send at most 12 MB at once.",
        "fields": {},
    }


def test_a_body_as_large_as_is_taken_is_read(staff, program, settings):
    body = "{".ljust(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)

    response = staff.browser.post(
        f"{staff.root}/programs/spring/participants", body, content_type="application/json"
    )

    assert fault(response) == "parse_error"


def test_a_form_is_not_taken_for_json(staff, program):
    response = staff.browser.post(f"{staff.root}/programs/spring/participants", {"side": "mentee"})

    assert response.status_code == 415
    assert fault(response) == "unsupported_media_type"


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"page_size": 101}, "page_size"),
        ({"page_size": "many"}, "page_size"),
        ({"page": 0}, "page"),
        ({"sort": "name"}, "sort"),
    ],
)
def test_parameters_are_checked(parameters, field, staff, program):
    response = staff.get("programs", **parameters)

    assert response.status_code == 400
    assert fault(response) == "invalid"
    assert list(response.json()["error"]["fields"]) == [field]


def test_a_page_beyond_the_last_is_missing(staff, program):
    assert staff.get("programs", page=2).status_code == 404


def test_too_many_calls(staff, program, monkeypatch):
    monkeypatch.setattr(CallsOfLogin, "THROTTLE_RATES", {"user": "2/min"})

    statuses = [staff.get(path).status_code for path in ("programs", "none", "programs")]
    last = staff.get("programs")

    assert statuses == [200, 404, 429]
    assert fault(last) == "throttled"
    assert 0 < int(last.headers["Retry-After"]) <= 61


@pytest.fixture
def broker(tmp_path, settings):
    """A broker of our own, in which the calls are counted."""
    running = Valkey(tmp_path)
    running.start()
    calls = settings.CACHES["calls"] | {"LOCATION": running.url}
    settings.CACHES = settings.CACHES | {"calls": calls}
    yield running
    running.destroy()


def test_without_the_broker_calls_are_answered_and_not_counted(
    staff, program, broker, monkeypatch, caplog
):
    monkeypatch.setattr(CallsOfLogin, "THROTTLE_RATES", {"user": "1/min"})
    monkeypatch.setattr(CallsOfLogin, "cache", caches["calls"])
    before = [staff.get("programs").status_code for _ in range(2)]

    broker.kill()
    during = [staff.get("programs").status_code for _ in range(2)]

    assert before == [200, 429]
    assert during == [200, 200]
    assert "Calls are not counted" in caplog.text

    broker.start()
    assert [staff.get("programs").status_code for _ in range(2)] == [200, 429]


def test_what_the_broker_keeps_is_data(settings):
    hostile = pickle.dumps(pytest.fail)

    assert settings.CACHES["calls"]["OPTIONS"]["serializer"] == "api.throttling.Json"
    with pytest.raises(UnicodeDecodeError):
        Json.loads(hostile)


def test_every_handler_says_whom_it_is_open_to():
    views = [entry.callback.view_class for entry in urlpatterns]

    assert all(issubclass(view, OrganizationView) for view in views)
    for view in views:
        for name in set(OrganizationView.http_method_names) - {"head"}:
            assert not hasattr(view, name) or getattr(view, name).roles


def test_a_handler_that_says_nothing_is_closed(rf, coordinator, organization):
    class Forgotten(OrganizationView):
        def get(self, request, organization):
            raise AssertionError

    request = rf.get("/")
    with dark():
        request.user = User.objects.get(pk=coordinator.user_id)

    assert Forgotten.as_view()(request, organization=organization.slug).status_code == 403


def test_the_view_names_all_roles_of_its_handlers():
    class Two(OrganizationView):
        @opened_to(Role.HR)
        def get(self, request):
            raise AssertionError

        @opened_to(Role.COORDINATOR)
        def post(self, request):
            raise AssertionError

    assert Two.as_view().roles == {Role.HR, Role.COORDINATOR}


def test_a_deactivated_login_is_nobody(staff, coordinator, program):
    with dark():
        User.objects.filter(pk=coordinator.user_id).update(is_active=False)

    assert staff.get("programs").status_code == 401
