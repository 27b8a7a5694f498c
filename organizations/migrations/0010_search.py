"""What people and companies are found by, folded: the same for Müller, Muller and MÜLLER."""

from django.db import migrations, models

from organizations.searching import Searchable

FOLD = r"""
-- Letters without case, accents, points or invisible signs; letters that do not decompose by hand.
CREATE FUNCTION app.fold(given text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT translate(
    replace(replace(replace(replace(
      regexp_replace(lower(normalize(given, NFKD)),
        '[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]',
        '', 'g'),
      'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    'øłđðħıŧς’ʼ‘', 'olddhitσ''''''')
$$;

-- The folded text after a space, so that every word has one before it; then the spellings by which
-- some names are typed too: Mueller for Müller, OBrien for O'Brien, Annemarie for Anne-Marie.
CREATE FUNCTION app.searchable(given text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT ' ' || concat_ws(' ', plain, nullif(spelled, plain), nullif(bare, plain)) FROM (
    SELECT plain, replace(replace(plain, '''', ''), '-', '') AS bare,
           app.fold(replace(replace(replace(replace(replace(lower(normalize(given, NFC)),
             'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'å', 'aa'), 'ø', 'oe')) AS spelled
      FROM app.fold(given) AS plain) AS found
$$;

-- Patterns of a word with one letter wrong, too many or missing, or two swapped; none that another
-- of them covers.
CREATE FUNCTION app.near(word text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT array_agg(DISTINCT '%' || left(w, i - 1) || tail || '%')
    FROM regexp_replace(app.fold(word), '[%_\\]', '', 'g') AS w, generate_series(1, length(w)) AS i,
         LATERAL (VALUES (substr(w, i + 1), 1, 0), ('_' || substr(w, i + 1), 2, 1),
                         ('_' || substr(w, i), 2, 0),
                         (substr(w, i + 1, 1) || substr(w, i, 1) || substr(w, i + 2), 1, 1)
                 ) AS o (tail, first, apart)
   WHERE i BETWEEN first AND length(w) - apart
$$;
"""
UNFOLD = """
DROP FUNCTION app.near(text);
DROP FUNCTION app.searchable(text);
DROP FUNCTION app.fold(text);
"""


def found_by(*fields):
    return models.GeneratedField(
        expression=Searchable(*fields), output_field=models.TextField(), db_persist=True
    )


class Migration(migrations.Migration):
    dependencies = [("organizations", "0009_names_and_notes_rules")]

    operations = [
        migrations.RunSQL(FOLD, UNFOLD),
        migrations.AddField("company", "search", found_by("name")),
        migrations.AddField("corporategroup", "search", found_by("name")),
        migrations.AddField("person", "search", found_by("given_name", "family_name", "email")),
    ]
