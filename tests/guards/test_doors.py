"""No address without a door, no view around its queries, no SQL outside reviewed places."""

import ast

from django.urls import URLPattern, get_resolver

from organizations.reserved import first_segments, is_reserved
from tests.guards import source

# Where statements are written by hand, each with its reason.
SQL_ALLOWED = {
    "mentoring/tenancy/context.py": "sets the transaction's context",
    "mentoring/tenancy/planned.py": "sends what the ORM has made, bound to the organization",
    "mentoring/tenancy/management/commands/check_walls.py": "reads the catalog",
    "mentoring/tenancy/definitions.py": "reads the catalog",
    "mentoring/tenancy/inserting.py": "writes many rows as one value, behind both walls",
    "mentoring/tenancy/statistics.py": "asks the owner for fresh statistics",
    "mentoring/jobs/running.py": "takes an advisory lock",
    "mentoring/views.py": "asks whether the database answers",
    "notifications/feeds.py": "asks the one function that knows a feed's login",
    "organizations/invitations.py": "asks the one function that knows a link's organization",
    "organizations/services.py": "calls the one function that looks across organizations",
    "evaluations/observers/links.py": "asks whose link it is, and says so to the transaction",
    "partnerships/concerns/links.py": "asks whose link it is, and says so to the transaction",
    "partnerships/erasing/services.py": "calls the one function that erases people",
    "partnerships/erasing/retention.py": "calls the one function that forgets what nobody answered",
    "dashboard/merging/services.py": "calls the one function that moves rows which never change",
    "company/competitors.py": "calls the three functions by which HR names competitors",
    "programs/gates.py": "calls the one function that HR may ask about a stage",
    "reports/publishing.py": "takes an advisory lock",
    "reports/services.py": "calls the functions that note what HR read, and move reports",
    "training/hr.py": "calls the two functions through which HR answers",
    "participants/nominating/applying.py": "asks the one function that knows a link's program",
    "evaluations/results/gathering.py": "adds up the answers of a whole program in one statement",
    "evaluations/certificates/queries.py": "asks the one function that knows a certificate's code",
    "evaluations/certificates/services.py": "lets one at a time issue certificates",
    "demo/year/database.py": "makes the throwaway database of a lived year, as its owner",
    "demo/year/living.py": "looks past the ORM whether the third wall stands",
    "participants/writing.py": "calls the same for a whole chunk of rows",
}
# What is taken without a token of its form, each with its reason.
POSTED_FROM_OUTSIDE = {
    ("notifications/pages.py", "stop_mail"): "mail programs post to a mail's secret address",
}
NEVER = {"raw", "extra", "mark_safe", "csrf_exempt", "cursor"}


def _addresses(patterns, prefix=""):
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.callback
        else:
            yield from _addresses(pattern.url_patterns, route)


INSIDE = [
    (route, view)
    for route, view in _addresses(get_resolver().url_patterns)
    if route.startswith("<slug:organization>/")
]


def test_there_are_pages_inside_organizations():
    assert len(INSIDE) > 20


def test_addresses_inside_an_organization_name_their_roles():
    assert [route for route, view in INSIDE if not getattr(view, "roles", None)] == []


def test_views_reach_rows_only_through_queries_and_services():
    views = [path for path in source.app_files() if path.name == "views.py"]
    found = [
        f"{source.label(path)}:{node.lineno}"
        for path in views
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]

    assert views
    assert found == []


def _name(used):
    return getattr(used, "attr", getattr(used, "id", ""))


def _by_hand(path):
    """The names of calls and decorators in this file that only reviewed places may have."""
    nodes = list(ast.walk(source.tree(path)))
    names = {_name(node.func) for node in nodes if isinstance(node, ast.Call)}
    decorators = {_name(one) for node in nodes for one in getattr(node, "decorator_list", ())}
    names |= decorators - {"csrf_exempt"}  # judged by itself, view by view
    label = source.label(path)
    if label in SQL_ALLOWED or label.startswith("mentoring/launch/"):
        names.discard("cursor")
    return names & NEVER


def test_statements_by_hand_stand_only_where_they_were_reviewed():
    found = {source.label(path): _by_hand(path) for path in source.app_files()}

    assert {label: names for label, names in found.items() if names} == {}


def _exempted(path):
    """Functions and classes of this file whose decorator lets forms in without their token."""
    return {
        (source.label(path), node.name)
        for node in ast.walk(source.tree(path))
        for one in getattr(node, "decorator_list", ())
        if _name(one) == "csrf_exempt"
    }


def test_forms_come_without_their_token_only_where_it_was_reviewed():
    found = set().union(*(_exempted(path) for path in source.app_files()))
    importing = {
        source.label(path)
        for path in source.app_files()
        for node in ast.walk(source.tree(path))
        if "csrf_exempt" in {one.name for one in getattr(node, "names", ()) if hasattr(one, "name")}
    }

    assert found == set(POSTED_FROM_OUTSIDE)
    # Under another name it would not be seen.
    assert importing == {label for label, _view in POSTED_FROM_OUTSIDE}


def test_no_organization_can_take_the_address_of_a_page():
    segments = {segment for segment in first_segments() if segment}

    assert segments
    assert all(is_reserved(segment) for segment in segments)
