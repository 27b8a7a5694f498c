"""What the app registers when it starts."""

from evaluations.certificates import letters, services
from mentoring.jobs import registry
from partnerships.erasing import registry as erasing


def register():
    letters.register()
    registry.register(services.issue_due)
    erasing.register(services.forget)
