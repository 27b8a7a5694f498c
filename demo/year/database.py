"""A database of the year's own, whose rules follow the year's clock.

Rules that are walls keep the time of the database, and nobody who can hold a clock in Python gets
past them. A year lived by machine needs the same walls on its own days. So the owner, who alone may
change functions, swaps the clock in the text of each rule, in a database that is thrown away. An
installation with one such rule is refused by ``check_walls`` before it serves anything.
"""

import contextlib
import re
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

from mentoring import environment
from mentoring.launch.paths import LaunchError
from mentoring.launch.processes import until

CLOCKS = ("now", "clock_timestamp", "statement_timestamp", "transaction_timestamp")
_CALL = re.compile(rf"(?<![\w.])(?:pg_catalog\.)?({'|'.join(CLOCKS)})\(\)")
_WORD = re.compile(r"(?<![\w.])CURRENT_(DATE|TIMESTAMP)\b(?! *\()", re.IGNORECASE)

_MAKE = """
CREATE SCHEMA lived;
CREATE TABLE lived.clock (ahead interval NOT NULL);
INSERT INTO lived.clock VALUES (interval '0');
CREATE FUNCTION lived.ahead() RETURNS interval LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog AS 'SELECT ahead FROM lived.clock';
GRANT USAGE ON SCHEMA lived TO PUBLIC;
"""
_CLOCK = """
CREATE FUNCTION lived.{name}() RETURNS timestamptz LANGUAGE sql {volatility}
    AS 'SELECT pg_catalog.{name}() + lived.ahead()';
"""
_FUNCTIONS = """
SELECT pg_get_functiondef(f.oid) FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace
WHERE f.prokind = 'f' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'lived')
  AND pg_get_userbyid(f.proowner) = current_user
"""
_VIEWS = """
SELECT format('%I.%I', n.nspname, v.relname), coalesce(array_to_string(v.reloptions, ', '), ''),
       pg_get_viewdef(v.oid)
FROM pg_class v JOIN pg_namespace n ON n.oid = v.relnamespace
WHERE v.relkind = 'v' AND pg_get_userbyid(v.relowner) = current_user
"""
_DEFAULTS = """
SELECT format('%I.%I', n.nspname, t.relname), format('%I', a.attname),
       pg_get_expr(d.adbin, d.adrelid)
FROM pg_attrdef d JOIN pg_class t ON t.oid = d.adrelid
JOIN pg_namespace n ON n.oid = t.relnamespace
JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
WHERE n.nspname = 'public' AND t.relkind IN ('r', 'p')
"""


def of_the_year(text):
    """A rule's text with every clock of PostgreSQL replaced by the year's own."""
    text = _CALL.sub(r"lived.\1()", text)
    return _WORD.sub(lambda word: _written(word[1].lower()), text)


def _written(word):
    return "(lived.now()::date)" if word == "date" else "lived.now()"


def at(url, name):
    """The address of another database on the same server, for the same role."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, f"/{name}", parts.query, ""))


@contextlib.contextmanager
def opened(url):
    """A connection that commits each statement."""
    found = environment.database(url)
    named = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host"}
    given = {to: found[key] for key, to in (named | {"PORT": "port"}).items() if found[key]}
    connection = psycopg2.connect(**given)
    connection.autocommit = True
    try:
        yield connection.cursor()
    finally:
        connection.close()


def make(owner_url, name, template=None):
    """An empty database beside the owner's, or a copy of one that nobody is connected to."""
    words = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template:
        words += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
    with opened(at(owner_url, "postgres")) as cursor:
        cursor.execute(words)


def drop(owner_url, name, seconds=30):
    """Away with it, once everybody has left; the owner cannot send away who comes as another."""
    gone = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
    with opened(at(owner_url, "postgres")) as cursor:
        if not until(lambda: _tried(cursor, gone), seconds):
            raise LaunchError(f"The database {name} is still in use. Drop it when it is not.")


def _tried(cursor, words):
    try:
        cursor.execute(words)
    except psycopg2.errors.ObjectInUse:
        return False
    return True


def swap_clock(owner_url):
    """Let every function, view and default of this database ask the year's clock; how many do."""
    with opened(owner_url) as cursor:
        cursor.execute(_MAKE)
        for name in CLOCKS:
            volatility = "VOLATILE" if name == "clock_timestamp" else "STABLE"
            cursor.execute(_CLOCK.format(name=name, volatility=volatility))
        swapped = [text for text in _texts(cursor) if of_the_year(text) != text]
        for text in swapped:
            cursor.execute(of_the_year(text))
    return len(swapped)


def _texts(cursor):
    """Statements that make each rule of the database anew."""
    cursor.execute(_FUNCTIONS)
    texts = [text for (text,) in cursor.fetchall()]
    cursor.execute(_VIEWS)
    for view, options, text in cursor.fetchall():
        options = f" WITH ({options})" if options else ""
        texts.append(f"CREATE OR REPLACE VIEW {view}{options} AS {text}")
    cursor.execute(_DEFAULTS)
    for table, column, text in cursor.fetchall():
        texts.append(f"ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT {text}")
    return texts
