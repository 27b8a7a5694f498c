"""Quotas in sentences: one alone, those that do not fit together, and what they cost."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.engine.quota import Quota
from matching.engine.quotas import Quotas
from mentoring.ui.formats import group_thousands
from organizations.models import Company
from participants.roles import Side


def limit(quota, company):
    """A quota as a few words; ``quota`` has side, least and most."""
    of_mentees = quota.side == Side.MENTEE
    count = quota.least if quota.most is None else quota.most
    if quota.most is None:
        text = (
            ngettext(
                "at least %(least)s mentee of %(company)s",
                "at least %(least)s mentees of %(company)s",
                count,
            )
            if of_mentees
            else ngettext(
                "at least %(least)s match at mentors of %(company)s",
                "at least %(least)s matches at mentors of %(company)s",
                count,
            )
        )
    elif not quota.least:
        text = (
            ngettext(
                "at most %(most)s mentee of %(company)s",
                "at most %(most)s mentees of %(company)s",
                count,
            )
            if of_mentees
            else ngettext(
                "at most %(most)s match at mentors of %(company)s",
                "at most %(most)s matches at mentors of %(company)s",
                count,
            )
        )
    else:
        text = (
            _("%(least)s to %(most)s mentees of %(company)s")
            if of_mentees
            else _("%(least)s to %(most)s matches at mentors of %(company)s")
        )
    return text % {"company": company, "least": quota.least, "most": quota.most}


def sentence(quota, company):
    """A quota that stands alone."""
    return _capital(limit(quota, company))


def too_few(quota, company, there_are):
    """A least number that nobody could fill, whatever the rules."""
    if quota.side == Side.MENTEE:
        text = ngettext(
            "%(company)s: at least %(least)s mentees cannot be matched, as only %(n)s waits.",
            "%(company)s: at least %(least)s mentees cannot be matched, as only %(n)s wait.",
            there_are,
        )
    else:
        text = ngettext(
            "%(company)s: at least %(least)s matches are not possible, "
            "as its mentors have only %(n)s free place.",
            "%(company)s: at least %(least)s matches are not possible, "
            "as its mentors have only %(n)s free places.",
            there_are,
        )
    return text % {"company": company, "least": quota.least, "n": there_are}


def too_many_together(side, least, most):
    """Least numbers of one side that together exceed what there is."""
    if side == Side.MENTEE:
        text = _("The least numbers of mentees add up to %(least)s; there are %(most)s places.")
    else:
        text = _(
            "The least numbers at mentors add up to %(least)s; %(most)s mentees can be matched."
        )
    return text % {"least": least, "most": most}


def conflict(problem, found):
    """Why a ``QuotasConflict`` of ``problem`` is one: which quotas, and how far each could go."""
    names = names_of(quota.sponsor for quota in found.quotas)
    if len(found.quotas) == 1:
        told = [_("This quota cannot hold under the rules, pins and places as they are:")]
    else:
        told = [_("These quotas cannot hold together; any one fewer, and they can:")]
    for quota in found.quotas:
        said = sentence(quota, names[quota.sponsor])
        told.append(f"{said}. {_reach(problem, found, quota)}")
    return "\n".join([*told, _("Change the quotas, or what stands against them, and start again.")])


def _reach(problem, found, quota):
    """How many matches of a quota's people the others leave."""
    others = tuple(other for other in found.quotas if other is not quota)
    most = Quotas(others, dict(problem.sponsors)).reach(problem, quota)
    if most < quota.least:
        return ngettext(
            "At most %(n)s is possible here.", "At most %(n)s are possible here.", most
        ) % {"n": most}
    return _("The others ask for more.")


def broken(found):
    """A ``QuotasConflict`` of a change, for the coordinator who asked."""
    names = names_of(quota.sponsor for quota in found.quotas)
    said = "; ".join(limit(quota, names.get(quota.sponsor, "–")) for quota in found.quotas)
    return _("That would break what this run keeps: %(quotas)s.") % {"quotas": said}


def cost(run):
    """What the quotas of a finished run cost against none, in a sentence; empty without any."""
    quotas = (run.insight or {}).get("quotas")
    if not quotas:
        return ""
    without, solved = quotas["without"], quotas["within"]
    matches = without["matched"] - solved["matched"]
    points = without["total"] - solved["total"]
    if not matches and not points:
        return _("Its quotas cost nothing: without them the matches are worth the same.")
    if matches:
        text = ngettext("Its quotas cost %(n)s match.", "Its quotas cost %(n)s matches.", matches)
        return text % {"n": matches}
    text = ngettext("Its quotas cost %(n)s point.", "Its quotas cost %(n)s points.", points)
    return text % {"n": group_thousands(points)}


def names_of(companies):
    """``{id as text: name}`` of companies."""
    rows = Company.objects.filter(pk__in=set(companies)).order_by()
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


def _capital(text):
    return text[:1].upper() + text[1:]


def lines(quotas, names):
    """Quotas that were kept, a line for each; each is ``[company id, side, least, most]``."""
    return [sentence(Quota(*quota), names.get(quota[0], "–")) for quota in quotas]
