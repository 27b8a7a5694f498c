"""What must never be true of roles and invitations, and the one way to find one by its token."""

from django.db import migrations

# Whoever ends an administrator's role waits for whoever ends another's: both lock the organization.
LAST_ADMINISTRATOR = """
CREATE FUNCTION app.keep_administrator() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.role <> 'administrator' OR OLD.ended_at IS NOT NULL THEN RETURN NULL; END IF;
  IF TG_OP = 'UPDATE' AND NEW.ended_at IS NULL THEN RETURN NULL; END IF;
  PERFORM FROM organizations_organization WHERE id = OLD.organization_id FOR NO KEY UPDATE;
  IF NOT EXISTS (SELECT FROM organizations_membership
       WHERE organization_id = OLD.organization_id AND role = 'administrator' AND ended_at IS NULL) THEN
    RAISE EXCEPTION 'an organization keeps an administrator'
      USING ERRCODE = '23514', CONSTRAINT = 'membership_last_administrator';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_administrator AFTER UPDATE OR DELETE ON organizations_membership
  FOR EACH ROW EXECUTE FUNCTION app.keep_administrator();

CREATE FUNCTION app.guard_membership() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR (NEW.organization_id, NEW.user_id, NEW.role)
     IS DISTINCT FROM (OLD.organization_id, OLD.user_id, OLD.role) THEN
    RAISE EXCEPTION 'a role that ended stays ended, and another role is another row'
      USING ERRCODE = '23514', CONSTRAINT = 'membership_frozen';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON organizations_membership
  FOR EACH ROW EXECUTE FUNCTION app.guard_membership();
"""

INVITATIONS = """
CREATE FUNCTION app.guard_invitation() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.accepted_at IS NOT NULL
     AND (NEW.accepted_at, NEW.taken_back_at, NEW.token_hash, NEW.expires_at)
         IS DISTINCT FROM (OLD.accepted_at, OLD.taken_back_at, OLD.token_hash, OLD.expires_at)
     OR OLD.taken_back_at IS NOT NULL AND NEW.taken_back_at IS DISTINCT FROM OLD.taken_back_at
     OR OLD.taken_back_at IS NOT NULL AND NEW.accepted_at IS NOT NULL
     OR (NEW.organization_id, NEW.email, NEW.role, NEW.company_id, NEW.person_id)
        IS DISTINCT FROM (OLD.organization_id, OLD.email, OLD.role, OLD.company_id, OLD.person_id) THEN
    RAISE EXCEPTION 'an invitation is answered once, and stays what it offered'
      USING ERRCODE = '23514', CONSTRAINT = 'roleinvitation_frozen';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON organizations_roleinvitation
  FOR EACH ROW EXECUTE FUNCTION app.guard_invitation();

-- Whoever holds a token has no organization yet. It tells two identifiers, and nothing without the
-- token: hashes cannot be guessed.
CREATE FUNCTION app.invitation_of(hash text, OUT organization uuid, OUT invitation uuid) RETURNS record
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.migrating', 'on', true);
  SELECT organization_id, id INTO organization, invitation
    FROM organizations_roleinvitation WHERE token_hash = hash LIMIT 1;
  PERFORM set_config('app.migrating', '', true);
END $$;
REVOKE ALL ON FUNCTION app.invitation_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.invitation_of TO app_rw;
"""

# An operator's flag opens the operator's pages. Only who owns the tables may set it: no page, and no
# statement smuggled into one.
OPERATORS = """
CREATE FUNCTION app.guard_operator() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF current_user IN ('app_rw', 'app_hr') AND NEW.is_operator
     AND (TG_OP = 'INSERT' OR NOT OLD.is_operator) THEN
    RAISE EXCEPTION 'operators are made by a command of the owner'
      USING ERRCODE = '42501', CONSTRAINT = 'user_operator';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_operator BEFORE INSERT OR UPDATE ON organizations_user
  FOR EACH ROW EXECUTE FUNCTION app.guard_operator();
"""

REVERSE = """
DROP TRIGGER guard_operator ON organizations_user;
DROP FUNCTION app.guard_operator;
DROP FUNCTION app.invitation_of;
DROP TRIGGER guard ON organizations_roleinvitation;
DROP FUNCTION app.guard_invitation;
DROP TRIGGER guard ON organizations_membership;
DROP FUNCTION app.guard_membership;
DROP TRIGGER keep_administrator ON organizations_membership;
DROP FUNCTION app.keep_administrator;
"""


class Migration(migrations.Migration):
    dependencies = [("organizations", "0005_invitations")]
    operations = [migrations.RunSQL(LAST_ADMINISTRATOR + INVITATIONS + OPERATORS, REVERSE)]
