"""Questionnaires as data, and what people answer.

A version that somebody has opened never changes (the database refuses it): a change is a new
version, a copy. An item's key stands for the same question in every version.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from instruments.kinds import CHOSEN, STEPS, UNSURE, Informant, Kind, Occasion
from mentoring import clock
from mentoring.tenancy.models import TenantForeignKey, TenantModel


class Instrument(TenantModel):
    """What one kind of informant is asked on one occasion."""

    informant = models.CharField(max_length=8, choices=Informant)
    occasion = models.CharField(max_length=12, choices=Occasion)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "informant", "occasion"], name="instrument_once"
            )
        ]

    def __str__(self):
        return f"{self.get_occasion_display()}, {self.get_informant_display()}"


class InstrumentVersion(TenantModel):
    """One wording of an instrument; the highest number is asked."""

    instrument = TenantForeignKey(Instrument, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "instrument", "number"], name="instrumentversion_number"
            )
        ]

    def __str__(self):
        return f"{self.instrument_id} {self.number}"


class Section(TenantModel):
    """The questions of one page."""

    version = TenantForeignKey(InstrumentVersion, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)

    class Meta(TenantModel.Meta):
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "version", "position"], name="section_position"
            ),
            models.UniqueConstraint(
                fields=["organization", "version", "key"], name="section_key_once"
            ),
            # The target of the reference that keeps items in the version of their section.
            models.UniqueConstraint(
                fields=["organization", "id", "version"], name="section_of_version"
            ),
        ]

    def __str__(self):
        return self.title


class Item(TenantModel):
    """One question. ``choices`` are ``[code, label]``; ``dimension`` is what it measures."""

    version = TenantForeignKey(InstrumentVersion, models.CASCADE, related_name="items")
    section = TenantForeignKey(Section, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60)
    text = models.CharField(_("question"), max_length=300)
    help = models.CharField(_("help"), max_length=300, blank=True)
    kind = models.CharField(_("how it is answered"), max_length=8, choices=Kind)
    dimension = models.CharField(max_length=40, blank=True)
    low_end = models.CharField(_("words at the low end"), max_length=60, blank=True)
    high_end = models.CharField(_("words at the high end"), max_length=60, blank=True)
    choices = models.JSONField(default=list, blank=True)
    least = models.IntegerField(null=True, blank=True)
    most = models.IntegerField(null=True, blank=True)
    allows_unsure = models.BooleanField(default=False)
    is_required = models.BooleanField(default=True)
    is_reversed = models.BooleanField(default=False)
    is_shipped = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        ordering = ["section__position", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "version", "key"], name="item_key_once"
            ),
            models.UniqueConstraint(
                fields=["organization", "section", "position"], name="item_position"
            ),
            models.CheckConstraint(
                condition=Q(allows_unsure=False) | Q(kind__in=UNSURE), name="item_unsure"
            ),
            models.CheckConstraint(
                condition=Q(is_reversed=False) | Q(kind__in=[*STEPS]), name="item_reversed"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CHOSEN) & ~Q(choices=[]) | ~Q(kind__in=CHOSEN) & Q(choices=[]),
                name="item_choices_of_chosen",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.NUMBER, least__isnull=False, most__gte=F("least"))
                | (~Q(kind=Kind.NUMBER) & Q(least__isnull=True, most__isnull=True)),
                name="item_bounds_of_number",
            ),
        ]

    def __str__(self):
        return self.text


class Response(TenantModel):
    """One participant's answers on one occasion; sent once, and never changed afterwards.

    A participant's own context sees their own rows alone.
    """

    participant = TenantForeignKey(
        "participants.Participant", models.PROTECT, related_name="responses"
    )
    version = TenantForeignKey(InstrumentVersion, models.PROTECT, related_name="responses")
    occasion = models.CharField(max_length=12, choices=Occasion)
    opened_at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    last_section = models.PositiveSmallIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "participant", "occasion"], name="response_once"
            )
        ]

    def __str__(self):
        return f"{self.participant_id} {self.occasion}"


class Answer(TenantModel):
    """The answer to one item: a number, codes of choices, locked words, or that one cannot say."""

    response = TenantForeignKey(Response, models.CASCADE, related_name="answers")
    item = TenantForeignKey(Item, models.PROTECT, related_name="answers")
    number = models.IntegerField(null=True, blank=True)
    choices = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    locked = models.BinaryField(null=True)
    is_unsure = models.BooleanField(default=False)
    answered_at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "response", "item"], name="answer_once"
            ),
            models.CheckConstraint(
                condition=Q(is_unsure=True, number__isnull=True, locked__isnull=True, choices=[])
                | Q(is_unsure=False, number__isnull=False, locked__isnull=True, choices=[])
                | Q(is_unsure=False, number__isnull=True, locked__isnull=False, choices=[])
                | (Q(is_unsure=False, number__isnull=True, locked__isnull=True) & ~Q(choices=[])),
                name="answer_is_one_thing",
            ),
        ]

    def __str__(self):
        return f"{self.response_id} {self.item_id}"
