#!/usr/bin/env bash
# Gives each service's role the password with which its container connects. Run after each migration, since one may have
# made a new role. Where roles get passwords of their own (ALTER ROLE … PASSWORD), leave this out.
set -euo pipefail

for role in webhook-ingest assignment notifier calendar-sync retry-scheduler recording-archive dashboard; do
    psql "$DATABASE_URL" --quiet --set ON_ERROR_STOP=1 --set role="$role" --set password="$SERVICE_PASSWORD" <<'SQL'
ALTER ROLE :"role" PASSWORD :'password';
SQL
done
