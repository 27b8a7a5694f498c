"""Secrets in everything that people say to the coordinators, and to the contact person alone."""

from datetime import date

from django.urls import reverse

from mentoring.tenancy.keys import uuid7
from partnerships.checks.models import Check
from partnerships.concerns.models import CallRequest, Concern, ContactPerson
from tests.factories.training import introduce
from tests.surroundings import inside

MODELS = (Check, CallRequest, Concern)
SIDES = ("mentee", "mentor")


def plant(ground, planter):
    """By both, on every page, with what goes wrong there."""
    with inside(ground.organization):
        contact, checks = _prepare(ground.partnership)
    slug, pair = ground.slugs[0], ground.partnership
    for side in SIDES:
        send = ground.browsers[side].post
        for check in checks[side]:
            said = {"fit": "not"} if check.occasion == "fit" else {"meeting": 1, "useful": 2}
            address = reverse("portal:checks:check", args=[slug, check.pk])
            assert send(address, {"words": planter.secret()}).status_code == 200
            assert send(address, {**said, "words": planter.secret() * 99}).status_code == 200
            assert send(address, {**said, "words": planter.secret()}).status_code == 302
            assert (
                send(address, {**said, "words": planter.secret(), "useful": 5}).status_code == 409
            )
        call, concern = (
            reverse(f"portal:help:{name}", args=[slug, pair.pk]) for name in ("call", "concern")
        )
        assert send(call, {"reach": planter.secret() * 9}).status_code == 200
        assert send(call, {"reach": planter.secret()}).status_code == 302
        form = {"item": uuid7(), "contact": contact.pk}
        for text in (planter.secret() * 400, planter.secret()):
            status = 200 if len(text) > 8000 else 302
            assert send(concern, {**form, "text": text}).status_code == status
        gone = {**form, "item": uuid7(), "contact": uuid7(), "text": planter.secret()}
        assert send(concern, gone).status_code == 409


def _prepare(pair):
    """Somebody to write to, and two checks for each of the two, who can meet."""
    pair.refresh_from_db()
    if pair.introduced_at is None:
        introduce(pair)
    contact = ContactPerson.objects.create(
        program=pair.program, name="Ruth Adler", email="ruth@ombud.example"
    )
    checks = {
        side: [
            Check.objects.create(
                partnership=pair,
                participant=getattr(pair, side),
                occasion=occasion,
                closes_on=date(2099, 1, 1),
            )
            for occasion in ("fit", "check_1")
        ]
        for side in SIDES
    }
    return contact, checks
