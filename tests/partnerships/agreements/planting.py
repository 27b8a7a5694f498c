"""Secrets written through every page of an agreement, for the hunt for what a pair writes."""

from django.urls import reverse

from tests.factories.agreements import furnish
from tests.surroundings import inside

FORM = {"weeks": 2, "minutes": 60, "form": "either"}


def plant(ground, planter):
    """Everything that can be typed on the pages of an agreement; the pages that were opened."""
    visited = set()
    with inside(ground.organization):
        furnish()

    def send(side, name, *args, **form):
        visited.add(name)
        place = [ground.slugs[0], ground.partnership.pk, *args]
        address = reverse(f"portal:agreements:{name}", args=place)
        browser = ground.browsers[side]
        answer = browser.post(address, form) if form else browser.get(address)
        assert answer.status_code in (200, 302, 409), (name, answer.status_code)
        return answer

    for number, side in enumerate(("mentee", "mentor")):
        for seen in ("none", 99, number):
            send(side, "propose", **FORM, clauses=planter.secret(), seen=seen)
        send(side, "propose", **FORM, clauses=planter.secret() * 1_000, seen=number + 1)
        send(side, "sign", number=number + 1, digest=planter.secret())
        for page in (("agreement",), ("version", 1), ("pdf", 1), ("propose",)):
            answer = send(side, *page)
        assert "Quarzitgrube" in answer.text
    return visited
