"""Each signs for themselves, the newest words, once; nothing begins before both have signed them."""

from django.db import migrations

HERE = "organization_id = (SELECT app.organization())"
STAFF = "(SELECT app.actor()) IN ('coordinator', 'worker')"
PARTICIPANT = "(SELECT app.actor()) = 'participant'"
THEMSELVES = "(SELECT app.actor()) IN ('participant', 'worker')"
PAIR = "partnership_id = ANY (ARRAY(SELECT app.my_partnerships()))"

READERS = f"""
-- Versions that one's own programs use, and those that one has been given; policies narrow both.
CREATE FUNCTION app.my_agreement_texts() RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT u.text_id FROM partnerships_programagreement u
   WHERE u.organization_id = (SELECT app.organization())
  UNION SELECT a.text_id FROM partnerships_agreement a
   WHERE a.organization_id = (SELECT app.organization())
$$;
CREATE FUNCTION app.my_agreements() RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT a.id FROM partnerships_agreement a
   WHERE a.organization_id = (SELECT app.organization())
     AND a.partnership_id = ANY (ARRAY(SELECT app.my_partnerships()))
$$;

CREATE POLICY readers ON partnerships_agreementtext AS RESTRICTIVE FOR SELECT TO app_rw
  USING ({HERE} AND ({STAFF} OR ({PARTICIPANT} AND id = ANY (ARRAY(SELECT app.my_agreement_texts())))));
CREATE POLICY staff_adds ON partnerships_agreementtext AS RESTRICTIVE FOR INSERT TO app_rw
  WITH CHECK ({HERE} AND {STAFF});
CREATE POLICY readers ON partnerships_programagreement AS RESTRICTIVE FOR SELECT TO app_rw
  USING ({HERE} AND ({STAFF} OR ({PARTICIPANT} AND EXISTS (
    SELECT FROM participants_participant p
     WHERE p.organization_id = partnerships_programagreement.organization_id
       AND p.program_id = partnerships_programagreement.program_id
       AND p.id = ANY (ARRAY(SELECT app.my_participants()))))));
CREATE POLICY staff_adds ON partnerships_programagreement AS RESTRICTIVE FOR INSERT TO app_rw
  WITH CHECK ({HERE} AND {STAFF});
CREATE POLICY staff_changes ON partnerships_programagreement AS RESTRICTIVE FOR UPDATE TO app_rw
  USING ({HERE} AND {STAFF});
CREATE POLICY readers ON partnerships_agreement AS RESTRICTIVE FOR SELECT TO app_rw
  USING ({HERE} AND ({STAFF} OR ({PARTICIPANT} AND {PAIR})));
CREATE POLICY pair_adds ON partnerships_agreement AS RESTRICTIVE FOR INSERT TO app_rw
  WITH CHECK ({HERE} AND {THEMSELVES} AND {PAIR}
    AND proposed_by_id = ANY (ARRAY(SELECT app.myself())));
CREATE POLICY readers ON partnerships_signature AS RESTRICTIVE FOR SELECT TO app_rw
  USING ({HERE} AND ({STAFF} OR ({PARTICIPANT} AND agreement_id = ANY (ARRAY(SELECT app.my_agreements())))));
CREATE POLICY each_adds ON partnerships_signature AS RESTRICTIVE FOR INSERT TO app_rw
  WITH CHECK ({HERE} AND {THEMSELVES} AND person_id = ANY (ARRAY(SELECT app.myself()))
    AND agreement_id = ANY (ARRAY(SELECT app.my_agreements())));
"""

STAYING = ("agreementtext", "pairclauses", "agreement", "signature")
KEPT = "".join(
    f"""
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON partnerships_{table}
  FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
REVOKE UPDATE, DELETE ON partnerships_{table} FROM app_rw;
"""
    for table in STAYING
)

GUARDS = """
REVOKE DELETE ON partnerships_programagreement FROM app_rw;

CREATE FUNCTION app.guard_program_agreement() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.organization_id, NEW.program_id)
     IS DISTINCT FROM (OLD.id, OLD.organization_id, OLD.program_id) THEN
    PERFORM app.refuse_partnership('programagreement_frozen', 'whose text it is never changes'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON partnerships_programagreement
  FOR EACH ROW EXECUTE FUNCTION app.guard_program_agreement();

-- What is signed, as a number: partnerships.agreements.digests writes the same.
CREATE FUNCTION app.agreement_digest(a partnerships_agreement) RETURNS text
LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT encode(sha256(
      convert_to(concat_ws('|', a.partnership_id, a.number, a.weeks, a.minutes, a.form, ''), 'UTF8')
      || sha256(convert_to(t.source, 'UTF8'))
      || coalesce((SELECT sha256(c.sealed) FROM partnerships_pairclauses c
           WHERE c.organization_id = a.organization_id AND c.id = a.clauses_id), ''::bytea)), 'hex')
    FROM partnerships_agreementtext t
   WHERE t.organization_id = a.organization_id AND t.id = a.text_id
$$;

-- The partnership as it is now, held until the transaction ends; refuses one that is not under way.
CREATE FUNCTION app.hold_for_agreement(organization uuid, partnership uuid)
RETURNS partnerships_partnership
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE held partnerships_partnership;
BEGIN
  SELECT * INTO held FROM partnerships_partnership p
   WHERE p.organization_id = organization AND p.id = partnership FOR NO KEY UPDATE;
  IF held.status IS NULL OR held.status NOT IN ('preparing', 'active', 'paused') THEN
    PERFORM app.refuse_partnership('agreement_while_it_lasts', 'there is nothing to agree on any more'); END IF;
  RETURN held;
END $$;

CREATE FUNCTION app.guard_agreement() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM app.hold_for_agreement(NEW.organization_id, NEW.partnership_id);
  IF NEW.number <> 1 + coalesce((SELECT max(a.number) FROM partnerships_agreement a
       WHERE a.organization_id = NEW.organization_id AND a.partnership_id = NEW.partnership_id), 0) THEN
    PERFORM app.refuse_partnership('agreement_in_turn', 'agreements follow each other'); END IF;
  IF NEW.clauses_id IS NOT NULL AND NOT EXISTS (SELECT FROM partnerships_pairclauses c
       WHERE c.organization_id = NEW.organization_id AND c.id = NEW.clauses_id
         AND c.partnership_id = NEW.partnership_id) THEN
    PERFORM app.refuse_partnership('agreement_clauses', 'these clauses are not of this pair'); END IF;
  IF NEW.digest IS DISTINCT FROM app.agreement_digest(NEW) THEN
    PERFORM app.refuse_partnership('agreement_digest', 'this is not what the agreement says'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT ON partnerships_agreement
  FOR EACH ROW EXECUTE FUNCTION app.guard_agreement();

CREATE FUNCTION app.guard_signature() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  signed partnerships_agreement;
  held partnerships_partnership;
BEGIN
  SELECT * INTO signed FROM partnerships_agreement a
   WHERE a.organization_id = NEW.organization_id AND a.id = NEW.agreement_id;
  held := app.hold_for_agreement(NEW.organization_id, signed.partnership_id);
  IF NEW.person_id NOT IN (held.mentor_person_id, held.mentee_person_id) OR NOT EXISTS (
      SELECT FROM organizations_person x WHERE x.organization_id = NEW.organization_id
         AND x.id = NEW.person_id AND x.user_id = app.user_id()) THEN
    PERFORM app.refuse_partnership('signature_by_oneself', 'each signs for themselves'); END IF;
  IF held.introduced_at IS NULL THEN
    PERFORM app.refuse_partnership('signature_after_training', 'both finish their training before they sign'); END IF;
  IF NEW.digest IS DISTINCT FROM signed.digest OR EXISTS (
      SELECT FROM partnerships_agreement a WHERE a.organization_id = NEW.organization_id
         AND a.partnership_id = signed.partnership_id AND a.number > signed.number) THEN
    PERFORM app.refuse_partnership('signature_of_newest', 'these are not the words that stand there now'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT ON partnerships_signature
  FOR EACH ROW EXECUTE FUNCTION app.guard_signature();

CREATE FUNCTION app.guard_beginning() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.status = 'preparing' AND NEW.status = 'active' AND NOT EXISTS (
      SELECT FROM partnerships_signature s JOIN partnerships_agreement a
          ON a.organization_id = s.organization_id AND a.id = s.agreement_id
       WHERE a.organization_id = NEW.organization_id AND a.partnership_id = NEW.id
         AND s.person_id IN (NEW.mentor_person_id, NEW.mentee_person_id)
       GROUP BY a.id HAVING count(*) = 2) THEN
    PERFORM app.refuse_partnership('partnership_both_signed', 'both sign the agreement before it begins'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER beginning BEFORE UPDATE OF status ON partnerships_partnership
  FOR EACH ROW EXECUTE FUNCTION app.guard_beginning();
"""

REVERSE = (
    """
DROP TRIGGER beginning ON partnerships_partnership;
DROP TRIGGER guard ON partnerships_signature;
DROP TRIGGER guard ON partnerships_agreement;
DROP TRIGGER guard ON partnerships_programagreement;
DROP FUNCTION app.guard_beginning, app.guard_signature, app.guard_agreement, app.hold_for_agreement,
  app.agreement_digest, app.guard_program_agreement;
GRANT DELETE ON partnerships_programagreement TO app_rw;
"""
    + "".join(
        f"""
GRANT UPDATE, DELETE ON partnerships_{table} TO app_rw;
DROP TRIGGER append_only ON partnerships_{table};
"""
        for table in STAYING
    )
    + """
DROP POLICY each_adds ON partnerships_signature;
DROP POLICY readers ON partnerships_signature;
DROP POLICY pair_adds ON partnerships_agreement;
DROP POLICY readers ON partnerships_agreement;
DROP POLICY staff_changes ON partnerships_programagreement;
DROP POLICY staff_adds ON partnerships_programagreement;
DROP POLICY readers ON partnerships_programagreement;
DROP POLICY staff_adds ON partnerships_agreementtext;
DROP POLICY readers ON partnerships_agreementtext;
DROP FUNCTION app.my_agreements, app.my_agreement_texts;
"""
)


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0020_agreements")]
    operations = [migrations.RunSQL(READERS + KEPT + GUARDS, REVERSE)]
