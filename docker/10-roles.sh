#!/bin/bash
# Run once by the PostgreSQL image, as the superuser, when it makes an empty data folder.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
\include /opt/mentoring/roles.sql
\getenv owner_password APP_OWNER_PASSWORD
\getenv rw_password APP_RW_PASSWORD
\getenv database POSTGRES_DB
ALTER ROLE app_owner PASSWORD :'owner_password';
ALTER ROLE app_rw PASSWORD :'rw_password';
ALTER DATABASE :"database" OWNER TO app_owner;
SQL
