"""Lists of people begin with an index instead of sorting everybody."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organizations", "0013_names_have_limits")]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["organization", "family_name", "given_name", "id"], name="person_by_name"
            ),
        )
    ]
