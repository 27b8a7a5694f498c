"""What must never be true of companies, people and the trail, kept by the database itself."""

from django.db import migrations

CONFLICTS = """
-- The part of a NAICS code that two companies must not share. At two digits some sectors span
-- several numbers: 31-33 manufacturing, 44-45 retail, 48-49 transportation.
CREATE FUNCTION app.industry_key(code text, digits int) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE left(code, digits) WHEN '32' THEN '31' WHEN '33' THEN '31' WHEN '45' THEN '44'
         WHEN '49' THEN '48' ELSE left(code, digits) END
$$;

CREATE VIEW organizations_companyconflict WITH (security_invoker = true) AS
SELECT concat_ws(':', low_id, high_id, rule, detail) AS id, * FROM (
  SELECT a.organization_id, a.id AS low_id, b.id AS high_id, 'group' AS rule, g.name AS detail
    FROM organizations_company a
    JOIN organizations_company b ON b.organization_id = a.organization_id
     AND b.corporate_group_id = a.corporate_group_id AND a.id < b.id
    JOIN organizations_corporategroup g ON g.organization_id = a.organization_id
     AND g.id = a.corporate_group_id
  UNION
  SELECT organization_id, least(company_id, competitor_id), greatest(company_id, competitor_id),
         'declared', '' FROM organizations_competitordeclaration
  UNION
  SELECT a.organization_id, a.company_id, b.company_id, 'competitor_group', g.name
    FROM organizations_competitorgroupmember a
    JOIN organizations_competitorgroupmember b ON b.organization_id = a.organization_id
     AND b.group_id = a.group_id AND a.company_id < b.company_id
    JOIN organizations_competitorgroup g ON g.organization_id = a.organization_id AND g.id = a.group_id
  UNION
  SELECT a.organization_id, a.company_id, b.company_id, 'industry',
         left(a.code, least(o.industry_digits, length(a.code), length(b.code)))
    FROM organizations_companyindustry a
    JOIN organizations_companyindustry b ON b.organization_id = a.organization_id
     AND a.company_id < b.company_id
    JOIN organizations_organization o ON o.id = a.organization_id
   WHERE app.industry_key(a.code, least(o.industry_digits, length(a.code), length(b.code)))
       = app.industry_key(b.code, least(o.industry_digits, length(a.code), length(b.code)))
     AND NOT EXISTS (SELECT FROM organizations_industrywaiver w
          WHERE w.organization_id = a.organization_id AND w.low_id = a.company_id
            AND w.high_id = b.company_id AND (w.expires_on IS NULL OR w.expires_on >= current_date))
) AS found;
"""

# Whoever changes a fact of two companies and whoever announces a match between them wait for each
# other: the guard of partnerships takes FOR SHARE on the same rows.
LOCKS = """
CREATE FUNCTION app.lock_companies(organization uuid, companies uuid[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM organizations_company WHERE organization_id = organization AND id = ANY (companies)
    ORDER BY id FOR NO KEY UPDATE;
END $$;

CREATE FUNCTION app.lock_declared() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM app.lock_companies(OLD.organization_id, ARRAY[OLD.company_id, OLD.competitor_id]); END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  PERFORM app.lock_companies(NEW.organization_id, ARRAY[NEW.company_id, NEW.competitor_id]);
  RETURN NEW;
END $$;
CREATE TRIGGER lock_companies BEFORE INSERT OR UPDATE OR DELETE ON organizations_competitordeclaration
  FOR EACH ROW EXECUTE FUNCTION app.lock_declared();

CREATE FUNCTION app.lock_company_of_row() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM app.lock_companies(OLD.organization_id, ARRAY[OLD.company_id]); END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  PERFORM app.lock_companies(NEW.organization_id, ARRAY[NEW.company_id]);
  RETURN NEW;
END $$;
CREATE TRIGGER lock_company BEFORE INSERT OR UPDATE OR DELETE ON organizations_companyindustry
  FOR EACH ROW EXECUTE FUNCTION app.lock_company_of_row();
CREATE TRIGGER lock_company BEFORE INSERT OR UPDATE OR DELETE ON organizations_competitorgroupmember
  FOR EACH ROW EXECUTE FUNCTION app.lock_company_of_row();

CREATE FUNCTION app.lock_waived() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM app.lock_companies(OLD.organization_id, ARRAY[OLD.low_id, OLD.high_id]); END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  PERFORM app.lock_companies(NEW.organization_id, ARRAY[NEW.low_id, NEW.high_id]);
  RETURN NEW;
END $$;
CREATE TRIGGER lock_companies BEFORE INSERT OR UPDATE OR DELETE ON organizations_industrywaiver
  FOR EACH ROW EXECUTE FUNCTION app.lock_waived();

CREATE FUNCTION app.lock_all_companies() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.industry_digits <> OLD.industry_digits THEN
    PERFORM FROM organizations_company WHERE organization_id = NEW.id ORDER BY id FOR NO KEY UPDATE;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lock_companies BEFORE UPDATE ON organizations_organization
  FOR EACH ROW EXECUTE FUNCTION app.lock_all_companies();
"""

EMPLOYMENT = """
CREATE FUNCTION app.guard_employment() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.organization_id, NEW.person_id, NEW.company_id, NEW.started_on)
     IS DISTINCT FROM (OLD.id, OLD.organization_id, OLD.person_id, OLD.company_id, OLD.started_on)
     OR (OLD.ended_on IS NOT NULL AND NEW.ended_on IS DISTINCT FROM OLD.ended_on) THEN
    RAISE EXCEPTION 'an employment never changes, its end is written once'
      USING ERRCODE = '23514', CONSTRAINT = 'employment_frozen';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON organizations_employment
  FOR EACH ROW EXECUTE FUNCTION app.guard_employment();
REVOKE DELETE ON organizations_employment FROM app_rw;

-- Who may say yes in somebody's name is decided once.
CREATE FUNCTION app.guard_person() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.organization_id) IS DISTINCT FROM (OLD.id, OLD.organization_id)
     OR (OLD.user_id IS NOT NULL AND NEW.user_id IS DISTINCT FROM OLD.user_id) THEN
    RAISE EXCEPTION 'a person keeps their login' USING ERRCODE = '23514', CONSTRAINT = 'person_keeps_login';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON organizations_person
  FOR EACH ROW EXECUTE FUNCTION app.guard_person();
"""

AUDIT = """
-- Now, and by whoever is at work; only a worker acts for somebody else, who asked for it.
CREATE FUNCTION app.sign_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.at := pg_catalog.clock_timestamp();
  IF NEW.by_user_id IS DISTINCT FROM app.user_id() AND NEW.by_user_id IS NOT NULL
     AND app.actor() <> 'worker' THEN
    RAISE EXCEPTION 'nobody signs for somebody else' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER sign BEFORE INSERT ON organizations_auditevent
  FOR EACH ROW EXECUTE FUNCTION app.sign_event();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON organizations_auditevent
  FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON organizations_auditevent
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
REVOKE UPDATE, DELETE ON organizations_auditevent FROM app_rw;
"""

# Inside an organization only its own people's logins exist; sign-in happens outside of any.
LOGINS = """
ALTER TABLE organizations_user ENABLE ROW LEVEL SECURITY;
ALTER TABLE organizations_user FORCE ROW LEVEL SECURITY;
CREATE POLICY wall ON organizations_user FOR SELECT TO app_rw USING (
  id = ANY (ARRAY(SELECT m.user_id FROM organizations_membership m
                   WHERE m.organization_id = (SELECT app.organization()))));
CREATE POLICY own ON organizations_user TO app_rw
  USING ((SELECT app.organization()) IS NULL OR id = (SELECT app.user_id()));

ALTER TABLE organizations_organization ENABLE ROW LEVEL SECURITY;
ALTER TABLE organizations_organization FORCE ROW LEVEL SECURITY;
CREATE POLICY wall ON organizations_organization TO app_rw
  USING ((SELECT app.organization()) IS NULL OR id = (SELECT app.organization()));
CREATE POLICY owner ON organizations_organization TO app_owner USING ((SELECT app.owner_may_read()));
CREATE POLICY owner ON organizations_user TO app_owner USING ((SELECT app.owner_may_read()));

-- The login of an address, made if there is none. It alone may look across organizations, and it
-- tells its caller nothing but an identifier.
CREATE FUNCTION app.login_for(address text, new_id uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE found_id uuid;
BEGIN
  PERFORM set_config('app.migrating', 'on', true);
  INSERT INTO organizations_user (id, email, password, is_active, date_joined)
    VALUES (new_id, lower(address), '!' || md5(random()::text), true, now())
    ON CONFLICT (lower(email)) DO NOTHING;
  SELECT id INTO found_id FROM organizations_user WHERE lower(email) = lower(address);
  PERFORM set_config('app.migrating', '', true);
  RETURN found_id;
END $$;
REVOKE ALL ON FUNCTION app.login_for FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.login_for TO app_rw;
"""

HR = """
GRANT SELECT ON organizations_company TO app_hr;
CREATE POLICY hr ON organizations_company FOR SELECT TO app_hr
  USING (organization_id = (SELECT app.organization()) AND id = (SELECT app.company()));
"""

REVERSE = """
DROP POLICY hr ON organizations_company;
REVOKE ALL ON organizations_company FROM app_hr;
DROP FUNCTION app.login_for;
DROP POLICY wall ON organizations_organization;
DROP POLICY owner ON organizations_organization;
ALTER TABLE organizations_organization NO FORCE ROW LEVEL SECURITY;
ALTER TABLE organizations_organization DISABLE ROW LEVEL SECURITY;
DROP POLICY wall ON organizations_user;
DROP POLICY own ON organizations_user;
DROP POLICY owner ON organizations_user;
ALTER TABLE organizations_user NO FORCE ROW LEVEL SECURITY;
ALTER TABLE organizations_user DISABLE ROW LEVEL SECURITY;
DROP TRIGGER append_only ON organizations_auditevent;
DROP TRIGGER append_only_truncate ON organizations_auditevent;
DROP TRIGGER sign ON organizations_auditevent;
DROP FUNCTION app.sign_event;
DROP TRIGGER guard ON organizations_person;
DROP FUNCTION app.guard_person;
DROP TRIGGER guard ON organizations_employment;
DROP FUNCTION app.guard_employment;
DROP TRIGGER lock_companies ON organizations_organization;
DROP TRIGGER lock_companies ON organizations_industrywaiver;
DROP TRIGGER lock_company ON organizations_competitorgroupmember;
DROP TRIGGER lock_company ON organizations_companyindustry;
DROP TRIGGER lock_companies ON organizations_competitordeclaration;
DROP FUNCTION app.lock_all_companies, app.lock_waived, app.lock_company_of_row, app.lock_declared;
DROP FUNCTION app.lock_companies;
DROP VIEW organizations_companyconflict;
DROP FUNCTION app.industry_key;
"""


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]
    operations = [
        migrations.RunSQL(CONFLICTS + LOCKS + EMPLOYMENT + AUDIT + LOGINS + HR, REVERSE)
    ]
