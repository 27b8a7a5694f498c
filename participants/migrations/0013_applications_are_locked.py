"""What applicants wrote goes: from here on it is kept under a key."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("participants", "0012_nominations_of_others")]

    operations = [
        migrations.RemoveField(model_name="application", name="why"),
        migrations.AddField(
            model_name="application",
            name="locked",
            field=models.BinaryField(default=b""),
            preserve_default=False,
        ),
    ]
