"""What people let others read of their own words."""

from evaluations.quotes.models import Quote, QuoteConsent
from mentoring.crypto.services import Keyring
from tests.factories.instruments import as_person

QUOTE = "quote that its author released"
OWN = ("portal:quotes:quote", "portal:quotes:withdraw")


def plant(place, doubles):
    """Everybody who takes part has released a quote; it waits for a look."""
    for name, participant in place.participants.items():
        if participant.standing != "in":
            continue
        word = place.garden.plant(f"{name}.quote", (QUOTE, {name, *doubles(name)}))
        quote = Quote(participant=participant)
        quote.stamp()
        author = participant.person_id
        quote.locked = Keyring([author]).encrypt(author, word, quote.about)
        with as_person(participant):
            quote.save(force_insert=True)
            QuoteConsent.objects.create(quote=quote, audience="program", text_version=1)
        place.rows[f"quote_{name}"] = quote
