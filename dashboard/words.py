"""What the trail says, in words that a coordinator would use."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

# One event: who did it and its name. Several in a row by the same person: who and how many.
VERBS = {
    "program.created": (noop("%(who)s set up %(name)s"), noop("%(who)s set up %(n)s programs")),
    "program.moved": (
        noop("%(who)s moved the start of %(name)s"),
        noop("%(who)s moved the start of %(name)s %(n)s times"),
    ),
    "program.date_set": (
        noop("%(who)s changed a date of %(name)s"),
        noop("%(who)s changed %(n)s dates of %(name)s"),
    ),
    "program.settings_changed": (
        noop("%(who)s changed the settings of %(name)s"),
        noop("%(who)s changed the settings of %(name)s %(n)s times"),
    ),
    "program.sponsored": (
        noop("%(who)s set the seats of a sponsor of %(name)s"),
        noop("%(who)s set the seats of %(n)s sponsors of %(name)s"),
    ),
    "program.sponsor_left": (
        noop("%(who)s took a sponsor out of %(name)s"),
        noop("%(who)s took %(n)s sponsors out of %(name)s"),
    ),
    "program.sponsor_withdrew": (
        noop("%(who)s noted that a sponsor of %(name)s has withdrawn"),
        noop("%(who)s noted that %(n)s sponsors of %(name)s have withdrawn"),
    ),
    "program.sponsor_came_back": (
        noop("%(who)s noted that a sponsor of %(name)s is back"),
        noop("%(who)s noted that %(n)s sponsors of %(name)s are back"),
    ),
    "program.reports_asked": (
        noop("%(who)s asked for reports of %(name)s"),
        noop("%(who)s asked for reports of %(name)s %(n)s times"),
    ),
    "program.quality_taken": (
        noop("%(who)s took along the quality criteria of %(name)s"),
        noop("%(who)s took along the quality criteria of %(name)s %(n)s times"),
    ),
    "program.cases_set": (
        noop("%(who)s set when cases of %(name)s open"),
        noop("%(who)s set when cases of %(name)s open %(n)s times"),
    ),
    "company.created": (
        noop("%(who)s recorded %(name)s"),
        noop("%(who)s recorded %(n)s companies"),
    ),
    "company.changed": (
        noop("%(who)s changed the facts of %(name)s"),
        noop("%(who)s changed the facts of %(n)s companies"),
    ),
    "company.removed": (
        noop("%(who)s removed a company"),
        noop("%(who)s removed %(n)s companies"),
    ),
    "industry.waived": (
        noop("%(who)s waived the industry rule between two companies"),
        noop("%(who)s waived the industry rule %(n)s times"),
    ),
    "industry.waiver_ended": (
        noop("%(who)s ended a waiver of the industry rule"),
        noop("%(who)s ended %(n)s waivers of the industry rule"),
    ),
    "import.applied": (
        noop("%(who)s imported people into %(name)s"),
        noop("%(who)s imported %(n)s files of people into %(name)s"),
    ),
    "module.saved": (
        noop("%(who)s wrote a new version of a training text"),
        noop("%(who)s wrote %(n)s new versions of training texts"),
    ),
    "module.used": (
        noop("%(who)s changed the training of a program"),
        noop("%(who)s changed the training of programs %(n)s times"),
    ),
    "participant.standing": (
        noop("%(who)s changed whether a person takes part"),
        noop("%(who)s changed whether %(n)s people take part"),
    ),
    "matching.started": (
        noop("%(who)s started a matching run of %(name)s"),
        noop("%(who)s started %(n)s matching runs of %(name)s"),
    ),
    "matching.cancelled": (
        noop("%(who)s cancelled a matching run of %(name)s"),
        noop("%(who)s cancelled %(n)s matching runs of %(name)s"),
    ),
    "shortlist.started": (
        noop("%(who)s asked for a shortlist"),
        noop("%(who)s asked for %(n)s shortlists"),
    ),
    "shortlist.published": (
        noop("%(who)s published a shortlist"),
        noop("%(who)s published %(n)s shortlists"),
    ),
    "shortlist.extended": (
        noop("%(who)s changed the last day of a shortlist"),
        noop("%(who)s changed the last days of shortlists %(n)s times"),
    ),
    "shortlist.reopened": (
        noop("%(who)s opened a shortlist again"),
        noop("%(who)s opened shortlists again %(n)s times"),
    ),
    "shortlist.closed": (
        noop("%(who)s closed a shortlist"),
        noop("%(who)s closed %(n)s shortlists"),
    ),
    "shortlist.cancelled": (
        noop("%(who)s cancelled a shortlist"),
        noop("%(who)s cancelled %(n)s shortlists"),
    ),
    "shortlist.discarded": (
        noop("%(who)s gave a shortlist up before anybody read it"),
        noop("%(who)s gave %(n)s shortlists up before anybody read them"),
    ),
    "shortlist.ranked": (
        noop("%(who)s ranked a shortlist"),
        noop("%(who)s ranked shortlists %(n)s times"),
    ),
    "match.approved": (noop("%(who)s approved a match"), noop("%(who)s approved %(n)s matches")),
    "match.rejected": (noop("%(who)s rejected a match"), noop("%(who)s rejected %(n)s matches")),
    "matching.changed": (
        noop("%(who)s changed a finished matching run"),
        noop("%(who)s changed finished matching runs %(n)s times"),
    ),
    "matching.undone": (
        noop("%(who)s undid a change of a matching run"),
        noop("%(who)s undid %(n)s changes of matching runs"),
    ),
    "matching.pin": (noop("%(who)s pinned a pair"), noop("%(who)s pinned %(n)s pairs")),
    "matching.veto": (noop("%(who)s vetoed a pair"), noop("%(who)s vetoed %(n)s pairs")),
    "matching.lifted": (
        noop("%(who)s lifted a pin or a veto"),
        noop("%(who)s lifted %(n)s pins and vetoes"),
    ),
    "match.taken_back": (
        noop("%(who)s took back an announced match"),
        noop("%(who)s took back %(n)s announced matches"),
    ),
    "match.carried": (
        noop("%(who)s carried an approval over to a new run"),
        noop("%(who)s carried %(n)s approvals over to a new run"),
    ),
    "match.released": (
        noop("%(who)s could not announce an own approval"),
        noop("%(who)s could not announce %(n)s own approvals"),
    ),
    "matching.announced": (
        noop("%(who)s announced the approved matches of %(name)s"),
        noop("%(who)s announced approved matches of %(name)s %(n)s times"),
    ),
    "alternate.announced": (
        noop("%(who)s announced the next alternate of a match"),
        noop("%(who)s announced the next alternate of %(n)s matches"),
    ),
    "letter.worded": (
        noop("%(who)s changed the words of a kind of mail"),
        noop("%(who)s changed the words of mails %(n)s times"),
    ),
    "agreement_text.saved": (
        noop("%(who)s wrote a new version of the agreement"),
        noop("%(who)s wrote %(n)s new versions of the agreement"),
    ),
    "agreement_text.used": (
        noop("%(who)s chose a version of the agreement for a program"),
        noop("%(who)s chose versions of the agreement for programs %(n)s times"),
    ),
    "partnership.withdrawn": (
        noop("%(who)s took back a match that was not answered"),
        noop("%(who)s took back %(n)s matches that were not answered"),
    ),
    "partnership.ended": (
        noop("%(who)s ended a partnership"),
        noop("%(who)s ended %(n)s partnerships"),
    ),
    "case.closed": (
        noop("%(who)s closed a case"),
        noop("%(who)s closed %(n)s cases"),
    ),
    "call.closed": (
        noop("%(who)s closed a call that somebody had asked for"),
        noop("%(who)s closed %(n)s calls that people had asked for"),
    ),
    "contact.named": (
        noop("%(who)s named a contact person of %(name)s"),
        noop("%(who)s named contact persons of %(name)s %(n)s times"),
    ),
    "contact.ended": (
        noop("%(who)s left %(name)s without a contact person"),
        noop("%(who)s left %(name)s without a contact person %(n)s times"),
    ),
    "quote.accepted": (noop("%(who)s accepted a quote"), noop("%(who)s accepted %(n)s quotes")),
    "quote.sent_back": (
        noop("%(who)s sent a quote back to its author"),
        noop("%(who)s sent %(n)s quotes back to their authors"),
    ),
    "certificate.issued": (
        noop("%(who)s issued a certificate"),
        noop("%(who)s issued %(n)s certificates"),
    ),
    "certificate.revoked": (
        noop("%(who)s revoked a certificate"),
        noop("%(who)s revoked %(n)s certificates"),
    ),
    "questionnaire.item_added": (
        noop("%(who)s added a question to a questionnaire"),
        noop("%(who)s added %(n)s questions to questionnaires"),
    ),
    "questionnaire.reminded": (
        noop("%(who)s reminded people of %(name)s to answer"),
        noop("%(who)s reminded people of %(name)s to answer %(n)s times"),
    ),
    "report.published": (
        noop("%(who)s published a report"),
        noop("%(who)s published %(n)s reports"),
    ),
    "results.worded": (
        noop("%(who)s wrote words of introduction to the results of %(name)s"),
        noop("%(who)s wrote words of introduction to the results of %(name)s %(n)s times"),
    ),
    "results.shared": (
        noop("%(who)s published the results of %(name)s to its people"),
        noop("%(who)s published results of %(name)s to its people %(n)s times"),
    ),
}


def in_words(verb, who, names):
    """One line about events of one verb by one person, newest first; ``names`` may hold None."""
    one, several = VERBS[verb]
    facts = {
        "who": who or _("The system"),
        "n": len(names),
        "name": names[0] or _("something that is gone"),
    }
    return ngettext(one, several, len(names)) % facts
