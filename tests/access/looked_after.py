"""What the coordinators of each organization look after."""

from partnerships.cases.kinds import Signal
from partnerships.cases.models import Case
from partnerships.cases.sweeping import sweep


def plant(place):
    """The mentee of the pair has asked for a call, and so there is a case."""
    sweep()
    asked = Case.objects.filter(signal=Signal.CALL, partnership=place.rows["partnership"])
    place.rows["case"] = asked.get(participant=place.participants["mentee"])
