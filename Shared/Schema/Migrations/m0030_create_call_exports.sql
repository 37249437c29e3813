-- Files of calls that are too many to be sent while somebody waits: what is wished, how far it has come, and the file in pieces.
CREATE TABLE call_exports (
    id uuid PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies,
    -- Whose wish it is: it is made with their rights, and nobody else sees it.
    account_id uuid NOT NULL,
    -- Those rights when it was wished: `owner`, or an agent's id. With others it is neither made further nor handed out.
    rights text NOT NULL,
    -- The filter whose calls these are, as an address has it.
    query text NOT NULL,
    -- In which the columns are named, and by whose clock times are told.
    language text NOT NULL,
    time_zone text NOT NULL,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'cancelled', 'failed')),
    failure text CHECK (failure IN ('account_off', 'rights_changed', 'unexpected')),
    -- Null: not counted yet, or, where words are searched for, not at all.
    total_count integer,
    done_count integer NOT NULL DEFAULT 0,
    piece_count integer NOT NULL DEFAULT 0,
    byte_count bigint NOT NULL DEFAULT 0,
    -- The last call that is in a piece.
    continues_after text,
    lease_until timestamptz NOT NULL DEFAULT '-infinity',
    -- Fencing: work counts only under the latest number.
    lease_token bigint NOT NULL DEFAULT 0,
    -- Calls that have come since are not in it.
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    UNIQUE (agency_id, account_id, id),
    FOREIGN KEY (agency_id, account_id) REFERENCES accounts (agency_id, id)
);
CREATE INDEX call_exports_account ON call_exports (account_id, created_at, id);
-- What a worker has to do; as long as what is under way.
CREATE INDEX call_exports_work ON call_exports (lease_until) WHERE state IN ('waiting', 'running');

CREATE TABLE call_export_pieces (
    export_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    account_id uuid NOT NULL,
    -- Counted from 1; the file is all of them in this order.
    ordinal integer NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (export_id, ordinal),
    FOREIGN KEY (agency_id, account_id, export_id) REFERENCES call_exports (agency_id, account_id, id) ON DELETE CASCADE
);

DO $$
DECLARE
    rule record;
    own text := '(agency_id = (SELECT viewer_agency()) AND account_id = (SELECT viewer_account()))';
BEGIN
    FOR rule IN SELECT unnest(ARRAY['call_exports', 'call_export_pieces']) AS name LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', rule.name);
        EXECUTE format('CREATE POLICY administration ON %I TO %I USING (true) WITH CHECK (true)', rule.name, current_user);
        EXECUTE format('CREATE POLICY console_sees ON %I FOR SELECT TO dashboard USING (%s)', rule.name, own);
        EXECUTE format('CREATE POLICY console_adds ON %I FOR INSERT TO dashboard WITH CHECK (%s)', rule.name, own);
    END LOOP;
    EXECUTE format(
        'CREATE POLICY console_changes ON call_exports FOR UPDATE TO dashboard USING (%s) WITH CHECK (%s)', own, own);
END
$$;
GRANT SELECT, INSERT, UPDATE ON call_exports TO dashboard;
GRANT SELECT, INSERT ON call_export_pieces TO dashboard;

-- The export that has waited longest for a worker, whosever it is; nobody else takes it within the lease. What is read and written
-- after that is up to the policies again, as the account's.
CREATE FUNCTION claim_call_export(lease_seconds double precision)
RETURNS TABLE (id uuid, agency_id uuid, lease_token bigint, account_id uuid)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE call_exports e SET lease_until = now() + make_interval(secs => lease_seconds), lease_token = e.lease_token + 1
    WHERE e.id = (
        SELECT w.id FROM call_exports w WHERE w.state IN ('waiting', 'running') AND w.lease_until < now()
        ORDER BY w.lease_until, w.id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING e.id, e.agency_id, e.lease_token, e.account_id
$$;

-- Removes files 24 hours after they were ready, what was never finished 24 hours after it was wished, and at once the pieces of
-- files that nobody will have. Returns how many rows it has removed; what is left is for the next time.
CREATE FUNCTION forget_call_exports() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    removed bigint;
BEGIN
    WITH old AS (
        SELECT p.export_id, p.ordinal FROM call_exports e JOIN call_export_pieces p ON p.export_id = e.id
        WHERE e.state IN ('cancelled', 'failed') OR coalesce(e.ended_at, e.created_at) < now() - interval '24 hours'
        LIMIT 500)
    DELETE FROM call_export_pieces p USING old WHERE p.export_id = old.export_id AND p.ordinal = old.ordinal;
    GET DIAGNOSTICS removed = ROW_COUNT;
    IF removed = 0 THEN
        DELETE FROM call_exports e WHERE coalesce(e.ended_at, e.created_at) < now() - interval '24 hours';
        GET DIAGNOSTICS removed = ROW_COUNT;
    END IF;
    RETURN removed;
END
$$;
REVOKE ALL ON FUNCTION claim_call_export(double precision), forget_call_exports() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION claim_call_export(double precision), forget_call_exports() TO dashboard;
