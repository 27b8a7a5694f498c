"""What a story means, kept so that it is read once."""

from django.db import models

from mentoring.tenancy.models import TenantForeignKey, TenantModel


class StoryMeaning(TenantModel):
    """A participant's story as numbers, gone with the participant.

    ``source`` is the MD5 of the story that was read and ``version`` what read it: with another
    story or another model the row counts as missing. ``whole`` and ``parts`` are the bytes of
    ``reading.Meaning``, empty when the story has no words.
    """

    participant = TenantForeignKey("participants.Participant", models.CASCADE, related_name="+")
    source = models.CharField(max_length=32)
    version = models.CharField(max_length=60)
    whole = models.BinaryField()
    parts = models.BinaryField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "participant"], name="storymeaning_once"
            )
        ]
