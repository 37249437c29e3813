-- Tables that grow with every call are partitioned by time. Services may not create or drop tables, so they call
-- maintain_partitions(), which runs with the owner's rights and does only this.
CREATE TABLE partition_policies (
    table_name text PRIMARY KEY,
    unit text NOT NULL CHECK (unit IN ('day', 'week', 'month')),
    retention interval NOT NULL
);

COMMENT ON TABLE partition_policies IS
    'How finely a table is cut, and how long its partitions are kept. Owners change retention here.';

-- Each partition by itself: one that cannot be made or dropped right now does not keep the others from it.
CREATE FUNCTION maintain_partitions() RETURNS TABLE (action text, partition text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    policy partition_policies;
    step interval;
    lower_bound timestamptz;
    existing record;
BEGIN
    -- One at a time; whoever comes second finds the work done.
    IF NOT pg_try_advisory_xact_lock(hashtextextended('thavon.maintain_partitions', 0)) THEN
        RETURN;
    END IF;
    -- Dropping waits for readers; better to try again later than to hold up writers behind us.
    SET LOCAL lock_timeout = '2s';
    FOR policy IN SELECT * FROM partition_policies ORDER BY table_name LOOP
        step := ('1 ' || policy.unit)::interval;
        FOR ahead IN 0..2 LOOP
            lower_bound := date_trunc(policy.unit, now()) + ahead * step;
            partition := policy.table_name || to_char(lower_bound, '_YYYYMMDD');
            CONTINUE WHEN to_regclass('public.' || partition) IS NOT NULL;
            BEGIN
                PERFORM make_partition(policy.table_name, partition, lower_bound, lower_bound + step);
                action := 'created';
            EXCEPTION WHEN OTHERS THEN
                action := 'failed (' || SQLERRM || ')';
            END;
            RETURN NEXT;
        END LOOP;
        FOR existing IN
            SELECT child.relname,
                (regexp_match(pg_get_expr(child.relpartbound, child.oid), 'TO \(''([^'']+)''\)'))[1]::timestamptz AS upper
            FROM pg_inherits
            JOIN pg_class child ON child.oid = inhrelid
            WHERE inhparent = ('public.' || quote_ident(policy.table_name))::regclass
                AND pg_get_expr(child.relpartbound, child.oid) <> 'DEFAULT'
        LOOP
            CONTINUE WHEN existing.upper >= now() - policy.retention;
            partition := existing.relname;
            BEGIN
                EXECUTE format('DROP TABLE %I', existing.relname);
                action := 'dropped';
            EXCEPTION WHEN OTHERS THEN
                action := 'failed (' || SQLERRM || ')';
            END;
            RETURN NEXT;
        END LOOP;
    END LOOP;
END
$$;

-- Rows of the period that came before the partition did lie in the default partition, where they would forbid to make it:
-- they move over.
CREATE FUNCTION make_partition(parent text, name text, lower_bound timestamptz, upper_bound timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    time_column text := (
        SELECT attname FROM pg_partitioned_table
        JOIN pg_attribute ON attrelid = partrelid AND attnum = partattrs[0]
        WHERE partrelid = ('public.' || quote_ident(parent))::regclass);
BEGIN
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', name, parent);
    EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', parent || '_default');
    EXECUTE format(
        'WITH moved AS (DELETE FROM %1$I WHERE %2$I >= %3$L AND %2$I < %4$L RETURNING *) INSERT INTO %5$I SELECT * FROM moved',
        parent || '_default', time_column, lower_bound, upper_bound, name);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, name, lower_bound, upper_bound);
END
$$;

REVOKE ALL ON FUNCTION make_partition(text, text, timestamptz, timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION maintain_partitions() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION maintain_partitions() TO "webhook-ingest";
