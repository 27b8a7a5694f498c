"""What people have seen at the end of their year: each their own, and nobody else's."""

import django.db.models.deletion
import mentoring.tenancy.constraints
import mentoring.tenancy.keys
import mentoring.tenancy.models
from django.db import migrations, models


HERE = "organization_id = (SELECT app.organization())"
ACTOR = "(SELECT app.actor())"
OWN = "participant_id = ANY (ARRAY(SELECT app.my_participants()))"
RULES = f"""
CREATE POLICY each ON evaluations_seen AS RESTRICTIVE TO app_rw
  USING ({HERE} AND ({ACTOR} = 'worker' OR ({ACTOR} = 'participant' AND {OWN})));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("evaluations", "0006_observers_rules"),
        ("organizations", "0020_cases_as_a_list"),
        ("participants", "0018_the_clock_says_when"),
    ]

    operations = [
        migrations.CreateModel(
            name="Seen",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=mentoring.tenancy.keys.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("change", "Change"),
                            ("certificate", "Certificate"),
                            ("shared", "Shared"),
                        ],
                        max_length=11,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "organization",
                    mentoring.tenancy.models.OrganizationField(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
                (
                    "participant",
                    mentoring.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="participants.participant",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "participant", "what"), name="seen_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ["change", "certificate", "shared"])),
                        name="seen_what",
                    ),
                    mentoring.tenancy.constraints.TenantReference(
                        field="participant", name="seen_participant_fk"
                    ),
                    mentoring.tenancy.constraints.TenantKey(name="seen_key"),
                    mentoring.tenancy.constraints.TenantWall(kind="organization", name="seen_wall"),
                ],
            },
        ),
        migrations.RunSQL(RULES, "DROP POLICY each ON evaluations_seen"),
    ]
