"""What is to be done after a conversation: by whom, by what day, and how it stands.

Either of the two adds an item for either, and says how one stands; its author words it. The trail
says that something was added or changed, never what, for whom, nor how it stands.
"""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring import clock
from organizations.audit import record
from partnerships.actions.models import ActionItem, ActionStep
from partnerships.actions.queries import stands, version_of
from partnerships.actions.standings import Standing
from partnerships.goals import wording as words
from partnerships.goals.milestones import plausible_day
from partnerships.goals.working import FASTER, NO_LONGER, add, held, open_work
from partnerships.writing.keys import Keyring
from partnerships.writing.services import NOT_YOURS, CannotWrite, sealed_by

LONGEST = 300
MOST_OPEN = 30  # in one partnership
MOST_STEPS = 500  # of one item

BAD_DAY = gettext_lazy("Choose a day within the next years, or leave it empty.")
BAD_OWNER = gettext_lazy("Choose one of the two of you.")


@transaction.atomic
def add_item(partnership, text, *, by, item_id, owner_id, due_on=None):
    """Something that one of the two is to do, under an id that its form brought; twice is once.

    Raises ``BadWords`` or ``CannotWrite``.
    """
    text = _checked(text, due_on)
    partnership = open_work(partnership, by=by)
    _check_owner(partnership, owner_id)
    before = ActionItem.objects.filter(pk=item_id, author=by.person_id).first()
    if before is not None:
        return before
    if stands(partnership).filter(standing=Standing.OPEN).count() >= MOST_OPEN:
        said = _("There are %(most)d things to do already. Finish or drop one first.")
        raise CannotWrite("too_many", said % {"most": MOST_OPEN})
    item = ActionItem(pk=item_id, partnership=partnership, author_id=by.person_id)
    item.owner_id = owner_id
    add(item, text)
    _step(item, 0, by=by, standing=Standing.OPEN, due_on=due_on)
    record("action.added", partnership, by=by, item=str(item.pk))
    return item


@transaction.atomic
def change_item(partnership, item_id, text, *, by, seen, owner_id, due_on=None):
    """Say in other words what is to be done, or give it another owner or day.

    Its author does so; whoever is to do it gives it another day. ``seen`` is the version that was
    on the page.
    """
    text = _checked(text, due_on)
    partnership = open_work(partnership, by=by)
    _check_owner(partnership, owner_id)
    item = held(ActionItem, partnership, item_id, by=by, is_own=False)
    now = stands(partnership).get(pk=item_id)
    if version_of(now) != seen:
        raise CannotWrite("changed", FASTER)
    with sealed_by():
        keys = Keyring(partnership.pk)
        is_same = (keys.read(item), item.owner_id) == (text, owner_id)
        _check_changer(item, by, is_same=is_same)
        if not is_same:
            keys.seal(item, text)
    if not is_same:
        item.owner_id, item.edited_at = owner_id, clock.now()
        item.revision += 1
        item.save(update_fields=["sealed", "owner", "revision", "edited_at"])
    if now.due_on != due_on:
        _step(item, now.number + 1, by=by, standing=now.standing, due_on=due_on)
    if not is_same or now.due_on != due_on:
        record("action.changed", partnership, by=by, item=str(item.pk))
    return item


@transaction.atomic
def say(partnership, item_id, standing, *, by, seen=None):
    """Say how an item stands: done, no longer needed, or open after all. Twice is once.

    ``seen`` is the number of the step that was on the page. Raises ``CannotWrite``, with the rule
    ``changed`` when somebody was faster and said something else.
    """
    if standing not in Standing.values:
        raise words.BadWords({"standing": _("Choose how it stands.")})
    partnership = open_work(partnership, by=by)
    item = stands(partnership).filter(pk=item_id).first()
    if item is None:
        raise CannotWrite("removed", NO_LONGER)
    if item.standing == standing:
        return item
    if seen is not None and item.number != seen:
        raise CannotWrite("changed", FASTER)
    if item.number >= MOST_STEPS:
        raise CannotWrite("too_many", _("This was changed too often; add it anew."))
    _step(item, item.number + 1, by=by, standing=standing, due_on=item.due_on)
    record("action.changed", partnership, by=by, item=str(item.pk))
    return stands(partnership).get(pk=item_id)


def _step(item, number, *, by, standing, due_on):
    """One more row about the item; its partnership is held, so nobody else counts."""
    row = ActionStep(item_id=item.pk, partnership_id=item.partnership_id, author_id=by.person_id)
    row.number, row.standing, row.due_on = number, standing, due_on
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise CannotWrite("changed", FASTER) from None


def _check_changer(item, by, *, is_same):
    if by.person_id != item.author_id and not (is_same and by.person_id == item.owner_id):
        raise CannotWrite("not_yours", NOT_YOURS)


def _check_owner(partnership, owner_id):
    if owner_id not in (partnership.mentor_person_id, partnership.mentee_person_id):
        raise words.BadWords({"owner": BAD_OWNER})


def _checked(text, due_on):
    wrong = {}
    try:
        text = words.checked_text(text, LONGEST)
        if not text:
            wrong["text"] = words.EMPTY
    except words.BadWords as bad:
        wrong["text"] = bad.parts[""]
    if due_on is not None and not plausible_day(due_on):
        wrong["due_on"] = BAD_DAY
    if wrong:
        raise words.BadWords(wrong)
    return text
