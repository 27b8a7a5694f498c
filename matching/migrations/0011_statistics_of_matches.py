from django.db import migrations

# Nothing is ever looked for by what these say, and reading them for statistics of the planner takes
# three quarters of the time of each refreshing.
COLUMNS = ("options", "reasons", "signs")
WITHOUT = "; ".join(
    f"ALTER TABLE matching_match ALTER COLUMN {name} SET STATISTICS 0" for name in COLUMNS
)
AGAIN = WITHOUT.replace("STATISTICS 0", "STATISTICS -1")


class Migration(migrations.Migration):
    dependencies = [("matching", "0010_shortlists")]
    operations = [migrations.RunSQL(WITHOUT, AGAIN)]
