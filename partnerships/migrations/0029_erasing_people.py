"""Who sees that somebody is to be erased, and the one way in which it happens."""

from django.db import migrations

GUARD = """
CREATE POLICY readers ON partnerships_erasure AS RESTRICTIVE FOR ALL TO app_rw
  USING (organization_id = (SELECT app.organization()) AND (
    (SELECT app.actor()) IN ('coordinator', 'worker')
    OR ((SELECT app.actor()) = 'participant' AND person_id = ANY (ARRAY(SELECT app.myself())))));

-- Who owns the tables, inside the one function below: no statement of the application gets there.
CREATE FUNCTION app.is_erasing() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT current_user = 'app_owner' AND coalesce(current_setting('app.erasing', true), '') = 'on'
$$;
CREATE FUNCTION app.guard_erasure() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.done_at IS NOT NULL OR OLD.taken_back_at IS NOT NULL
     OR (NEW.id, NEW.organization_id, NEW.person_id, NEW.asked_by, NEW.by_user_id, NEW.asked_at)
        IS DISTINCT FROM
        (OLD.id, OLD.organization_id, OLD.person_id, OLD.asked_by, OLD.by_user_id, OLD.asked_at)
     OR (NEW.done_at IS NOT NULL AND NOT app.is_erasing()) THEN
    RAISE EXCEPTION 'an erasure is carried out or taken back, once'
      USING ERRCODE = '23514', CONSTRAINT = 'erasure_final';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON partnerships_erasure
  FOR EACH ROW EXECUTE FUNCTION app.guard_erasure();
CREATE FUNCTION app.guard_new_erasure() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'an erasure begins with somebody asking for it'
    USING ERRCODE = '23514', CONSTRAINT = 'erasure_final';
END $$;
CREATE TRIGGER guard_new BEFORE INSERT ON partnerships_erasure
  FOR EACH ROW WHEN (NEW.done_at IS NOT NULL OR NEW.taken_back_at IS NOT NULL)
  EXECUTE FUNCTION app.guard_new_erasure();
REVOKE DELETE ON partnerships_erasure FROM app_rw;

DROP TRIGGER guard ON organizations_person;
CREATE TRIGGER guard BEFORE UPDATE ON organizations_person
  FOR EACH ROW WHEN (NOT app.is_erasing()) EXECUTE FUNCTION app.guard_person();
DROP TRIGGER append_only ON training_briefingagreement;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON training_briefingagreement
  FOR EACH ROW WHEN (NOT app.is_erasing()) EXECUTE FUNCTION app.refuse_change();
"""

ERASE = """
CREATE FUNCTION app.erase_person(which uuid, given text, family text, seal text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  o uuid := app.organization();
  p uuid; login uuid; names text; addresses text[]; parts uuid[];
BEGIN
  IF app.actor() <> 'worker' THEN
    RAISE EXCEPTION 'a worker alone erases people' USING ERRCODE = '42501'; END IF;
  PERFORM set_config('app.migrating', 'on', true);
  PERFORM set_config('app.erasing', 'on', true);
  PERFORM set_config('app.merging', 'on', true);
  UPDATE partnerships_erasure SET done_at = now(), mark = seal
   WHERE organization_id = o AND id = which AND due_at <= now()
     AND done_at IS NULL AND taken_back_at IS NULL
  RETURNING person_id INTO p;
  IF p IS NULL THEN
    RAISE EXCEPTION 'nothing is due here' USING ERRCODE = '23514', CONSTRAINT = 'erasure_due_now';
  END IF;
  SELECT user_id, given_name || ' ' || family_name INTO login, names
    FROM organizations_person WHERE organization_id = o AND id = p FOR UPDATE;
  SELECT array_agg(DISTINCT lower(a.email)) INTO addresses FROM (
    SELECT email FROM organizations_person WHERE organization_id = o AND id = p
    UNION ALL SELECT email FROM organizations_user WHERE id = login
    UNION ALL SELECT email FROM account_emailaddress WHERE user_id = login) a;
  SELECT coalesce(array_agg(id), '{}') INTO parts
    FROM participants_participant WHERE organization_id = o AND person_id = p;

  UPDATE organizations_person SET email = id || '@erased.invalid', given_name = given,
         family_name = family, user_id = NULL WHERE organization_id = o AND id = p;
  DELETE FROM organizations_intakenoteversion v USING organizations_intakenote n
   WHERE v.organization_id = o AND n.organization_id = o AND v.note_id = n.id AND n.person_id = p;
  DELETE FROM organizations_intakenote WHERE organization_id = o AND person_id = p;
  DELETE FROM organizations_plannedjob WHERE organization_id = o AND person_id = p;
  DELETE FROM notifications_message WHERE organization_id = o
     AND (person_id = p OR lower(address) = ANY (addresses));
  UPDATE organizations_membership SET name = given || ' ' || family,
         ended_at = coalesce(ended_at, now())
   WHERE organization_id = o AND (person_id = p OR user_id = login);
  UPDATE organizations_roleinvitation SET email = id || '@erased.invalid', name = '',
         taken_back_at = CASE WHEN accepted_at IS NULL THEN coalesce(taken_back_at, now()) END
   WHERE organization_id = o AND (person_id = p OR lower(email) = ANY (addresses));

  UPDATE participants_participant SET title = '', level = NULL, years_experience = NULL,
         transitions = '{}', languages = '{}', time_zone = '', hours_from = NULL, hours_to = NULL,
         story = '', ways_of_working = '--------', manager_email = ''
   WHERE organization_id = o AND id = ANY (parts);
  UPDATE participants_participant SET manager_email = ''
   WHERE organization_id = o AND lower(manager_email) = ANY (addresses);
  DELETE FROM participants_formeremployer WHERE organization_id = o AND participant_id = ANY (parts);
  DELETE FROM participants_participantcompetency
   WHERE organization_id = o AND participant_id = ANY (parts);
  DELETE FROM participants_pleasenot WHERE organization_id = o
     AND (participant_id = ANY (parts) OR lower(text) = ANY (addresses));
  DELETE FROM participants_photo WHERE organization_id = o AND person_id = p;
  DELETE FROM participants_importline WHERE organization_id = o
     AND (lower(name) = ANY (addresses) OR lower(name) = lower(names));
  UPDATE participants_nomination n SET email = n.id || '@erased.invalid', given_name = given,
         family_name = family, title = ''
   WHERE n.organization_id = o AND (lower(n.email) = ANY (addresses) OR EXISTS (
     SELECT FROM participants_nominationresult r WHERE r.organization_id = o
        AND r.nomination_id = n.id AND r.participant_id = ANY (parts)));
  UPDATE participants_application SET email = id || '@erased.invalid', given_name = given,
         family_name = family, title = '', company_name = ''
   WHERE organization_id = o AND (lower(email) = ANY (addresses) OR participant_id = ANY (parts));

  DELETE FROM training_bookmark b USING training_attempt a
   WHERE b.organization_id = o AND a.organization_id = o AND b.attempt_id = a.id
     AND a.participant_id = ANY (parts);
  UPDATE training_briefingagreement SET name = CASE name WHEN '' THEN '' ELSE '-' END,
         address = CASE address WHEN '' THEN '' ELSE id || '@erased.invalid' END
   WHERE organization_id = o AND (participant_id = ANY (parts) OR lower(address) = ANY (addresses));
  UPDATE training_briefinglink SET address = id || '@erased.invalid'
   WHERE organization_id = o AND (participant_id = ANY (parts) OR lower(address) = ANY (addresses));

  DELETE FROM partnerships_sharedcopy WHERE organization_id = o AND p IN (author_id, shared_by_id);
  DELETE FROM partnerships_draft WHERE organization_id = o AND author_id = p;
  DELETE FROM partnerships_journalentry WHERE organization_id = o AND author_id = p;
  PERFORM app.forget_login(login);
  PERFORM set_config('app.merging', '', true);
  PERFORM set_config('app.erasing', '', true);
  PERFORM set_config('app.migrating', '', true);
END $$;
REVOKE ALL ON FUNCTION app.erase_person FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.erase_person TO app_rw;
"""

LOGIN = """
-- What an organization keeps of a login goes; the login itself with the last organization.
CREATE FUNCTION app.forget_login(login uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE o uuid := app.organization();
BEGIN
  IF NOT app.is_erasing() THEN
    RAISE EXCEPTION 'logins go with people' USING ERRCODE = '42501'; END IF;
  DELETE FROM notifications_optionalmail WHERE organization_id = o AND user_id = login;
  DELETE FROM notifications_calendarfeed WHERE organization_id = o AND user_id = login;
  DELETE FROM organizations_defaultview WHERE organization_id = o AND user_id = login;
  DELETE FROM organizations_savedview WHERE organization_id = o AND user_id = login;
  IF login IS NULL
     OR EXISTS (SELECT FROM organizations_user WHERE id = login AND is_operator)
     OR EXISTS (SELECT FROM organizations_membership WHERE user_id = login AND ended_at IS NULL)
     OR EXISTS (SELECT FROM organizations_person WHERE user_id = login) THEN
    RETURN;
  END IF;
  DELETE FROM django_session WHERE session_key IN (
    SELECT session_key FROM usersessions_usersession WHERE user_id = login);
  DELETE FROM usersessions_usersession WHERE user_id = login;
  DELETE FROM mfa_authenticator WHERE user_id = login;
  DELETE FROM account_emailconfirmation c USING account_emailaddress a
   WHERE c.email_address_id = a.id AND a.user_id = login;
  DELETE FROM account_emailaddress WHERE user_id = login;
  UPDATE organizations_user SET email = id || '@erased.invalid', is_active = false,
         password = '!' || md5(random()::text) WHERE id = login;
END $$;
REVOKE ALL ON FUNCTION app.forget_login FROM PUBLIC;
"""

REVERSE = """
DROP FUNCTION app.erase_person;
DROP FUNCTION app.forget_login;
DROP TRIGGER append_only ON training_briefingagreement;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON training_briefingagreement
  FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
DROP TRIGGER guard ON organizations_person;
CREATE TRIGGER guard BEFORE UPDATE ON organizations_person
  FOR EACH ROW EXECUTE FUNCTION app.guard_person();
DROP TRIGGER guard_new ON partnerships_erasure;
DROP TRIGGER guard ON partnerships_erasure;
DROP FUNCTION app.guard_new_erasure, app.guard_erasure;
DROP FUNCTION app.is_erasing;
DROP POLICY readers ON partnerships_erasure;
GRANT DELETE ON partnerships_erasure TO app_rw;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0028_erasures"),
        ("organizations", "0018_the_clock_says_when"),
        ("notifications", "0005_calendar_feeds"),
        ("participants", "0018_the_clock_says_when"),
        ("training", "0008_the_clock_says_when"),
        ("sessions", "0001_initial"),
    ]
    operations = [migrations.RunSQL(GUARD + ERASE + LOGIN, REVERSE)]
