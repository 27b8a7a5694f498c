"""What somebody looks like, as far as they want to show it."""

from django.db import models

from mentoring.tenancy.models import TenantForeignKey, TenantModel


class Photo(TenantModel):
    """The photo of a person, in two sizes of WebP, for every program that they are ever in.

    The database shows it to the person, to coordinators, and to whoever they are in a partnership
    with that both have accepted; only the person changes it. ``mark`` changes with the picture.
    """

    person = TenantForeignKey("organizations.Person", models.CASCADE, related_name="+")
    small = models.BinaryField()
    large = models.BinaryField()
    mark = models.CharField(max_length=32)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "person"], name="photo_one_a_person")
        ]

    def __str__(self):
        return self.mark
