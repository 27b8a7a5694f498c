"""Mails about agreements: that there is something to read or sign, and nothing of its clauses."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from notifications.kinds import Letter
from partnerships.agreements.models import Agreement, Signature
from partnerships.agreements.queries import BOTH, OPEN
from partnerships.queries import other_side


def agreement_proposed(person, occasion, facts):
    """The other has proposed something: read it, then sign or propose something else."""
    agreement = _agreement(occasion)
    if not _is_waiting(agreement, person):
        return None
    said = _said(agreement, facts["side"])
    return _letter(
        agreement,
        subject=_("%(name)s has proposed your agreement in %(program)s") % said,
        paragraphs=(
            _("%(name)s has proposed what the two of you agree on in %(program)s.") % said,
            _("Read it, and sign it or propose what you would rather have. It takes two minutes."),
        ),
        action_label=_("Read the agreement"),
    )


def agreement_signed(person, occasion, facts):
    """The other has signed what this person proposed."""
    agreement = _agreement(occasion)
    if not _is_waiting(agreement, person):
        return None
    said = _said(agreement, facts["side"])
    return _letter(
        agreement,
        subject=_("%(name)s has signed your agreement in %(program)s") % said,
        paragraphs=(
            _("%(name)s has signed the agreement that you proposed in %(program)s.") % said,
            _("It holds as soon as you have signed it too."),
        ),
        action_label=_("Sign the agreement"),
    )


def agreement_stands(person, occasion, facts):
    """Both have signed."""
    agreement = _agreement(occasion)
    if len(agreement.signatures.all()) < BOTH:
        return None
    said = _said(agreement, facts["side"])
    return _letter(
        agreement,
        subject=_("Your agreement in %(program)s is signed") % said,
        paragraphs=(
            _("You and %(name)s have both signed your agreement in %(program)s.") % said,
            _(
                "You find it in your portal, to read, to keep as a PDF, and to change together "
                "whenever something no longer fits."
            ),
        ),
        action_label=_("See the agreement"),
    )


def _agreement(occasion):
    rows = Agreement.objects.select_related(
        "organization",
        "partnership__program",
        "partnership__mentor_person",
        "partnership__mentee_person",
    )
    return rows.prefetch_related("signatures").get(pk=occasion)


def _is_waiting(agreement, person):
    """It is still the newest, and this person has not signed it."""
    later = Agreement.objects.filter(
        partnership=agreement.partnership_id, number__gt=agreement.number
    )
    if agreement.partnership.status not in OPEN or later.exists():
        return False
    return not Signature.objects.filter(agreement=agreement, person=person).exists()


def _said(agreement, side):
    pair = agreement.partnership
    partner = getattr(pair, f"{other_side(side)}_person")
    return {"name": partner.name, "program": pair.program.name}


def _letter(agreement, **words):
    pair, slug = agreement.partnership, agreement.organization.slug
    why = _("You receive this because you take part in %(program)s at %(organization)s.")
    return Letter(
        **words,
        action_url=settings.BASE_URL + reverse("portal:agreements:agreement", args=[slug, pair.pk]),
        reason=why % {"program": pair.program.name, "organization": agreement.organization.name},
        values={"program": pair.program.name},
    )


ALL = (agreement_proposed, agreement_signed, agreement_stands)
