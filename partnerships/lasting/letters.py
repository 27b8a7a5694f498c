"""Mails about how long a partnership lasts. Nobody reads a reason in them."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from mentoring.ui.formats import written_day
from notifications.kinds import Letter
from partnerships.lasting.models import Extension
from partnerships.lifecycle import Status
from partnerships.models import Partnership
from partnerships.queries import other_side, side_of
from partnerships.stepping import today_of


def partnership_active(person, occasion, facts):
    """Both have signed: it runs from now on, and until when."""
    pair = _pair(occasion)
    if pair.status != Status.ACTIVE:
        return None
    return _letter(
        pair,
        person,
        _("You have both signed in %(program)s"),
        _("You and %(name)s have both signed your agreement: your partnership is under way."),
        _("It runs until %(ends_on)s."),
    )


def partnership_paused(person, occasion, facts):
    """It rests, and the end waits with it."""
    pair = _pair(occasion)
    if pair.status != Status.PAUSED:
        return None
    return _letter(
        pair,
        person,
        _("Your partnership in %(program)s is paused"),
        _("Your partnership with %(name)s in %(program)s is paused."),
        _(
            "Partnerships pause for many reasons, and none of them is a judgment of either of "
            "you. Nothing is due while it rests, and its last day moves by the days of the pause. "
            "Either of you can go on at any time."
        ),
    )


def partnership_resumed(person, occasion, facts):
    """It goes on, and until when."""
    pair = _pair(occasion)
    if pair.status != Status.ACTIVE:
        return None
    return _letter(
        pair,
        person,
        _("Your partnership in %(program)s goes on"),
        _("Your partnership with %(name)s in %(program)s goes on."),
        _("It runs until %(ends_on)s. A good first step: agree on your next meeting."),
    )


def resume_asked(person, occasion, facts):
    """The day has come on which they wished to be asked."""
    pair = _pair(occasion)
    if pair.status != Status.PAUSED or pair.ask_again_on is None:
        return None
    return _letter(
        pair,
        person,
        _("Does your partnership in %(program)s go on?"),
        _("When your partnership with %(name)s was paused, this day was set to ask you again."),
        _("Either of you can let it go on now, or leave it resting for longer."),
        label=_("Decide in your portal"),
        page="portal:resume",
    )


def extension_proposed(person, occasion, facts):
    """The partner proposes a later last day."""
    extension = _extension(occasion)
    if extension.outcome:
        return None
    return _letter(
        extension.partnership,
        person,
        _("Would you like to go on for longer in %(program)s?"),
        _("%(name)s proposes that your partnership runs until %(to_ends_on)s."),
        _(
            "You are free to say yes or no, and need not say why. Without an answer it ends on "
            "%(ends_on)s as planned."
        ),
        label=_("Answer in your portal"),
        page="portal:extend",
        extension=extension,
    )


def extension_agreed(person, occasion, facts):
    """The other said yes."""
    extension = _extension(occasion)
    return _letter(
        extension.partnership,
        person,
        _("Your partnership in %(program)s goes on for longer"),
        _("You and %(name)s have both said yes: your partnership runs until %(to_ends_on)s."),
        extension=extension,
    )


def extension_not_agreed(person, occasion, facts):
    """It stays as planned; the words are the same whatever the reason."""
    extension = _extension(occasion)
    if extension.partnership.status != Status.ACTIVE:
        return None
    return _letter(
        extension.partnership,
        person,
        _("Your partnership in %(program)s ends as planned"),
        _("There is no later last day for your partnership with %(name)s at the moment."),
        _("It ends on %(ends_on)s as planned. What the two of you make of it until then counts."),
        extension=extension,
    )


def partnership_closing(person, occasion, facts):
    """The last day has come; some days are left to close well."""
    pair = _pair(occasion)
    if pair.status != Status.CLOSING:
        return None
    return _letter(
        pair,
        person,
        _("Your partnership in %(program)s is closing"),
        _("The last day of your partnership with %(name)s in %(program)s has come."),
        _(
            "Until %(closing_until)s there is time for a last conversation: look back together, "
            "say what you take with you, and say thank you."
        ),
    )


def partnership_completed(person, occasion, facts):
    """It is completed."""
    pair = _pair(occasion)
    if pair.status != Status.COMPLETED:
        return None
    return _letter(
        pair,
        person,
        _("You have completed your partnership in %(program)s"),
        _("You and %(name)s have completed your partnership in %(program)s. Thank you."),
        _(
            "What the two of you wrote stays readable to you for 30 days, and stays between you. "
            "Whether you stay in touch is up to the two of you."
        ),
    )


ALL = (
    partnership_active,
    partnership_paused,
    partnership_resumed,
    resume_asked,
    extension_proposed,
    extension_agreed,
    extension_not_agreed,
    partnership_closing,
    partnership_completed,
)


def _pair(occasion):
    """The partnership whose id an occasion begins with."""
    rows = Partnership.objects.select_related(
        "organization", "program", "mentor_person", "mentee_person"
    )
    return rows.get(pk=occasion.partition(" ")[0])


def _extension(occasion):
    rows = Extension.objects.select_related(
        "partnership__organization",
        "partnership__program",
        "partnership__mentor_person",
        "partnership__mentee_person",
    )
    return rows.get(pk=occasion)


def _letter(pair, person, subject, *paragraphs, label="", page="portal:match", extension=None):
    today = today_of(pair)
    other = other_side(side_of(pair, person.pk))
    days = {"ends_on": pair.ends_on, "closing_until": pair.closing_until}
    if extension:
        days["to_ends_on"] = extension.to_ends_on
    said = {
        "name": getattr(pair, f"{other}_person").name,
        "program": pair.program.name,
        "organization": pair.organization.name,
        **{key: day and written_day(day, today) for key, day in days.items()},
    }
    return Letter(
        subject=subject % said,
        paragraphs=tuple(words % said for words in paragraphs),
        action_label=label or _("Open your portal"),
        action_url=settings.BASE_URL + reverse(page, args=[pair.organization.slug, pair.pk]),
        reason=_("You receive this because you take part in %(program)s at %(organization)s.")
        % said,
        values={"program": pair.program.name},
    )
