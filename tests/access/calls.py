"""One call of one address by one actor, undone afterwards, and what is wrong with its answer."""

import contextlib
import copy
import sys
from dataclasses import dataclass

from django.core.signals import got_request_exception
from django.db import connection

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
OF_THE_API = (*METHODS, "PUT", "PATCH")  # pages know forms alone
EVALUATING, COLORED = "'self' 'unsafe-eval'", "'self' 'unsafe-inline'"
FORBIDDEN_IN_CSP = ("unsafe-inline", "unsafe-eval", "unsafe-hashes", "http:", "https:", "*")


_BEGIN, _UNDO = "SAVEPOINT as_built", "ROLLBACK TO SAVEPOINT as_built"


def remember():
    """What is written up to here is what every ``undone`` of this transaction goes back to."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN)


@contextlib.contextmanager
def undone():
    """Go back to what was ``remembered``, settings of the database session included."""
    pending = len(connection.run_on_commit)
    try:
        yield
    finally:
        connection.needs_rollback = False
        del connection.run_on_commit[pending:]
        with connection.cursor() as cursor:
            cursor.execute(_UNDO)


@dataclass(frozen=True)
class Answer:
    """What came back: ``text`` is body and headers in lower case, as a reader could search them."""

    status: int
    headers: dict
    cookies: tuple
    body: bytes
    text: str
    location: str
    error: str


def call(actor, method, path):
    """Call, take the answer apart, and roll back whatever the call has written."""
    errors, cookies = [], copy.deepcopy(actor.client.cookies)

    def note(**_signal):
        errors.append(repr(sys.exc_info()[1]))

    got_request_exception.connect(note)
    actor.client.raise_request_exception = False
    try:
        with undone():
            answer = _answer(actor.client.generic(method, path), errors)
    finally:
        got_request_exception.disconnect(note)
        actor.client.cookies = cookies
    return answer


def _answer(response, errors):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = {name.lower(): value for name, value in response.headers.items()}
    location = headers.get("location", "")
    # The address that was asked for comes back in a redirect; that tells nobody anything new.
    told = [value for name, value in headers.items() if name != "location"]
    return Answer(
        status=response.status_code,
        headers=headers,
        cookies=tuple(response.cookies),
        body=body,
        text="\n".join([body.decode(errors="replace"), *told]).lower(),
        location=location,
        error="; ".join(errors),
    )


def _referrer(headers):
    """A page behind a link tells its site at most, so that its forms are taken; others nothing."""
    sent = headers.get("referrer-policy")
    return sent if sent in ("strict-origin", "no-referrer") else "strict-origin"


def header_problems(answer, actor, *, is_admin=False, is_link=False, is_picture=False):
    """What the answer's headers lack; the operators' admin may evaluate and color its menus.

    No page hears of the address of a personal link, not even another one of this site. A picture
    may be kept by the browser of whoever sees it, which asks again before it shows it.
    """
    headers, problems = answer.headers, []
    policy = headers.get("content-security-policy", "")
    if is_admin:
        policy = policy.replace(f"script-src {EVALUATING}", "").replace(f"style-src {COLORED}", "")
    if "default-src 'self'" not in policy:
        problems.append("no content security policy")
    problems += [f"{word} in the policy" for word in FORBIDDEN_IN_CSP if word in policy.split()]
    problems += [f"{word} in the policy" for word in ("'unsafe", "data: *") if word in policy]
    wanted = {
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": _referrer(headers) if is_link else "same-origin",
        "cross-origin-opener-policy": "same-origin",
    }
    problems += [
        f"{name} is {headers.get(name)!r}"
        for name, value in wanted.items()
        if headers.get(name) != value
    ]
    kept_as = "private, no-cache" if is_picture and answer.status == 200 else "no-store"
    if not actor.is_anonymous and kept_as not in headers.get("cache-control", ""):
        problems.append("may be stored")
    return problems
