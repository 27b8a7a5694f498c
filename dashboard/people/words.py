"""What was done to a person, in words, by the verb of the trail."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

VERBS = {
    "person.created": gettext_lazy("Recorded"),
    "person.renamed": gettext_lazy("Name changed"),
    "photo.changed": gettext_lazy("Photo changed"),
    "photo.removed": gettext_lazy("Photo removed"),
    "employment.started": gettext_lazy("Joined a company"),
    "employment.ended": gettext_lazy("Left a company"),
    "employment.planned": gettext_lazy("Change of employer planned"),
    "employment.plan_taken_back": gettext_lazy("Planned change of employer taken back"),
    "employment.plan_refused": gettext_lazy("Planned change of employer could not take effect"),
    "participant.created": gettext_lazy("Entered a program"),
    "participant.changed": gettext_lazy("Profile changed"),
    "participant.standing": gettext_lazy("Standing changed"),
    "participant.asked": gettext_lazy("Asked to take part"),
    "participant.agreed": gettext_lazy("Agreed to take part"),
    "participant.reminded": gettext_lazy("Reminded to answer"),
    "participant.seat_moved": gettext_lazy("Seat moved to the new employer"),
    "intake_note.written": gettext_lazy("Intake note written"),
    "intake_note.changed": gettext_lazy("Intake note changed"),
    "intake_note.removed": gettext_lazy("Intake note removed"),
    "partnership.announced": gettext_lazy("Match announced"),
    "partnership.accepted": gettext_lazy("Match accepted"),
    "partnership.declined": gettext_lazy("Match declined"),
    "partnership.expired": gettext_lazy("Match ended without an answer"),
    "partnership.withdrawn": gettext_lazy("Match taken back"),
    "partnership.introduced": gettext_lazy("Both trained, so the meetings are open"),
    "partnership.activated": gettext_lazy("Both signed, so the partnership is under way"),
    "partnership.paused": gettext_lazy("Partnership paused"),
    "partnership.resumed": gettext_lazy("Partnership goes on"),
    "partnership.ask_moved": gettext_lazy("Day to be asked again changed"),
    "partnership.extension_proposed": gettext_lazy("Proposed to go on for longer"),
    "partnership.extension_declined": gettext_lazy("Declined to go on for longer"),
    "partnership.extension_taken_back": gettext_lazy("Took back a proposal to go on for longer"),
    "partnership.extension_expired": gettext_lazy("Proposal to go on for longer not answered"),
    "partnership.extended": gettext_lazy("Partnership goes on for longer, both agreed"),
    "partnership.closing": gettext_lazy("Partnership reached its last day"),
    "partnership.completed": gettext_lazy("Partnership completed"),
    "partnership.ended": gettext_lazy("Partnership ended early"),
    "partnership.decided": gettext_lazy("Decided what becomes of the pair after a change"),
    "partnership.next_said": gettext_lazy("Said whether to be matched again"),
    "agreement.proposed": gettext_lazy("Proposed an agreement to their partner"),
    "agreement.signed": gettext_lazy("Signed an agreement"),
    "agreement.stands": gettext_lazy("Agreement signed by both"),
    "mail.stopped": gettext_lazy("Stopped a kind of mail"),
    "mail.started": gettext_lazy("Wanted a kind of mail again"),
    "mail.hours_chosen": gettext_lazy("Chose when mails come"),
    "notice.hidden": gettext_lazy("Took a kind of message from behind the bell"),
    "notice.shown": gettext_lazy("Wanted a kind of message behind the bell again"),
    "calendar.made": gettext_lazy("Made a private calendar address"),
    "calendar.renewed": gettext_lazy("Renewed their private calendar address"),
    "calendar.stopped": gettext_lazy("Switched their private calendar address off"),
    "writing.written": gettext_lazy("Wrote to their partner"),
    "writing.changed": gettext_lazy("Changed something written to their partner"),
    "writing.removed": gettext_lazy("Removed something written to their partner"),
    "writing.shared": gettext_lazy("Shared something with the coordinators"),
    "writing.taken_back": gettext_lazy("Took back what they had shared with the coordinators"),
    "writing.shared_read": gettext_lazy("Read what was shared with the coordinators"),
    "person.erasure_asked": gettext_lazy("To be erased"),
    "person.erasure_taken_back": gettext_lazy("To be kept after all"),
    "person.erasure_put_off": gettext_lazy("Erasure put off: something runs"),
    "person.erased": gettext_lazy("Erased"),
    "partnership.words_erased": gettext_lazy("What the two wrote was erased for good"),
    "goal.set": gettext_lazy("Set a goal with their mentor"),
    "goal.changed": gettext_lazy("Changed a goal"),
    "goal.noted": gettext_lazy("Noted how far a goal has come"),
    "goal.planned": gettext_lazy("Planned the way to a goal"),
    "goal.closed": gettext_lazy("Closed a goal"),
    "goal.reopened": gettext_lazy("Went on with a closed goal"),
    "goal.removed": gettext_lazy("Removed a goal"),
    "goal.suggested": gettext_lazy("Suggested a goal to their mentee"),
    "action.added": gettext_lazy("Noted something to do"),
    "action.changed": gettext_lazy("Changed something to do"),
    "meeting.proposed": gettext_lazy("Proposed a meeting"),
    "meeting.agreed": gettext_lazy("Agreed on a meeting"),
    "meeting.declined": gettext_lazy("Said no to the times of a meeting"),
    "meeting.cancelled": gettext_lazy("Cancelled a meeting"),
    "meeting.said": gettext_lazy("Said whether a meeting was held"),
    "meeting.logged": gettext_lazy("Wrote down a meeting that was held"),
    "meeting.prepared": gettext_lazy("Wrote the agenda of a meeting"),
    "meeting.placed": gettext_lazy("Changed the place of a meeting"),
    "membership.granted": gettext_lazy("May sign in"),
}


def of(event):
    """The words of an ``AuditEvent``."""
    return str(VERBS.get(event.verb) or _("Something else"))


def day_of(event):
    """The day that it is about, or None."""
    return date.fromisoformat(event.facts["on"]) if event.facts.get("on") else None
