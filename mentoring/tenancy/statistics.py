"""Fresh statistics for tables that one piece of work has filled."""

from django.db import connection


def refresh(*models):
    """Tell the planner how many rows these tables hold now, the caller's own included."""
    with connection.cursor() as cursor:
        tables = [model._meta.db_table for model in models]
        cursor.execute("SELECT app.refresh_statistics(%s)", [tables])
