"""Walls, keys and references of tenant tables, as constraints that migrations write."""

from django.db.models.constraints import BaseConstraint

ORGANIZATION = "organization_id = (SELECT app.organization())"

# What else may be read, by the kind of wall.
READABLE = {
    "organization": "",
    # A signed-in user may see which organizations are theirs before one is chosen.
    "membership": "user_id = (SELECT app.user_id())",
    "pair": "",
    "author": "",
}

# The third wall. What a pair writes is there for the two of them alone, as themselves or through a
# worker on behalf of one of them; a note to oneself for its author alone. Only authors write.
PAIR = (
    "(SELECT app.actor()) IN ('participant', 'worker')"
    " AND partnership_id = ANY (ARRAY(SELECT app.my_partnerships()))"
)
MINE = "author_id = ANY (ARRAY(SELECT app.myself()))"
NARROWED = {"pair": (PAIR, MINE), "author": (f"{PAIR} AND {MINE}", MINE)}


class SQLConstraint(BaseConstraint):
    """A constraint written in SQL; ``makemigrations`` treats it like any other."""

    def constraint_sql(self, model, schema_editor):
        sql = self.create_sql(model, schema_editor)
        if sql:
            # Keys must exist before the references that other models of this migration make.
            schema_editor.deferred_sql.insert(0, sql)

    def validate(self, *args, **kwargs):
        """Nothing to check in Python: the database decides."""

    def __eq__(self, other):
        return type(other) is type(self) and self.deconstruct() == other.deconstruct()

    def __hash__(self):
        return hash(self.name)


class TenantKey(SQLConstraint):
    """``PRIMARY KEY (organization_id, id)`` in place of Django's ``(id)``."""

    def create_sql(self, model, schema_editor):
        return self._swap(model, "organization_id, id")

    def remove_sql(self, model, schema_editor):
        return self._swap(model, "id")

    def _swap(self, model, columns):
        table = model._meta.db_table
        return (
            f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_pkey" CASCADE; '
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_pkey" PRIMARY KEY ({columns})'
        )


class TenantWall(SQLConstraint):
    """Row level security, enabled and forced: rows of the organization in force, no others.

    ``kind`` names what else may be read, or the third wall that stands inside this one.
    """

    def __init__(self, *, name, kind="organization"):
        super().__init__(name=name)
        self.kind = kind

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "kind": self.kind}

    def create_sql(self, model, schema_editor):
        table = schema_editor.quote_name(model._meta.db_table)
        sql = (
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; "
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY; "
            f"CREATE POLICY wall ON {table} TO app_rw USING ({ORGANIZATION}); "
            f"CREATE POLICY owner ON {table} TO app_owner USING ((SELECT app.owner_may_read()))"
        )
        if READABLE[self.kind]:
            sql += (
                f"; CREATE POLICY own ON {table} FOR SELECT TO app_rw USING ({READABLE[self.kind]})"
            )
        if self.kind in NARROWED:
            reads, writes = (f"{ORGANIZATION} AND {rule}" for rule in NARROWED[self.kind])
            sql += (
                f"; CREATE POLICY third_wall ON {table} AS RESTRICTIVE TO app_rw"
                f" USING ({reads}) WITH CHECK ({reads} AND {MINE})"
                f"; CREATE POLICY author_removes ON {table} AS RESTRICTIVE FOR DELETE TO app_rw"
                f" USING ({writes})"
            )
        return sql

    def remove_sql(self, model, schema_editor):
        table = schema_editor.quote_name(model._meta.db_table)
        return (
            f"DROP POLICY wall ON {table}; DROP POLICY owner ON {table}; "
            f"DROP POLICY IF EXISTS own ON {table}; "
            f"DROP POLICY IF EXISTS third_wall ON {table}; "
            f"DROP POLICY IF EXISTS author_removes ON {table}; "
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; "
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
        )


class TenantReference(SQLConstraint):
    """A foreign key that contains the organization: no row can point across the wall."""

    def __init__(self, *, name, field):
        super().__init__(name=name)
        self.field = field

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "field": self.field}

    def create_sql(self, model, schema_editor):
        field = model._meta.get_field(self.field)
        table, target = model._meta.db_table, field.related_model._meta.db_table
        # At the end of the migration: every key exists by then, whatever the order of models.
        schema_editor.deferred_sql += [
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{self.name}" '
            f'FOREIGN KEY (organization_id, "{field.column}") '
            f'REFERENCES "{target}" (organization_id, id) DEFERRABLE INITIALLY IMMEDIATE',
            f'CREATE INDEX "{self.name}_ix" ON "{table}" (organization_id, "{field.column}")',
        ]

    def remove_sql(self, model, schema_editor):
        return (
            f'ALTER TABLE "{model._meta.db_table}" DROP CONSTRAINT "{self.name}"; '
            f'DROP INDEX "{self.name}_ix"'
        )
