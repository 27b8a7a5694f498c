"""What the API writes of evaluations: observers' answers, quotes and numbers as plain values."""

from evaluations.certificates import queries as certificates
from evaluations.results import pages, work
from evaluations.results import services as results
from evaluations.results.numbers import CHANGES
from evaluations.results.wording import dimension_label
from evaluations.statistics.shown import BANDS, FIGURES
from instruments.kinds import Kind, Occasion
from instruments.values import UNSURE_CODE
from mentoring.jobs import progress

NUMBERED = (Kind.SCALE_5, Kind.SCALE_11, Kind.NUMBER)
LEVEL = ("level", "mean", "sd", "ci95")
CHANGE = (*FIGURES, "improved", "same", "worse", "level_before", "level_after")


def round_of(found):
    """A ``Round`` of a mentee's observers."""
    window, invited = found.window, found.invitations
    return {
        "occasion": window.occasion if window else None,
        "opens_on": window and window.opens_on,
        "closes_on": window and window.closes_on,
        "is_open": bool(window and window.is_open),
        "why": window.why if window else "",
        "observers": invited,
    }


def said(sheet):
    """Questions with their answers, by section."""
    return [
        {"title": page.title, "answers": [_line(line) for line in page.lines]} for page in sheet
    ]


def _line(line):
    is_number = line.item.kind in NUMBERED and line.value not in ("", UNSURE_CODE)
    return {
        "key": line.item.key,
        "question": line.item.text,
        "answer": line.words,
        "number": int(line.value) if is_number else None,
        "is_gone": line.is_gone,
    }


def certificates_of(participants):
    """Whoever has completed, with the certificate that holds or what there is instead."""
    return [_certificate_of(one) for one in participants]


def _certificate_of(somebody):
    holding = certificates.holding(somebody)
    return {
        "participant": somebody.pk,
        "program": somebody.program.slug,
        "name": somebody.person.name,
        "side": somebody.side,
        "state": _state_of(somebody, holding),
        "certificate": holding,
        "revoked": [one for one in somebody.papers if one.revoked_at],
    }


def _state_of(somebody, holding):
    if holding:
        return "holds"
    if somebody.papers:
        return "revoked"
    if somebody.is_still_live:
        return "live"
    return "coming" if somebody.sent_final else "no_final"


def own_quote(found):
    """A quote for its author."""
    row = found.row
    return {
        "id": row.pk,
        "program": row.participant.program.slug,
        "participant": row.participant_id,
        "published": found.taken,
        **_quote(found),
    }


def quote_to_check(found):
    """A quote for coordinators: nothing says whose it is."""
    return {"id": found.row.pk, "names": found.marks, **_quote(found)}


def _quote(found):
    facts = ("state", "edition", "written_at")
    return {
        **{name: getattr(found.row, name) for name in facts},
        "words": found.words,
        "reason": found.reason,
        "audiences": found.audiences,
    }


def results_of(program):
    """A program's newest run, and the newest numbers that there are."""
    newest, done = results.runs_of(program)
    if newest is not None:
        told = progress.read(newest.pk) if newest.is_open else None
        newest.steps, newest.steps_done = len(work.STEPS), told and told["done"]
    return {
        "run": newest,
        "worked_out_at": done and done.finished_at,
        "is_current": done is not None and done.seen == work.state_of(program),
        "numbers": _numbers(done.found) if done else None,
    }


def _numbers(found):
    rates = pages.rates_of(found)
    weak = pages.weak_at_end(rates)
    return {
        "rates": rates,
        "scales": [_scale(one, weak) for one in found["scales"]],
        "silent": [
            _labeled(one) | {side: _shown(one[side], LEVEL) for side in ("answered", "silent")}
            for one in found["silent"]
        ],
        "recommendation": [
            {"informant": one["informant"]} | _shown(one, (*LEVEL, "counts"))
            for one in found["recommendation"]
        ],
        "goals": found["goals"] | {"sides": [_goals(one) for one in found["goals"]["sides"]]},
    }


def _scale(one, weak):
    levels = [
        {"occasion": occasion, **_shown(one["levels"][occasion], (*LEVEL, "items", "alpha"))}
        for occasion in Occasion
        if occasion in one["levels"]
    ]
    changes = [
        {"before": before, "after": after, **_shown(one["changes"][f"{before}:{after}"], CHANGE)}
        for before, after in CHANGES
        if f"{before}:{after}" in one["changes"]
    ]
    is_weak = one["informant"] in weak
    return _labeled(one) | {"is_weak": is_weak, "levels": levels, "changes": changes}


def _labeled(one):
    names = {name: one[name] for name in ("informant", "dimension")}
    return names | {"label": dimension_label(one["dimension"])}


def _goals(one):
    reached = one["reached"] if one["as"] == BANDS else [one["reached"]] * 2
    facts = {name: one[name] for name in ("informant", "people", "scored")}
    told = {name: one.get(name) for name in ("mean", "counts")}
    return {**facts, **told, "shown_as": one["as"], "reached": reached}


def _shown(data, names):
    """What is told of some people; null for what so few are not told of."""
    told = {name: data.get(name) for name in names}
    return {"shown_as": data["as"], "n": data["n"], **told}
