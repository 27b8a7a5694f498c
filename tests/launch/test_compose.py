"""docker-compose.yml is well-formed, and everything that it names exists."""

import ast
import json
import re
from importlib.util import find_spec
from pathlib import Path

import jsonschema
import pytest
import yaml
from django.core.management import get_commands
from django.urls import resolve

from mentoring.launch.paths import ROOT

SCHEMA = json.loads((Path(__file__).parent / "compose.schema.json").read_text())
PRODUCT = ("migrate", "web", "worker", "beat")
VARIABLE = re.compile(r"(?<!\$)\$\{(?P<name>[A-Z_]+)(?::(?P<kind>[?-])(?P<rest>[^}]*))?\}")


def variables_of(text):
    """What the file takes from its surroundings: {name: "?" required, "-" with a default}."""
    return {match["name"]: match["kind"] for match in VARIABLE.finditer(text)}


@pytest.fixture(scope="module")
def text():
    """The file without its comments."""
    lines = (ROOT / "docker-compose.yml").read_text().splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("#"))


@pytest.fixture(scope="module")
def compose(text):
    """The file as Compose reads it, each variable set to its default or to `1`."""
    filled = VARIABLE.sub(lambda match: match["rest"] if match["kind"] == "-" else "1", text)
    return yaml.safe_load(filled)


@pytest.fixture(scope="module")
def read_by_settings():
    """The variables that settings.py reads: (needed, with a default)."""
    needed, optional = set(), set()
    for node in ast.walk(ast.parse((ROOT / "mentoring" / "settings.py").read_text())):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            needed |= _strings(node.slice)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "os.environ.get":
            optional |= _strings(node.args[0])
    return needed, optional


def _strings(node):
    if isinstance(node, ast.IfExp):  # the value is one of the two, the test is not
        return _strings(node.body) | _strings(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) else set()


def test_file_follows_the_schema(compose):
    jsonschema.Draft202012Validator(SCHEMA).validate(compose)


def test_schema_refuses_what_compose_would(compose):
    wrong = compose | {"services": {"web": {"image": "a:1", "depend_on": {}}}}

    with pytest.raises(jsonschema.ValidationError, match="depend_on"):
        jsonschema.Draft202012Validator(SCHEMA).validate(wrong)


def test_every_variable_is_read_by_settings(compose, read_by_settings):
    needed, optional = read_by_settings

    for name in PRODUCT:
        given = set(compose["services"][name]["environment"])
        assert given <= needed | optional, name


def test_every_needed_variable_is_given(compose, read_by_settings):
    needed, _ = read_by_settings
    of_owner = {"DATABASE_OWNER_URL"}

    for name in PRODUCT:
        given = set(compose["services"][name]["environment"])
        absent = {"DATABASE_URL"} if name == "migrate" else of_owner
        assert needed - absent <= given, name


def test_only_the_release_step_is_the_owner(compose):
    for name, service in compose["services"].items():
        environment = json.dumps(service.get("environment", {}))
        assert ("app_owner:" in environment) is (name == "migrate")


def test_secrets_come_from_the_surroundings(text):
    kinds = variables_of(text)
    secrets = {name for name in kinds if name.endswith(("PASSWORD", "KEY"))}

    assert {kinds[name] for name in secrets} == {"?"}
    assert len(secrets) == 5


def test_every_variable_of_the_surroundings_is_documented(text):
    example = (ROOT / "docker" / "env.example").read_text()

    assert set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) == set(variables_of(text))


def test_everybody_waits_for_the_release_step(compose):
    for name in ("web", "worker", "beat"):
        waits = compose["services"][name]["depends_on"]
        assert waits["migrate"] == {"condition": "service_completed_successfully"}


@pytest.mark.parametrize("name", ["postgres", "redis", "web", "worker", "beat"])
def test_every_lasting_service_has_a_health_check(compose, name):
    assert compose["services"][name]["healthcheck"]["test"]


def commands(compose):
    """Every command of our image as one line, with those of the scripts it runs."""
    lines = [" ".join(compose["services"][name]["command"]) for name in PRODUCT]
    return [*lines, *(ROOT / "docker" / "web.sh").read_text().replace("\\\n", "").splitlines()]


def test_every_management_command_exists(compose):
    named = re.findall(r"manage\.py (\w+)", "\n".join(commands(compose)))

    assert set(named) == {"migrate", "check_walls"}
    assert set(named) <= set(get_commands())


def test_every_module_exists(compose):
    lines = "\n".join(commands(compose))
    named = re.findall(r"(?:-m|-A) (\w+)|(\S+):application", lines)

    for module in {part for parts in named for part in parts if part}:
        assert find_spec(module), module


def test_every_file_exists_and_is_in_the_image(compose):
    ignored = (ROOT / ".dockerignore").read_text().split()
    health = " ".join(compose["services"]["web"]["healthcheck"]["test"])

    for file in re.findall(r"docker/\S+", "\n".join([*commands(compose), health])):
        assert (ROOT / file).is_file(), file
        assert "docker" not in ignored


def test_mounted_files_exist(compose):
    for service in compose["services"].values():
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert source in compose["volumes"] or (ROOT / source).is_file(), source


def test_health_path_is_a_page_that_needs_no_sign_in():
    [path] = re.findall(r'"GET", "(/\w+)"', (ROOT / "docker" / "health.py").read_text())

    view = resolve(path).func

    assert getattr(view, "login_required", True) is False


def test_health_checks_are_those_of_the_services(compose):
    script = (ROOT / "docker" / "health.py").read_text()

    for name in ("web", "worker", "beat"):
        assert compose["services"][name]["healthcheck"]["test"] == [
            "CMD",
            "python",
            "docker/health.py",
            name,
        ]
        assert f'"{name}": {name}' in script
