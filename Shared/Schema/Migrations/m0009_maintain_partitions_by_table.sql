-- One table at a time, each in a transaction of its own: dropping a partition locks its table until the commit, and nobody
-- who writes to one table should wait for another's turn. The function without a parameter stays for services of the
-- version before.
CREATE FUNCTION maintain_partitions(only_table text) RETURNS TABLE (action text, partition text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    policy partition_policies;
    step interval;
    lower_bound timestamptz;
    existing record;
BEGIN
    -- One at a time; whoever comes second finds the work done.
    IF NOT pg_try_advisory_xact_lock(hashtextextended('thavon.maintain_partitions.' || only_table, 0)) THEN
        RETURN;
    END IF;
    SELECT * INTO policy FROM partition_policies WHERE table_name = only_table;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    -- Dropping waits for readers; better to try again later than to hold up writers behind us.
    SET LOCAL lock_timeout = '2s';
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
END
$$;

REVOKE ALL ON FUNCTION maintain_partitions(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION maintain_partitions(text) TO "webhook-ingest";
GRANT SELECT ON partition_policies TO "webhook-ingest", dashboard;
