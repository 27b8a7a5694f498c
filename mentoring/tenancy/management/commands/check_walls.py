"""Refuse to go on if any table, policy, key, view or role breaks the rules of isolation."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from mentoring.tenancy import definitions
from mentoring.tenancy.catalog import APPEND_ONLY, CONTENT, HR_MAY_RUN, IN_THE_CLEAR, NARROWING

TENANT_TABLES = """
WITH t AS (
  SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, a.attnum
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id'
     AND NOT a.attisdropped
   WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public')
"""

# The organization in force, as the database prints what ``constraints.ORGANIZATION`` says.
HERE = "(organization_id = ( SELECT app.organization() AS organization))"

# Tables of the whole installation: reference data, logins and what belongs to a login.
GLOBAL_TABLES = (
    "account_emailaddress",
    "account_emailconfirmation",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "cache",
    "django_admin_log",
    "django_content_type",
    "django_migrations",
    "django_session",
    "mfa_authenticator",
    "organizations_organization",
    "organizations_user",
    "usersessions_usersession",
)

# Of these, what belongs to a login: inside an organization everybody has their own alone.
LOGIN_TABLES = (
    "account_emailaddress",
    "django_admin_log",
    "mfa_authenticator",
    "organizations_organization",
    "organizations_user",
    "usersessions_usersession",
)

# What HR's role may be granted, and on what.
HR_MAY_READ = (
    "company_briefing",
    "company_briefing_text",
    "company_nominations",
    "company_roster",
    "organizations_company",
    "organizations_namedcompetitor",
    "participants_nomination",
    "participants_takeback",
    "programs_program",
    "programs_sponsorcontact",
    "programs_sponsorship",
    "reports_snapshot",
    "reports_sponsorcounts",
)
HR_MAY_ADD = ("participants_nomination", "participants_takeback", "reports_sponsorcounts")

FAULTS = {
    "row security is not enabled and forced": f"""{TENANT_TABLES}
        SELECT relname FROM t WHERE NOT (relrowsecurity AND relforcerowsecurity)""",
    "there is no policy for the application's role": f"""{TENANT_TABLES}
        SELECT relname FROM t WHERE NOT EXISTS (SELECT FROM pg_policy p
          WHERE p.polrelid = t.oid AND p.polpermissive
            AND 'app_rw'::regrole = ANY (p.polroles))""",
    "a policy of the application ignores the organization": f"""{TENANT_TABLES}
        SELECT relname FROM t JOIN pg_policy p ON p.polrelid = t.oid
         WHERE NOT 'app_owner'::regrole = ANY (p.polroles)
           AND NOT (relname = 'organizations_membership' AND p.polname = 'own' AND p.polcmd = 'r')
           AND EXISTS (SELECT FROM (VALUES (p.polqual), (p.polwithcheck)) AS said (expression)
                 WHERE expression IS NOT NULL
                   AND NOT starts_with(pg_get_expr(expression, p.polrelid), '({HERE} AND ')
                   AND pg_get_expr(expression, p.polrelid) <> '{HERE}')""",
    "a policy that narrows is gone": f"""
        SELECT said FROM unnest(ARRAY{list(NARROWING)}) AS said
         WHERE NOT EXISTS (SELECT FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
           WHERE c.relname || '.' || p.polname = said AND NOT p.polpermissive
             AND 'app_rw'::regrole = ANY (p.polroles))""",
    "what a pair writes lacks the third wall": f"""
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
           AND (c.relname = ANY (ARRAY{list(CONTENT)})
                OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid
                     AND a.attname = 'sealed' AND NOT a.attisdropped))
           AND NOT EXISTS (SELECT FROM pg_policy p
             WHERE p.polrelid = c.oid AND p.polname = 'third_wall' AND NOT p.polpermissive
               AND p.polcmd = '*' AND 'app_rw'::regrole = ANY (p.polroles)
               AND pg_get_expr(p.polqual, p.polrelid) LIKE '%app.my_partnerships()%'
               AND pg_get_expr(p.polqual, p.polrelid) LIKE '%app.actor()%'
               AND pg_get_expr(p.polwithcheck, p.polrelid) LIKE '%app.myself()%')""",
    "what a pair writes has a column in the clear": f"""
        SELECT c.relname || '.' || a.attname
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
          JOIN pg_type t ON t.oid = a.atttypid
         WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
           AND EXISTS (SELECT FROM pg_attribute s WHERE s.attrelid = c.oid
                 AND s.attname = 'sealed' AND NOT s.attisdropped)
           AND (t.typcategory IN ('S', 'A') OR t.typname IN ('json', 'jsonb', 'xml', 'hstore'))
           AND NOT a.attname = ANY (ARRAY{list(IN_THE_CLEAR)})""",
    "a trigger is switched off": """
        SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
          JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND t.tgenabled <> 'O'""",
    "rows that stay may be changed": f"""
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relname = ANY (ARRAY{list(APPEND_ONLY)})
           AND (has_table_privilege('app_rw', c.oid, 'DELETE')
                OR has_any_column_privilege('app_rw', c.oid, 'UPDATE')
                OR NOT EXISTS (SELECT FROM pg_trigger t
                     WHERE t.tgrelid = c.oid AND t.tgname = 'append_only'))""",
    "a policy reads a setting for every row": """
        SELECT c.relname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
         WHERE regexp_replace(concat(pg_get_expr(p.polqual, p.polrelid),
                 pg_get_expr(p.polwithcheck, p.polrelid)), 'SELECT app\\.', '', 'g')
               ~ 'app\\.(organization|company|user_id)\\('""",
    "a unique index lacks the organization": f"""{TENANT_TABLES}
        SELECT ic.relname FROM t JOIN pg_index i ON i.indrelid = t.oid AND i.indisunique
          JOIN pg_class ic ON ic.oid = i.indexrelid WHERE NOT t.attnum = ANY (i.indkey::int2[])""",
    "a reference between tenant tables lacks the organization": f"""{TENANT_TABLES}
        SELECT k.conname FROM t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f'
         WHERE NOT t.attnum = ANY (k.conkey)
           AND EXISTS (SELECT FROM t r WHERE r.oid = k.confrelid)""",
    "a view runs with its owner's rights": """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relkind = 'v'
           AND NOT coalesce(c.reloptions @> ARRAY['security_invoker=true'], false)""",
    "a materialized view could hold many organizations": """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relkind = 'm'""",
    "a table has no organization and is not known as global": f"""
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
           AND NOT c.relname = ANY (ARRAY{list(GLOBAL_TABLES)})
           AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid
                 AND a.attname = 'organization_id' AND NOT a.attisdropped)""",
    "HR's role may do more than it should": f"""
        SELECT DISTINCT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
               aclexplode(c.relacl) x
         WHERE n.nspname IN ('app', 'public') AND x.grantee IN (0, 'app_hr'::regrole)
           AND NOT (x.privilege_type = 'SELECT' AND c.relname = ANY (ARRAY{list(HR_MAY_READ)}))
           AND NOT (x.privilege_type = 'INSERT' AND c.relname = ANY (ARRAY{list(HR_MAY_ADD)}))""",
    "HR's role or everybody is granted a column": """
        SELECT DISTINCT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) x
         WHERE n.nspname IN ('app', 'public') AND x.grantee IN (0, 'app_hr'::regrole)""",
    "HR's role may run a function of the owner that is not meant for it": f"""
        SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
         WHERE p.prosecdef AND n.nspname IN ('app', 'public')
           AND has_function_privilege('app_hr', p.oid, 'EXECUTE')
           AND NOT p.proname = ANY (ARRAY{list(HR_MAY_RUN)})""",
    "the application may write a table of rules": """
        SELECT DISTINCT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
               aclexplode(c.relacl) x
         WHERE n.nspname = 'app' AND x.grantee IN (0, 'app_rw'::regrole, 'app_hr'::regrole)
           AND x.privilege_type <> 'SELECT'""",
    "the application may truncate": """
        SELECT c.relname FROM pg_class c, aclexplode(c.relacl) x
         WHERE x.grantee = 'app_rw'::regrole AND x.privilege_type = 'TRUNCATE'""",
    "a function of the owner trusts the caller's search path": """
        SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
         WHERE p.prosecdef AND n.nspname IN ('app', 'public')
           AND NOT EXISTS (SELECT FROM unnest(p.proconfig) s WHERE s LIKE 'search_path=%')""",
    "everybody may run a function of the owner": """
        SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
         WHERE p.prosecdef AND n.nspname IN ('app', 'public')
           AND (p.proacl IS NULL
                OR EXISTS (SELECT FROM aclexplode(p.proacl) x WHERE x.grantee = 0))""",
    "this role may make temporary tables": """
        SELECT current_user::text WHERE has_database_privilege(current_database(), 'TEMPORARY')""",
    "a table of logins is open inside organizations": f"""
        SELECT c.relname FROM pg_class c
         WHERE c.relname = ANY (ARRAY{list(LOGIN_TABLES)})
           AND NOT (c.relrowsecurity AND c.relforcerowsecurity)""",
    "this role could bypass row security": """
        SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)""",
    "this role owns tables": """
        SELECT DISTINCT pg_get_userbyid(c.relowner) FROM pg_class c
          JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relkind = 'r'
           AND pg_has_role(current_user, c.relowner, 'USAGE')""",
}


def find_faults():
    """Every fault as ``(what, where)``, none when the walls stand. For the application's role."""
    found = []
    with connection.cursor() as cursor:
        for what, sql in FAULTS.items():
            cursor.execute(sql)
            found += [(what, row[0]) for row in cursor.fetchall()]
    return found + definitions.differences()


class Command(BaseCommand):
    help = "Exit with an error if any table, policy, key, view or role breaks isolation."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--write",
            action="store_true",
            help="write down the definitions of this database, freshly migrated, as the true ones",
        )

    def handle(self, *args, **options):
        if options["write"]:
            self.stdout.write(f"{definitions.write()} definitions written down.")
        faults = find_faults()
        for what, where in faults:
            self.stderr.write(f"{where}: {what}")
        if faults:
            raise CommandError(f"{len(faults)} faults of isolation")
        self.stdout.write("The walls stand.")
