"""What the year changed for one person, by their own answers, and what mentors read of theirs."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils.translation import gettext as _

from evaluations.results import gathering
from evaluations.results.gathering import Row
from evaluations.results.models import FeedbackConsent
from evaluations.results.numbers import pairs_of
from evaluations.results.wording import LABELS, dimension_label, number
from instruments.bank import pages
from instruments.kinds import Informant, Kind, Occasion
from instruments.models import Answer, Response
from mentoring.ui import charts
from mentoring.ui.formats import signed
from participants.models import Participant
from partnerships.goals.queries import goals_of
from partnerships.models import Partnership
from partnerships.writing.keys import Keyring

OCCASIONS = (Occasion.BASELINE, Occasion.MID_YEAR, Occasion.FINAL)
ABOUT_MENTORING = ("mentoring", "guidance")


def participant_or_404(pk, person_id):
    """One of the person's own participations."""
    rows = Participant.objects.filter(pk=pk, person=person_id).select_related("program")
    participant = rows.first()
    if participant is None:
        raise Http404
    return participant


def final_of(participant):
    """The sent final evaluation, or None."""
    return Response.objects.filter(
        participant=participant, occasion=Occasion.FINAL, submitted_at__isnull=False
    ).first()


def changes_of(participant):
    """``[Own]`` scale by scale, on the questions that were answered at both times."""
    rows = Answer.objects.filter(
        response__participant=participant,
        response__submitted_at__isnull=False,
        response__occasion__in=OCCASIONS,
        number__isnull=False,
        item__kind=Kind.SCALE_5,
    ).exclude(item__dimension="")
    scales = defaultdict(lambda: defaultdict(dict))
    names = ("item__dimension", "item__key", "item__is_reversed", "response__occasion", "number")
    for dimension, key, is_reversed, occasion, value in rows.values_list(*names):
        scales[dimension][occasion][key] = 6 - value if is_reversed else value
    found = [_own(key, Row(None, scales[key])) for key in LABELS() if key in scales]
    return [one for one in found if one is not None]


@dataclass(frozen=True)
class Own:
    """One scale: where one placed oneself before, and at the end. ``since``: the first occasion."""

    label: str
    since: str
    before: float
    after: float

    @property
    def first(self):
        return number(self.before, 1)

    @property
    def last(self):
        return number(self.after, 1)

    @property
    def change(self):
        return signed(round(self.after, 1) - round(self.before, 1), 1)


def _own(dimension, row):
    for since in (Occasion.BASELINE, Occasion.MID_YEAR):
        (before,), (after,) = pairs_of([row], since, Occasion.FINAL)
        if before is not None:
            return Own(dimension_label(dimension), since.label, before, after)
    return None


def drawn(changes):
    """The chart of one's own changes; None without any."""
    if not changes:
        return None
    rows = [
        (
            one.label,
            min(one.before, one.after),
            one.after,
            max(one.before, one.after),
            _("from %(first)s to %(last)s") % {"first": one.first, "last": one.last},
        )
        for one in changes
    ]
    return charts.intervals(
        "own-changes",
        _("From your first answers to your last; the dot is where you are now"),
        rows,
        span=(1, 5),
        ends=("1", "5"),
        columns=(_("Scale"), _("Then and now")),
    )


def partnership_of(participant):
    """The last partnership of a mentee that was introduced, with its mentor; None for a mentor.

    ``consents``: the mentee lets their mentor read along.
    """
    consent = FeedbackConsent.objects.filter(partnership=OuterRef("pk"), revoked_at__isnull=True)
    rows = Partnership.objects.filter(mentee=participant, introduced_at__isnull=False)
    rows = rows.annotate(consents=Exists(consent)).select_related("mentor_person")
    return rows.order_by("-introduced_at").first()


def own_goals(partnership, person_id):
    """``[Shown]`` of a partnership whose content the person still reads."""
    return goals_of(partnership, person_id, Keyring(partnership.pk))


def feedback():
    """``{"lines": [{question, values, mean, people}], "names": [mentee], "has_mean"}``, worded."""
    found = told_to_mentor()
    for line in found["lines"]:
        line["values"] = [_value(value, 0) for value in line["values"]]
        line["mean"] = _value(line["mean"], 1)
    return found


def told_to_mentor():
    """The same for the mentor who asks, in numbers; None for what there is not."""
    rows = gathering.feedback_rows()
    pairs = sorted({pair for pair, *_rest in rows if pair is not None})
    values = {(pair, item): value for pair, item, value, _people in rows}
    people = {item: people for pair, item, _value, people in rows if pair is None}
    known = Partnership.objects.filter(pk__in=pairs).select_related("mentee_person")
    names = {one.pk: one.mentee_person.name for one in known}
    lines = [
        {
            "question": question.text,
            "values": [values.get((pair, question.key)) for pair in pairs],
            "mean": values.get((None, question.key)),
            "people": people.get(question.key),
        }
        for question in about_mentoring()
    ]
    found = {"names": [names.get(pair, "") for pair in pairs], "has_mean": bool(people)}
    return found | {"lines": lines if rows else []}


def about_mentoring():
    """The shipped questions in which mentees say at the end how their mentor mentors."""
    return [
        question
        for page in pages(Informant.MENTEE, Occasion.FINAL)
        for question in page.questions
        if question.dimension in ABOUT_MENTORING
    ]


def _value(value, decimals):
    return "–" if value is None else number(value, decimals)
