"""What the app registers when it starts."""

from evaluations.certificates import letters, own_data, services
from mentoring.jobs import registry
from partnerships.erasing import registry as erasing


def register():
    letters.register()
    registry.register(services.issue_due)
    erasing.register(services.forget)
    erasing.tell("certificates", own_data.certificates_of)
