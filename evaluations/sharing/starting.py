"""What the app registers when it starts."""

from evaluations.sharing import letters, services
from mentoring.jobs import registry


def register():
    letters.register()
    registry.register(services.remind_due)
