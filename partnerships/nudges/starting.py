"""What the product says to pairs by itself: due work, and mails."""

from django.utils.translation import gettext_lazy as _

from mentoring.jobs import registry
from notifications import kinds
from notifications.catalog import PAIR, Audience
from partnerships.nudges import ends, guides, launching, meetings, reminders, silence

MENTEES = (Audience.MENTEE,)
VALUES = ("program",)
OPTIONAL = {"is_optional": True}
DUE = (
    reminders.remind_of_training,
    reminders.remind_of_agreements,
    reminders.remind_of_goals,
    meetings.remind_of_meetings,
    ends.tell_of_closed_checks,
    ends.tell_of_closing_content,
    guides.send_guides,
    silence.prompt_silent,
    launching.tell_of_launches,
)
# The writer, its name in words, who gets it, and what else is true of its messages.
LETTERS = (
    (reminders.training_due, _("Your training is not finished"), PAIR, {}),
    (reminders.agreement_due, _("Your agreement is not signed"), PAIR, {}),
    (reminders.goal_due, _("A first goal is missing"), MENTEES, OPTIONAL),
    (meetings.meeting_tomorrow, _("A meeting is near"), PAIR, OPTIONAL | {"may_wait": False}),
    (ends.check_closed, _("A progress check has closed"), PAIR, OPTIONAL),
    (ends.content_closes, _("What you wrote closes soon"), PAIR, {}),
    (guides.stage_guide, _("A guide for the stage that you have reached"), PAIR, OPTIONAL),
    (silence.silence_prompt, _("No next meeting is planned"), PAIR, OPTIONAL),
    (launching.launched, _("A program has begun"), (Audience.HR,), OPTIONAL),
)


def register():
    """Once, when the app is ready."""
    for find in DUE:
        registry.register(find)
    for write, name, audience, facts in LETTERS:
        kinds.register(write.__name__, write, name=name, audience=audience, values=VALUES, **facts)
