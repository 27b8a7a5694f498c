"""What speaks for and against a match: codes with facts, never free text.

Each reason is ``{"code": …, …facts}``; ``matching.words`` makes the sentences.
"""

STRONG_OFFER = 3
NEEDS_TOLD = 3
ENOUGH_MINUTES = 4 * 60
FEW_MINUTES = 2 * 60
IDEAL_YEARS = range(5, 13)
FEW_YEARS = 3
FAR_ABOVE = 4
MANY_ALIKE = 0.7
FEW_ALIKE = 0.4
ENOUGH_ANSWERS = 4


def reasons_of(mentee, mentor, mentee_profile, mentor_profile):
    """``{"for": [...], "against": [...]}`` of two participants and the engine's view of them."""
    found = {"for": [], "against": []}
    for part in (
        _needs(mentee, mentor),
        _path(mentee, mentor),
        _experience(mentee, mentor),
        _ways(mentee, mentor),
        _hours(mentee_profile, mentor_profile),
        _form(mentee, mentor),
    ):
        for side, reason in part:
            found[side].append(reason)
    return found


def shared_minutes(mine, theirs):
    """Minutes of the day that lie in the office hours of both, or None if one is unknown."""
    if not mine or not theirs:
        return None
    return sum(
        max(0, min(end, other_end) - max(start, other_start))
        for start, end in mine
        for other_start, other_end in theirs
    )


def alike(mine, theirs):
    """``(chosen alike, answered by both)`` of two answers to the ways of working."""
    both = [(a, b) for a, b in zip(mine, theirs, strict=True) if "-" not in (a, b)]
    return sum(a == b for a, b in both), len(both)


def _needs(mentee, mentor):
    offers = {row.competency: row.level for row in mentor.listed_competencies}
    needs = sorted(mentee.listed_competencies, key=lambda row: row.rank or 0)
    wanted = [row.competency for row in needs[:NEEDS_TOLD]]
    strong = [[code, offers[code]] for code in wanted if offers.get(code, 0) >= STRONG_OFFER]
    weak = [[code, offers[code]] for code in wanted if 0 < offers.get(code, 0) < STRONG_OFFER]
    lacking = [code for code in wanted if code not in offers]
    if strong:
        yield "for", {"code": "offers_needs", "needs": strong}
    if weak:
        yield "against", {"code": "offers_little", "needs": weak}
    if lacking:
        yield "against", {"code": "lacks_needs", "needs": lacking}


def _path(mentee, mentor):
    if not mentee.transitions or not mentor.transitions:
        return
    walked = [code for code in mentee.transitions if code in mentor.transitions]
    if walked:
        yield "for", {"code": "walked", "transitions": walked}
    else:
        yield "against", {"code": "not_walked", "transitions": mentee.transitions}


def _experience(mentee, mentor):
    if None not in (mentee.years_experience, mentor.years_experience):
        years = mentor.years_experience - mentee.years_experience
        if years in IDEAL_YEARS:
            yield "for", {"code": "years_ahead", "years": years}
        elif years < FEW_YEARS:
            yield "against", {"code": "few_years", "years": years}
    if None not in (mentee.level, mentor.level):
        levels = mentor.level - mentee.level
        if levels <= 0:
            yield "against", {"code": "no_level_above", "levels": levels}
        elif levels >= FAR_ABOVE:
            yield "against", {"code": "far_above", "levels": levels}


def _ways(mentee, mentor):
    same, answered = alike(mentee.ways_of_working, mentor.ways_of_working)
    if answered < ENOUGH_ANSWERS:
        return
    if same >= MANY_ALIKE * answered:
        yield "for", {"code": "work_alike", "alike": same, "answered": answered}
    elif same <= FEW_ALIKE * answered:
        yield "against", {"code": "work_differently", "alike": same, "answered": answered}


def _hours(mentee, mentor):
    minutes = shared_minutes(mentee.hours, mentor.hours)
    if minutes is None:
        return
    if minutes >= ENOUGH_MINUTES:
        yield "for", {"code": "shared_hours", "minutes": minutes}
    elif minutes < FEW_MINUTES:
        yield "against", {"code": "few_hours", "minutes": minutes}


def _form(mentee, mentor):
    forms = {mentee.meeting_form, mentor.meeting_form}
    if len(forms) == 2 and "either" not in forms:
        yield "against", {"code": "meeting_form", "mentee": mentee.meeting_form}
