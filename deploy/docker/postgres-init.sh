#!/usr/bin/env bash
# Run once by the PostgreSQL image, on an empty data folder: the database and its owner, who is no superuser.
set -euo pipefail

psql --username postgres --set ON_ERROR_STOP=1 --set password="$OWNER_PASSWORD" <<'SQL'
CREATE ROLE thavon LOGIN CREATEROLE NOSUPERUSER PASSWORD :'password';
CREATE DATABASE thavon OWNER thavon;
SQL
