"""Names as they are kept, whoever typed them."""

import unicodedata


def clean_name(text):
    """Composed characters, single spaces, none at the ends; control characters are gone."""
    composed = unicodedata.normalize("NFC", text)
    shown = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in composed)
    return " ".join(shown.split())
