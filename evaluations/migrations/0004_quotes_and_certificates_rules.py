"""Who writes, checks and reads quotes, certificates and shared results; what never changes."""

from django.db import migrations

HERE = "organization_id = (SELECT app.organization())"
ACTOR = "(SELECT app.actor())"
STAFF = f"{ACTOR} IN ('coordinator', 'worker')"
MINE = "participant_id = ANY (ARRAY(SELECT app.my_participants()))"

WALLS = f"""
CREATE FUNCTION app.refuse_evaluation(rule text, said text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '%', said USING ERRCODE = '23514', CONSTRAINT = rule;
END $$;

CREATE POLICY readers ON evaluations_quote AS RESTRICTIVE TO app_rw
  USING ({HERE} AND ({STAFF} OR ({ACTOR} = 'participant' AND {MINE})));
CREATE POLICY readers ON evaluations_quoteconsent AS RESTRICTIVE TO app_rw
  USING ({HERE} AND ({STAFF} OR ({ACTOR} = 'participant' AND quote_id = ANY (ARRAY(
         SELECT q.id FROM evaluations_quote q WHERE q.organization_id = (SELECT app.organization())
            AND q.{MINE})))));
CREATE POLICY readers ON evaluations_certificate AS RESTRICTIVE TO app_rw
  USING ({HERE} AND ({STAFF} OR ({ACTOR} = 'participant' AND {MINE})))
  WITH CHECK ({HERE} AND {STAFF});
CREATE POLICY readers ON evaluations_sharedresults AS RESTRICTIVE TO app_rw
  USING ({HERE} AND ({STAFF} OR ({ACTOR} = 'participant' AND published_at IS NOT NULL
         AND program_id = ANY (ARRAY(SELECT p.program_id FROM participants_participant p
              WHERE p.organization_id = (SELECT app.organization())
                AND p.id = ANY (ARRAY(SELECT app.my_participants())))))))
  WITH CHECK ({HERE} AND {STAFF});
REVOKE DELETE ON evaluations_quote, evaluations_quoteconsent, evaluations_certificate,
  evaluations_sharedresults FROM app_rw;
"""

QUOTES = """
CREATE FUNCTION app.guard_quote() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  is_author boolean := app.actor() <> 'coordinator'
    AND NEW.participant_id = ANY (ARRAY(SELECT app.my_participants()));
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT is_author OR NEW.state <> 'waiting' THEN
      PERFORM app.refuse_evaluation('quote_by_author', 'each quotes themselves, and asks for a look'); END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.organization_id, NEW.participant_id)
     IS DISTINCT FROM (OLD.id, OLD.organization_id, OLD.participant_id) OR OLD.state = 'withdrawn' THEN
    PERFORM app.refuse_evaluation('quote_frozen', 'a quote stays with its author, and withdrawn it is gone');
  END IF;
  IF NEW.state = 'withdrawn' AND is_author THEN RETURN NEW; END IF;
  IF NEW.locked IS DISTINCT FROM OLD.locked OR NEW.edition <> OLD.edition THEN
    IF NOT is_author OR OLD.state = 'accepted' OR NEW.state <> 'waiting' OR NEW.edition <= OLD.edition THEN
      PERFORM app.refuse_evaluation('quote_by_author', 'the author alone writes, and what is accepted stays');
    END IF;
  ELSIF is_author OR OLD.state <> 'waiting' OR NEW.state NOT IN ('accepted', 'returned') THEN
    PERFORM app.refuse_evaluation('quote_by_coordinator', 'a coordinator decides, once for each edition');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON evaluations_quote
  FOR EACH ROW EXECUTE FUNCTION app.guard_quote();

CREATE FUNCTION app.guard_quote_consent() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE q evaluations_quote;
  is_author boolean;
BEGIN
  SELECT x.* INTO q FROM evaluations_quote x
   WHERE x.organization_id = NEW.organization_id AND x.id = NEW.quote_id FOR SHARE;
  is_author := app.actor() <> 'coordinator'
    AND q.participant_id = ANY (ARRAY(SELECT app.my_participants()));
  IF TG_OP = 'INSERT' THEN
    IF NOT is_author OR q.state = 'withdrawn' OR NEW.revoked_at IS NOT NULL OR NEW.taken_at IS NOT NULL THEN
      PERFORM app.refuse_evaluation('quoteconsent_by_author', 'each consents for themselves'); END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.organization_id, NEW.quote_id, NEW.audience, NEW.text_version, NEW.given_at)
     IS DISTINCT FROM (OLD.id, OLD.organization_id, OLD.quote_id, OLD.audience, OLD.text_version, OLD.given_at)
     OR OLD.revoked_at IS NOT NULL OR OLD.taken_at IS NOT NULL THEN
    PERFORM app.refuse_evaluation('quoteconsent_frozen', 'a consent that is revoked or used stays so'); END IF;
  IF NEW.revoked_at IS NOT NULL AND NOT is_author THEN
    PERFORM app.refuse_evaluation('quoteconsent_by_author', 'each revokes for themselves'); END IF;
  IF NEW.taken_at IS NOT NULL AND (q.state <> 'accepted' OR app.actor() NOT IN ('coordinator', 'worker')) THEN
    PERFORM app.refuse_evaluation('quoteconsent_taken_accepted', 'what is taken along was accepted'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON evaluations_quoteconsent
  FOR EACH ROW EXECUTE FUNCTION app.guard_quote_consent();
"""

CERTIFICATES = """
CREATE FUNCTION app.guard_certificate() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.revoked_at IS NOT NULL OR NEW.code_hash = '' THEN
      PERFORM app.refuse_evaluation('certificate_issued_first', 'a certificate is issued before it is revoked');
    END IF;
    -- Read as it is now, whoever waited for whom.
    IF NOT EXISTS (SELECT FROM partnerships_partnership p WHERE p.organization_id = NEW.organization_id
        AND NEW.participant_id = CASE NEW.side WHEN 'mentor' THEN p.mentor_id ELSE p.mentee_id END
        AND p.status = 'completed') THEN
      PERFORM app.refuse_evaluation('certificate_of_completed', 'only who has completed gets a certificate');
    END IF;
    RETURN NEW;
  END IF;
  IF to_jsonb(NEW) - '{code_hash,name_proof,revoked_at,reason}'::text[]
     IS DISTINCT FROM to_jsonb(OLD) - '{code_hash,name_proof,revoked_at,reason}'::text[] THEN
    PERFORM app.refuse_evaluation('certificate_frozen', 'a certificate stays as it was issued'); END IF;
  IF (NEW.code_hash, NEW.name_proof) IS DISTINCT FROM (OLD.code_hash, OLD.name_proof) AND NEW.code_hash <> '' THEN
    PERFORM app.refuse_evaluation('certificate_frozen', 'a code is forgotten, and never another'); END IF;
  IF OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at THEN
    PERFORM app.refuse_evaluation('certificate_frozen', 'what is revoked stays revoked'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON evaluations_certificate
  FOR EACH ROW EXECUTE FUNCTION app.guard_certificate();

-- Whoever holds a code has no organization. What its paper says, without the name; nothing without
-- the code, which cannot be guessed.
CREATE FUNCTION app.certificate_behind(hash text)
RETURNS TABLE (side text, program text, organization text, began_on date, ended_on date, issued_on date, name_proof text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.migrating', 'on', true);
  RETURN QUERY SELECT c.side::text, c.program_name::text, c.organization_name::text, c.began_on, c.ended_on,
         c.issued_on, c.name_proof::text
    FROM evaluations_certificate c
   WHERE c.code_hash = hash AND hash <> '' AND c.revoked_at IS NULL LIMIT 1;
  PERFORM set_config('app.migrating', '', true);
END $$;
REVOKE ALL ON FUNCTION app.certificate_behind FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.certificate_behind TO app_rw;
"""

SHARING = """
CREATE FUNCTION app.guard_shared_results() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.published_at IS NOT NULL
     OR (NEW.id, NEW.organization_id, NEW.program_id) IS DISTINCT FROM (OLD.id, OLD.organization_id, OLD.program_id))
  THEN
    PERFORM app.refuse_evaluation('sharedresults_frozen', 'what is published stays as it is'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON evaluations_sharedresults
  FOR EACH ROW EXECUTE FUNCTION app.guard_shared_results();
"""

REVERSE = """
DROP TRIGGER guard ON evaluations_sharedresults;
DROP FUNCTION app.guard_shared_results;
DROP FUNCTION app.certificate_behind;
DROP TRIGGER guard ON evaluations_certificate;
DROP FUNCTION app.guard_certificate;
DROP TRIGGER guard ON evaluations_quoteconsent;
DROP FUNCTION app.guard_quote_consent;
DROP TRIGGER guard ON evaluations_quote;
DROP FUNCTION app.guard_quote;
GRANT DELETE ON evaluations_quote, evaluations_quoteconsent, evaluations_certificate,
  evaluations_sharedresults TO app_rw;
DROP POLICY readers ON evaluations_sharedresults;
DROP POLICY readers ON evaluations_certificate;
DROP POLICY readers ON evaluations_quoteconsent;
DROP POLICY readers ON evaluations_quote;
DROP FUNCTION app.refuse_evaluation;
"""


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0003_quotes_and_certificates")]
    operations = [migrations.RunSQL(WALLS + QUOTES + CERTIFICATES + SHARING, REVERSE)]
