#!/bin/sh
# Run once by the PostgreSQL image: makes the role that owns the product's database.
# It is no superuser: a superuser passes by row-level security, the second wall between municipalities.
set -eu
psql --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --set password="$POSTGRES_PASSWORD" <<'SQL'
CREATE ROLE godpraksis LOGIN PASSWORD :'password';
CREATE DATABASE godpraksis OWNER godpraksis;
SQL
