"""One match in full: its parts, reasons, both profiles side by side, and what else would cost."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from matching import queries, words
from matching.changes import offers
from matching.decisions import AlternateState, Decision
from matching.meaning.meeting import meeting_of
from matching.models import PARTS
from matching.reasons import alike
from mentoring.ui import formats
from participants import reference


@dataclass(frozen=True)
class Part:
    name: str
    label: str
    points: int
    most: int


@dataclass(frozen=True)
class Word:
    """One entry of a profile; ``is_common`` to both."""

    text: str
    is_common: bool = False


@dataclass(frozen=True)
class Versus:
    """One line of the two profiles."""

    label: str
    mentee: list
    mentor: list


@dataclass(frozen=True)
class Alternate:
    row: object
    state: words.State
    why: str


@dataclass(frozen=True)
class Detail:
    """Everything about one match that its page shows."""

    match: object
    parts: list
    reasons_for: list
    reasons_against: list
    confidence: words.State
    versus: list
    options: list
    alternates: list
    state: words.State
    meeting: object

    @property
    def veto(self):
        """What the whole run would lose without this pair, in a sentence."""
        return words.loss(self.match.veto_matches, self.match.veto_points)

    @property
    def may_decide(self):
        return self.match.decision != Decision.ANNOUNCED


def detail_of(run, match, people, found):
    """The detail of a loaded ``match``, whose two people are listed (``queries.attach_people``).

    ``people`` are participants by id, among them all whom the offers ``found`` name.
    """
    return Detail(
        match=match,
        parts=[
            Part(name, words.PART_LABELS[name], match.parts[name], most)
            for name, most in zip(PARTS, run.part_points, strict=True)
        ],
        reasons_for=words.sentences(match, "for"),
        reasons_against=words.sentences(match, "against"),
        confidence=words.confidence(match.confidence),
        versus=versus(run.program, match.mentee, match.mentor),
        options=[offers.in_words(offer, people) for offer in found],
        alternates=[_alternate(row) for row in match.alternates.all()],
        state=words.state(match),
        meeting=meeting_of(run, match),
    )


def _alternate(row):
    if row.state == AlternateState.IMPOSSIBLE:
        return Alternate(row, words.State("warning", row.get_state_display()), _why(row))
    if row.state == AlternateState.ANNOUNCED:
        return Alternate(row, words.outcome(row.partnership), "")
    return Alternate(row, words.State("", row.get_state_display()), "")


def _why(row):
    return words.refusal(row.refusal)


def versus(program, mentee, mentor):
    """The two profiles line by line, with what they have in common."""
    lines = [
        Versus(_("Role"), [Word(mentee.title or "–")], [Word(mentor.title or "–")]),
        Versus(_("Experience"), [Word(_experience(mentee))], [Word(_experience(mentor))]),
        _competencies(queries.competencies_of(mentee), queries.competencies_of(mentor)),
        _shared(_("Path"), mentee.transitions, mentor.transitions, reference.transitions().label),
        _ways(mentee, mentor),
        _shared(_("Languages"), mentee.languages, mentor.languages, reference.languages().label),
        Versus(_("Place and hours"), _place(program, mentee), _place(program, mentor)),
        Versus(
            _("Meetings"),
            [Word(mentee.get_meeting_form_display())],
            [Word(mentor.get_meeting_form_display())],
        ),
        Versus(_("In their words"), [Word(mentee.story or "–")], [Word(mentor.story or "–")]),
    ]
    return [line for line in lines if line is not None]


def _experience(row):
    facts = []
    if row.level is not None:
        facts.append(_("level %(level)s of 6") % {"level": row.level})
    if row.years_experience is not None:
        facts.append(_("%(years)s years") % {"years": row.years_experience})
    return ", ".join(facts) or "–"


def _competencies(needs, offers):
    label = reference.competencies().label
    wanted, offered = {row.competency for row in needs}, {row.competency for row in offers}
    return Versus(
        _("Needs and offers"),
        [Word(f"{row.rank} {label(row.competency)}", row.competency in offered) for row in needs],
        [
            Word(
                _("%(offer)s, level %(level)s")
                % {"offer": label(row.competency), "level": row.level},
                row.competency in wanted,
            )
            for row in sorted(offers, key=lambda row: row.competency not in wanted)
        ],
    )


def _shared(name, mine, theirs, label):
    common = set(mine) & set(theirs)
    return Versus(
        name,
        [Word(label(code), code in common) for code in mine] or [Word("–")],
        [
            Word(label(code), code in common)
            for code in sorted(theirs, key=lambda code: code not in common)
        ]
        or [Word("–")],
    )


def _ways(mentee, mentor):
    same, answered = alike(mentee.ways_of_working, mentor.ways_of_working)
    if not answered:
        return None
    lines = {"mentee": [], "mentor": []}
    pairs = zip(
        reference.ways_of_working(), mentee.ways_of_working, mentor.ways_of_working, strict=True
    )
    for way, mine, theirs in pairs:
        if mine == theirs and mine != "-":
            continue
        for side, answer in (("mentee", mine), ("mentor", theirs)):
            text = {"A": way.a, "B": way.b, "-": _("No answer")}[answer]
            lines[side].append(Word(text))
    label = _("Ways of working: %(alike)s of %(answered)s alike")
    everything = [Word(_("The same in all eight"), is_common=True)]
    return Versus(
        label % {"alike": same, "answered": answered},
        lines["mentee"] or everything,
        lines["mentor"] or everything,
    )


def _place(program, row):
    if not row.time_zone:
        return [Word("–")]
    start = datetime.combine(program.starts_on, time(12), ZoneInfo(row.time_zone))
    hours, minutes = divmod(int(start.utcoffset().total_seconds()) // 60, 60)
    offset = f"UTC{hours:+d}" + (f":{minutes:02d}" if minutes else "")
    words_of_place = [Word(f"{formats.city(ZoneInfo(row.time_zone))}, {offset}")]
    if row.hours_from and row.hours_to:
        words_of_place.append(Word(f"{row.hours_from:%H:%M} – {row.hours_to:%H:%M}"))
    return words_of_place
