"""What the app registers when it starts."""

from evaluations.quotes import letters, own_data
from partnerships.erasing import registry as erasing


def register():
    letters.register()
    erasing.tell("quotes", own_data.quotes_by)
