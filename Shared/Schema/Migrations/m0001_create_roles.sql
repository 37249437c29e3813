-- One login role per service. Roles belong to the whole server, so another database of it may have made them already,
-- perhaps at this very moment. Passwords are the operator's: ALTER ROLE … PASSWORD.
DO $$
DECLARE
    service text;
BEGIN
    FOREACH service IN ARRAY ARRAY[
        'webhook-ingest', 'assignment', 'notifier', 'calendar-sync', 'retry-scheduler', 'recording-archive', 'dashboard'
    ] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = service) THEN
            BEGIN
                EXECUTE format(
                    'CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOINHERIT', service);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;
            END;
        END IF;
    END LOOP;
END
$$;

GRANT USAGE ON SCHEMA public TO
    "webhook-ingest", assignment, notifier, "calendar-sync", "retry-scheduler", "recording-archive", dashboard;

