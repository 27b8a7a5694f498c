"""What the database was told by migrations, as fingerprints that ``check_walls`` compares.

A policy, function, trigger or view that somebody changed by hand has the old name and another
fingerprint. After a migration that makes or changes one, ``manage.py check_walls --write`` on a
freshly migrated database brings the file up to date; a test holds the two together.
"""

import csv
import hashlib
from pathlib import Path

from django.db import connection

FILE = Path(__file__).with_name("definitions.csv")

# Every one as ``kind, name, text``; the text says all that decides what it lets through.
ALL = """
SELECT 'policy', c.relname || '.' || p.polname,
       concat_ws(' | ', p.polpermissive, p.polcmd,
         ARRAY(SELECT coalesce(r.rolname, 'public') FROM unnest(p.polroles) x
                 LEFT JOIN pg_roles r ON r.oid = x ORDER BY 1)::text,
         'using ' || pg_get_expr(p.polqual, p.polrelid),
         'check ' || pg_get_expr(p.polwithcheck, p.polrelid))
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
UNION ALL
SELECT 'function', n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid)
         || ')', pg_get_functiondef(p.oid)
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE n.nspname IN ('app', 'public') AND p.prokind = 'f'
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
UNION ALL
SELECT 'trigger', c.relname || '.' || t.tgname, pg_get_triggerdef(t.oid)
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
 WHERE NOT t.tgisinternal
UNION ALL
SELECT 'view', c.relname, pg_get_viewdef(c.oid)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname IN ('app', 'public') AND c.relkind = 'v'
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
"""


def standing():
    """``{(kind, name): fingerprint}`` of this database."""
    with connection.cursor() as cursor:
        cursor.execute(ALL)
        return {(kind, name): _fingerprint(text) for kind, name, text in cursor.fetchall()}


def declared():
    """The same as it was written down."""
    with FILE.open(newline="", encoding="utf-8") as lines:
        return {(kind, name): fingerprint for kind, name, fingerprint in csv.reader(lines)}


def write():
    """Write down what stands; answers how many there are."""
    found = sorted((*what, fingerprint) for what, fingerprint in standing().items())
    with FILE.open("w", newline="", encoding="utf-8") as lines:
        csv.writer(lines, lineterminator="\n").writerows(found)
    return len(found)


def differences():
    """``[(what is wrong, "kind name")]``, none when all stand as declared."""
    is_so, should_be = standing(), declared()
    faults = [("is gone", what) for what in should_be.keys() - is_so.keys()]
    faults += [("no migration declares it", what) for what in is_so.keys() - should_be.keys()]
    faults += [
        ("is not what the migrations declare", what)
        for what in is_so.keys() & should_be.keys()
        if is_so[what] != should_be[what]
    ]
    return sorted((fault, " ".join(what)) for fault, what in faults)


def _fingerprint(text):
    """Of the text, whatever its spaces."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]
