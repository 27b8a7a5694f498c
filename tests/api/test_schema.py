"""The description of the API holds for what the API does."""

import json
from uuid import UUID

import jsonschema
import pytest
from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator

from api.urls import urlpatterns
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership
from tests.matching.pools import finished_run, make_pool

ROOT = "/{organization}/api/v1/"
UNDESCRIBED = {"schema", "missing"}


@pytest.fixture(scope="module")
def schema():
    return json.loads(json.dumps(SchemaGenerator().get_schema(request=None, public=True)))


def plain(part):
    """OpenAPI 3.0's ``nullable`` in the words of JSON Schema."""
    if isinstance(part, list):
        return [plain(item) for item in part]
    if not isinstance(part, dict):
        return part
    part = {key: plain(value) for key, value in part.items()}
    return {"anyOf": [part, {"type": "null"}]} if part.pop("nullable", False) else part


def check(schema, operation, status, body):
    """Check a body against the schema of this answer."""
    described = operation["responses"][str(status)]["content"]["application/json"]["schema"]
    whole = plain({**described, "components": schema["components"]})
    jsonschema.validate(body, whole, jsonschema.Draft202012Validator)


def test_the_command_has_nothing_to_warn_of(capsys):
    call_command("spectacular", validate=True, fail_on_warn=True)

    assert capsys.readouterr().out.startswith("openapi: 3.")


def test_every_address_is_described(schema):
    described = {entry.name for entry in urlpatterns} - UNDESCRIBED

    assert len(schema["paths"]) == len(described)
    assert all(path.startswith(ROOT) for path in schema["paths"])


def test_every_operation_has_a_summary_a_lock_and_one_shape_of_failure(schema):
    for path in schema["paths"].values():
        for operation in path.values():
            assert operation["summary"]
            assert operation["security"] == [{"session": []}]
            failures = {
                content["content"]["application/json"]["schema"]["$ref"]
                for status, content in operation["responses"].items()
                if not status.startswith("2")
            }
            assert failures == {"#/components/schemas/Failure"}
            assert {"401", "403", "404", "429"} <= set(operation["responses"])


def test_staff_can_read_it(staff, schema, program):
    response = staff.get("schema")

    assert response.status_code == 200
    assert response.json() == schema


@pytest.mark.parametrize("path", ["programs", "participants", "partnerships"])
def test_answers_are_as_described(path, staff, schema, program):
    mentor = ParticipantFactory(program=program, mentor=True)
    make_partnership(mentor=mentor, mentee=ParticipantFactory(program=program))
    address = path if path == "programs" else f"programs/spring/{path}"
    template = address.replace("spring", "{program}")

    body = staff.get(address).json()

    assert body["results"]
    assert all(UUID(row["id"]) for row in body["results"])
    check(schema, schema["paths"][ROOT + template]["get"], 200, body)


def described(schema, template):
    """What the schema says of reading the address that ends so."""
    return schema["paths"][ROOT + template]["get"]


def test_answers_about_oneself_are_as_described(caller_for, schema, program):
    participant = ParticipantFactory(program=program)
    caller = caller_for(membership_of(participant))
    own = "programs/{program}/participants/{participant}"
    paths = (f"{own}/consent", f"{own}/profile", "next-steps", "competencies")

    for template in paths:
        address = template.format(program="spring", participant=participant.pk)
        answer = caller.get(address)
        assert answer.status_code == 200
        check(schema, described(schema, template), 200, answer.json())


def test_answers_of_the_workbench_are_as_described(staff, schema, program, coordinator):
    make_pool(3, 2, program=program)
    run = finished_run(program, by=coordinator)
    one, other = run.matches.order_by("pk")
    place = "programs/{program}/runs/{number}/mentees/{participant_id}"
    facts = {
        **{"program": "spring", "number": 1, "participant_id": one.mentee_id, "act": "choose"},
        **{"whom_id": other.mentor_id, "mentor_id": other.mentor_id},
    }
    effect = f"{place}/effect/{{act}}/{{whom_id}}"
    seen = staff.get(effect.format(**facts)).json()["effect"]["seen"]
    sent = {"act": "choose", "other": str(other.mentor_id), "seen": seen}
    made = staff.post(f"{place}/change".format(**facts), sent)
    staff.post("programs/spring/runs", {})
    paths = (
        *("programs/{program}/runs", "programs/{program}/runs/{number}"),
        *(f"programs/{{program}}/runs/{{number}}/{name}" for name in ("nobody", "changes")),
        *("programs/{program}/runs/{number}/announcement", "programs/{program}/rulings"),
        *(place, effect, f"{place}/rules/{{mentor_id}}"),
    )

    assert made.status_code == 200
    for template in paths:
        check(schema, described(schema, template), 200, staff.get(template.format(**facts)).json())
    waiting = staff.get("programs/spring/runs/2").json()
    check(schema, described(schema, "programs/{program}/runs/{number}"), 200, waiting)


def test_failures_are_as_described(staff, caller_for, schema, program):
    operation = schema["paths"][ROOT + "programs"]["get"]

    check(schema, operation, 400, staff.get("programs", page=0).json())
    check(schema, operation, 401, caller_for().get("programs").json())
    check(schema, operation, 404, staff.get("programs", page=99).json())
