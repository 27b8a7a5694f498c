"""What every report says about itself: how to read it, its limits, and its words."""

from django.utils.translation import gettext as _

from reports.content import HIDDEN, ReportKind, Term


def method(k, kind):
    """``(line, …)``: how the numbers came to be, and what they cannot say."""
    said = {"gap": HIDDEN, "k": k}
    return (
        _(
            "%(gap)s means not shown. A number appears only if it says nothing about fewer than "
            "%(k)s people: alone, by subtraction, or together with any earlier report. The reason "
            "for a gap is never given, because it would say something too."
        )
        % said,
        _(
            "Ranges such as 11 – 13 stand for counts of people, so that neither “all” nor “none” "
            "can be read. Means of fewer than ten people are in halves."
        ),
        _(
            "Stages are those that you read in your list of people, on the day of publication; so "
            "is who has finished the training. Meetings and progress checks are those of the "
            "period."
        ),
        _checks(kind),
        *(_results() if kind == ReportKind.FINAL else ()),
        _(
            "“Program” is everybody of the companies that have at least %(k)s people in it. It is "
            "shown only where without any one company there are three others, none with more than "
            "half of the people."
        )
        % said,
        _(
            "No claim of cause: there is no comparison group. What changed in this time may have "
            "had other reasons."
        ),
        _(
            "What mentor and mentee write to each other is read by nobody else, and no number here "
            "comes from it. So this report says who has set a goal, and not how far anybody came "
            "with it: goals and what the two say of them are theirs."
        ),
    )


def exact_results():
    """The same for the organization, which reads more."""
    return (
        _(
            "What changed is said of those who answered the same questions at the start and at "
            "the end: of fewer than ten people in halves and ranges, without an interval. The "
            "95 % interval says within which limits the mean change would probably lie if the "
            "program were held with other people like them. “Weak basis” means that fewer than "
            "60 % of those who take part have answered both times."
        ),
        _(
            "Mentees, mentors and observers stand side by side and are never averaged. Observers "
            "are people who work with a mentee; whoever observes several counts for one, and "
            "fewer than five mentees are left out. No claim of cause: there is no comparison group."
        ),
    )


def _results():
    return (
        _(
            "What changed is said of those who answered the same questions at the start and at "
            "the end. The 95 % interval says within which limits the mean change would probably "
            "lie if the program were held with other people like them. It is rounded outward, "
            "assumes a spread of half a step at least, and is left out for fewer than ten people. "
            "“Better” and “both times” count among all who take part."
        ),
        _(
            "Mentees, mentors and observers stand side by side and are never averaged. Observers "
            "are people who work with a mentee; whoever observes several counts for one."
        ),
    )


def _checks(kind):
    if kind == ReportKind.FINAL:
        return _(
            "Meetings are those of the whole program, of people who were under way since the last "
            "quarterly report; progress checks are those since then."
        )
    return _(
        "A report is never changed. What turns out to be wrong is put right in the report of the "
        "next period."
    )


def glossary():
    return (
        Term(_("partnership"), _("A mentor and a mentee, from announcement to end.")),
        Term(_("under way"), _("Both have signed their agreement and work together.")),
        Term(_("completed"), _("The partnership lasted until its own last day.")),
        Term(_("ended"), _("It was over before, without anybody’s fault.")),
        Term(
            _("progress check"),
            _("Two ratings and a few words of each of the two, after 1, 3, 6 and 9 months."),
        ),
        Term(
            _("scale"),
            _("Several questions about one thing taken together, each answered from 1 to 5."),
        ),
    )
