-- Tables that grow with every call are partitioned by time. Services may not create or drop tables, so they call
-- maintain_partitions(), which runs with the owner's rights and does only this.
CREATE TABLE partition_policies (
    table_name text PRIMARY KEY,
    unit text NOT NULL CHECK (unit IN ('day', 'week', 'month')),
    retention interval NOT NULL
);

COMMENT ON TABLE partition_policies IS
    'How finely a table is cut, and how long its partitions are kept. Owners change retention here.';

CREATE FUNCTION maintain_partitions() RETURNS TABLE (action text, partition text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    policy partition_policies;
    step interval;
    lower_bound timestamptz;
    name text;
    existing record;
BEGIN
    -- One at a time; whoever comes second finds the work done.
    IF NOT pg_try_advisory_xact_lock(hashtextextended('thavon.maintain_partitions', 0)) THEN
        RETURN;
    END IF;
    -- Dropping waits for readers; better to try again later than to hold up writers behind us.
    SET LOCAL lock_timeout = '2s';
    FOR policy IN SELECT * FROM partition_policies LOOP
        step := ('1 ' || policy.unit)::interval;
        FOR ahead IN 0..2 LOOP
            lower_bound := date_trunc(policy.unit, now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' + ahead * step;
            name := policy.table_name || to_char(lower_bound AT TIME ZONE 'UTC', '_YYYYMMDD');
            IF to_regclass('public.' || name) IS NULL THEN
                EXECUTE format(
                    'CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                    name, policy.table_name, lower_bound, lower_bound + step);
                action := 'created';
                partition := name;
                RETURN NEXT;
            END IF;
        END LOOP;
        FOR existing IN
            SELECT child.relname,
                (regexp_match(pg_get_expr(child.relpartbound, child.oid), 'TO \(''([^'']+)''\)'))[1]::timestamptz AS upper
            FROM pg_inherits
            JOIN pg_class child ON child.oid = inhrelid
            WHERE inhparent = ('public.' || quote_ident(policy.table_name))::regclass
                AND pg_get_expr(child.relpartbound, child.oid) <> 'DEFAULT'
        LOOP
            IF existing.upper < now() - policy.retention THEN
                EXECUTE format('DROP TABLE %I', existing.relname);
                action := 'dropped';
                partition := existing.relname;
                RETURN NEXT;
            END IF;
        END LOOP;
    END LOOP;
END
$$;

REVOKE ALL ON FUNCTION maintain_partitions() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION maintain_partitions() TO "webhook-ingest";
