from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0009_where_a_notice_leads")]

    operations = [
        migrations.AlterField(model_name="reader", name="quiet_from", field=models.TimeField()),
        migrations.AlterField(model_name="reader", name="quiet_until", field=models.TimeField()),
    ]
