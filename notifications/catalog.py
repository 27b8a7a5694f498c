"""Every kind of message: its name in words, who gets it, and what its reader may choose about it.

Owed is what somebody must hear whatever they chose: security, something with a deadline, an ending.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Audience(StrEnum):
    """For whom a kind is written; the first four have a surface of their own."""

    MENTEE = "mentee"
    MENTOR = "mentor"
    COORDINATOR = "coordinator"
    HR = "hr"
    MANAGER = "manager"
    OBSERVER = "observer"
    CONTACT = "contact person"
    INVITED = "invited"


_IN_WORDS = {
    Audience.MENTEE: _("mentees"),
    Audience.MENTOR: _("mentors"),
    Audience.COORDINATOR: _("coordinators"),
    Audience.HR: _("HR"),
    Audience.MANAGER: _("managers"),
    Audience.OBSERVER: _("observers"),
    Audience.CONTACT: _("contact persons"),
    Audience.INVITED: _("people who are invited"),
}
PAIR = (Audience.MENTEE, Audience.MENTOR)
STAFF = (Audience.COORDINATOR,)
AT_HOME = frozenset((*PAIR, *STAFF, Audience.HR))


@dataclass(frozen=True)
class Kind:
    """What is true of all messages of a kind.

    ``is_optional``: its mails may be stopped, and be gathered into a digest. ``may_wait``: its
    mails respect the quiet hours of their reader. ``is_in_app``: it stands behind the bell too.
    ``values``: the names of placeholders that an organization's own words may use, beside those of
    every kind; its letters must bring them.
    """

    name: str
    audience: tuple[Audience, ...] = ()
    hint: str = ""
    is_optional: bool = False
    may_wait: bool = True
    is_in_app: bool = True
    values: tuple[str, ...] = field(default=())

    @property
    def for_whom(self):
        """Its readers in words."""
        *others, last = [str(_IN_WORDS[one]) for one in self.audience]
        said = {"others": ", ".join(others), "last": last}
        return _("%(others)s and %(last)s") % said if others else last

    def is_for(self, *audiences):
        return not set(audiences).isdisjoint(self.audience)


def _owed(name, audience=PAIR, **facts):
    return Kind(name, audience, **(_values(audience) | facts))


def _optional(name, audience=PAIR, **facts):
    return Kind(name, audience, is_optional=True, **(_values(audience) | facts))


def _values(audience):
    """What somebody who takes part is told is about a program, unless it says otherwise."""
    return {"values": ("program",) if audience == PAIR else ()}


_kinds = {
    "agreement_proposed": _owed(_("An agreement waits for your signature")),
    "agreement_signed": _optional(_("Your partner has signed")),
    "agreement_stands": _owed(_("Your agreement stands")),
    "answer_reminder": _owed(_("Your match still waits for your answer")),
    "call_asked": _owed(_("Somebody asks for a call"), STAFF, may_wait=False),
    "check_open": _owed(_("A progress check is open")),
    "check_reminder": _optional(_("A progress check closes soon")),
    "concern_code": _owed(
        _("The code that opens a concern"), (Audience.CONTACT,), may_wait=False, is_in_app=False
    ),
    "concern_told": _owed(
        _("Something was told to you alone"), (Audience.CONTACT,), may_wait=False, is_in_app=False
    ),
    "digest": _optional(
        _("What has gathered, in one mail"),
        (*PAIR, *STAFF, Audience.HR),
        may_wait=False,
        is_in_app=False,
        hint=_("Only if you let mails gather. Without it what gathers is behind the bell alone."),
    ),
    "erasure_asked": _owed(_("Your data is going to be erased"), may_wait=False, values=()),
    "extension_agreed": _owed(_("Your partnership goes on for longer")),
    "extension_not_agreed": _owed(_("Your partnership ends as planned")),
    "extension_proposed": _owed(_("Your partner would like to go on")),
    "letter_test": _owed(_("A test of your own words"), STAFF, may_wait=False, is_in_app=False),
    "manager_briefing": _owed(_("The briefing for managers"), (Audience.MANAGER,), is_in_app=False),
    "match_announced": _owed(_("Your match is ready")),
    "match_over": _owed(_("A match will not go ahead")),
    "meeting_cancelled": _owed(_("A meeting is cancelled"), may_wait=False),
    "meeting_declined": _owed(_("Another time for a meeting is asked for")),
    "meeting_place": _owed(_("Where you meet has changed"), may_wait=False),
    "meeting_planned": _owed(_("A meeting is planned"), may_wait=False),
    "meeting_proposed": _owed(_("A meeting is proposed")),
    "nomination_asked": _owed(_("You are nominated")),
    "nomination_reminder": _owed(_("A nomination waits for your answer")),
    "pair_message": _optional(_("A message from your partner")),
    "partnership_active": _owed(_("Your partnership has begun")),
    "partnership_closing": _owed(_("Your partnership is closing")),
    "partnership_completed": _owed(_("Your partnership is completed")),
    "partnership_ended": _owed(_("Your partnership has ended")),
    "partnership_introduced": _owed(_("You can meet now")),
    "partnership_paused": _owed(_("Your partnership rests")),
    "partnership_preparing": _owed(_("You have both accepted")),
    "partnership_resumed": _owed(_("Your partnership goes on")),
    "photo_removed": _owed(_("Your photo was removed"), values=()),
    "profile_reminder": _optional(_("Something is missing in your profile"), values=()),
    "questionnaire_open": _owed(_("A questionnaire is open")),
    "questionnaire_reminder": _optional(_("Your answers are still missing")),
    "resume_asked": _owed(_("Does your partnership go on?")),
    "role_invitation": _owed(
        _("The offer of a role"), (Audience.INVITED,), may_wait=False, is_in_app=False
    ),
    "session_cancelled": _owed(_("A training session is cancelled"), may_wait=False),
    "session_changed": _owed(_("A training session has changed"), may_wait=False),
    "session_invited": _owed(_("You are invited to a training session")),
    "shortlist_opened": _owed(_("Candidates wait for your ranking")),
    "shortlist_reminder": _optional(_("Your ranking is still missing")),
    "what_waits": _optional(
        _("What waits for you"),
        STAFF,
        is_in_app=False,
        hint=_("At seven in the morning of a working day, when something new waits."),
    ),
    "writing_shared": _optional(_("One of a pair has shared something with you"), STAFF),
}


def add(kind, **facts):
    """Say what is true of a kind; an app that registers its writer brings the facts with it."""
    _kinds[kind] = Kind(**facts)


def kind_of(kind):
    """The ``Kind``; one that nobody has described is owed, and comes at once by mail alone."""
    return _kinds.get(kind) or Kind(kind, may_wait=False, is_in_app=False)


def is_described(kind):
    return kind in _kinds


def kinds_for(*audiences):
    """``{kind: Kind}`` of what these may get, by name."""
    found = {kind: one for kind, one in _kinds.items() if one.is_for(*audiences)}
    return dict(sorted(found.items(), key=lambda item: str(item[1].name)))
