"""What the product says to pairs by itself: due work, and mails."""

from django.utils.translation import gettext_lazy as _

from mentoring.jobs import registry
from notifications import kinds
from notifications.catalog import PAIR, Audience
from partnerships.nudges import reminders

MENTEES = (Audience.MENTEE,)
VALUES = ("program",)
DUE = (
    reminders.remind_of_training,
    reminders.remind_of_agreements,
    reminders.remind_of_goals,
)
# The writer, its name in words, who gets it, and what else is true of its messages.
LETTERS = (
    (reminders.training_due, _("Your training is not finished"), PAIR, {}),
    (reminders.agreement_due, _("Your agreement is not signed"), PAIR, {}),
    (reminders.goal_due, _("A first goal is missing"), MENTEES, {"is_optional": True}),
)


def register():
    """Once, when the app is ready."""
    for find in DUE:
        registry.register(find)
    for write, name, audience, facts in LETTERS:
        kinds.register(write.__name__, write, name=name, audience=audience, values=VALUES, **facts)
