-- Many calls given to somebody else at once: what is wished, and how far it has come.
CREATE TABLE reassignments (
    id uuid PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies,
    -- Whose wish it is, and from where on the network: for the log.
    account_id uuid NOT NULL REFERENCES accounts,
    address text NOT NULL,
    -- Who gets them. Null: several share them, and each call says who gets it.
    agent_id uuid,
    -- Whose they have been, where somebody hands over all that they have.
    from_agent_id uuid,
    -- The filter whose calls these are, as an address has it; null where each call was named.
    query text,
    -- waiting: nobody is at it, be it that it has not begun or that the service that gives calls does not answer (`held`).
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'cancelled', 'failed')),
    held text CHECK (held IN ('unanswered', 'failed')),
    failure text CHECK (failure IN ('agent_gone', 'not_allowed', 'unexpected')),
    -- Which calls it is about is found out once, in pages: calls move meanwhile, and others match.
    is_collected boolean NOT NULL,
    collected_to text,
    call_count integer NOT NULL DEFAULT 0,
    done_count integer NOT NULL DEFAULT 0,
    moved_count integer NOT NULL DEFAULT 0,
    refused_count integer NOT NULL DEFAULT 0,
    lease_until timestamptz NOT NULL DEFAULT '-infinity',
    -- Fencing: work counts only under the latest number.
    lease_token bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    CHECK (is_collected OR (query IS NOT NULL AND agent_id IS NOT NULL)),
    FOREIGN KEY (agency_id, agent_id) REFERENCES agents (agency_id, id),
    FOREIGN KEY (agency_id, from_agent_id) REFERENCES agents (agency_id, id)
);
CREATE INDEX reassignments_agency ON reassignments (agency_id, created_at, id);
-- What a worker has to do; as long as what is under way.
CREATE INDEX reassignments_work ON reassignments (lease_until) WHERE state IN ('waiting', 'running');

CREATE TABLE reassignment_calls (
    reassignment_id uuid NOT NULL REFERENCES reassignments ON DELETE CASCADE,
    agency_id uuid NOT NULL,
    -- Counted from 1, in the order in which they are given.
    position integer NOT NULL,
    call_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    -- kept: it was theirs already.
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'moved', 'kept', 'refused')),
    -- Why it was refused: `not_over`, `unknown`, or what the service said, in English.
    reason text,
    PRIMARY KEY (reassignment_id, position)
);
CREATE INDEX reassignment_calls_waiting ON reassignment_calls (reassignment_id, position) WHERE state = 'waiting';
CREATE INDEX reassignment_calls_refused ON reassignment_calls (reassignment_id, position) WHERE state = 'refused';

DO $$
DECLARE
    rule record;
    owner text := '(agency_id = (SELECT viewer_agency()) AND (SELECT viewer_is_owner()))';
BEGIN
    FOR rule IN SELECT unnest(ARRAY['reassignments', 'reassignment_calls']) AS name LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', rule.name);
        EXECUTE format('CREATE POLICY administration ON %I TO %I USING (true) WITH CHECK (true)', rule.name, current_user);
        EXECUTE format(
            'CREATE POLICY services ON %I TO "webhook-ingest", assignment, notifier, "calendar-sync", "retry-scheduler",
            "recording-archive" USING (true) WITH CHECK (true)', rule.name);
        EXECUTE format('CREATE POLICY console_sees ON %I FOR SELECT TO dashboard USING (%s)', rule.name, owner);
        EXECUTE format('CREATE POLICY console_adds ON %I FOR INSERT TO dashboard WITH CHECK (%s)', rule.name, owner);
        EXECUTE format(
            'CREATE POLICY console_changes ON %I FOR UPDATE TO dashboard USING (%s) WITH CHECK (%s)', rule.name, owner, owner);
    END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE ON reassignments, reassignment_calls TO dashboard;

-- The one that has waited longest for a worker, whosever it is; nobody else takes it within the lease. Which agency's rows are
-- read and written after that is up to the policies again.
CREATE FUNCTION claim_reassignment(lease_seconds double precision)
RETURNS TABLE (id uuid, agency_id uuid, lease_token bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE reassignments r SET lease_until = now() + make_interval(secs => lease_seconds), lease_token = r.lease_token + 1
    WHERE r.id = (
        SELECT w.id FROM reassignments w WHERE w.state IN ('waiting', 'running') AND w.lease_until < now()
        ORDER BY w.lease_until, w.id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING r.id, r.agency_id, r.lease_token
$$;

-- Forgets which calls those were that ended 30 days ago: the log says it for longer. Returns how many rows it has removed; what is
-- left is for the next time.
CREATE FUNCTION forget_reassignments() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    removed bigint;
BEGIN
    DELETE FROM reassignment_calls c WHERE (c.reassignment_id, c.position) IN (
        SELECT old.reassignment_id, old.position FROM reassignment_calls old
        JOIN reassignments r ON r.id = old.reassignment_id
        WHERE r.ended_at < now() - interval '30 days' LIMIT 20000);
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed;
END
$$;
REVOKE ALL ON FUNCTION claim_reassignment(double precision), forget_reassignments() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION claim_reassignment(double precision), forget_reassignments() TO dashboard;
