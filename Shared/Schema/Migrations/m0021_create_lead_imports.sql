-- Leads in the console: how they are found, what people write about them, and files of them.

-- A wrong number can be put right, and there is something to say about a person.
ALTER TABLE leads ADD COLUMN notes text CHECK (length(notes) <= 4000);
GRANT UPDATE (phone, notes) ON leads TO dashboard;

-- What a lead is found by: small letters without accents. Immutable as long as nobody changes the dictionary.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE FUNCTION lead_text(name text, phone text, email text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT lower(public.unaccent('public.unaccent', coalesce(name, '') || ' ' || coalesce(phone, '') || ' ' || coalesce(email, '')))
$$;
ALTER TABLE leads ADD COLUMN search_text text GENERATED ALWAYS AS (lead_text(name, phone, email)) STORED;
-- Pieces of three letters.
CREATE INDEX leads_text ON leads USING gin (agency_id, search_text gin_trgm_ops);

-- The leads of the viewer's that have the piece of text or the digits, newest first; an agent's are those that they own, have
-- talked to or meet. It runs with the owner's rights, since under row-level security no index on text could be used: so it
-- asks itself whose leads they are. What it finds is read again under the policies.
CREATE FUNCTION find_leads(
    typed text, digits text, owner uuid, unassigned boolean, spoken text, origin text, state text, before_time timestamptz,
    before_id uuid, most bigint
) RETURNS TABLE (id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan SET enable_seqscan = off SET jit = off ROWS 50 AS $$
DECLARE
    -- Values rather than functions, so that the planner knows them.
    whose uuid := viewer_agency();
    mine uuid := CASE WHEN NOT viewer_is_owner() THEN viewer_agent() END;
    -- lead_text puts blanks between its parts.
    piece text := '%' || replace(replace(replace(
        trim(lead_text(typed, NULL, NULL)), '\', '\\'), '%', '\%'), '_', '\_') || '%';
    number text := '%' || digits || '%';
BEGIN
    IF NOT viewer_is_owner() AND mine IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT l.id FROM leads l
    WHERE l.agency_id = whose
        AND (mine IS NULL OR l.id IN (
            SELECT o.id FROM leads o WHERE o.owner_agent_id = mine
            UNION ALL SELECT c.lead_id FROM call_logs c WHERE c.agent_id = mine
            UNION ALL SELECT a.lead_id FROM appointments a WHERE a.agency_id = whose AND a.agent_id = mine))
        AND (typed IS NULL OR l.search_text LIKE piece OR (digits IS NOT NULL AND l.search_text LIKE number))
        AND (owner IS NULL OR l.owner_agent_id = owner) AND (NOT unassigned OR l.owner_agent_id IS NULL)
        AND (spoken IS NULL OR split_part(l.preferred_language, '-', 1) = spoken)
        AND (origin IS NULL OR l.source = origin)
        AND (before_time IS NULL OR (l.created_at, l.id) < (before_time, before_id))
        AND CASE state
            WHEN 'callable' THEN l.phone IS NOT NULL AND l.consent_kind IS DISTINCT FROM 'refused' AND NOT EXISTS (
                SELECT FROM do_not_call d WHERE d.agency_id = whose AND d.phone = l.phone)
            WHEN 'opted-out' THEN l.consent_kind = 'refused' OR EXISTS (
                SELECT FROM do_not_call d WHERE d.agency_id = whose AND d.phone = l.phone)
            WHEN 'no-number' THEN l.phone IS NULL
            WHEN 'booked' THEN EXISTS (
                SELECT FROM appointments a WHERE a.lead_id = l.id AND a.status = 'scheduled' AND a.scheduled_at > now())
            ELSE true END
    ORDER BY l.created_at DESC, l.id DESC LIMIT most;
END
$$;
REVOKE ALL ON FUNCTION find_leads(text, text, uuid, boolean, text, text, text, timestamptz, uuid, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_leads(text, text, uuid, boolean, text, text, text, timestamptz, uuid, bigint) TO dashboard;

-- A file of leads, from its upload until its rows are forgotten.
CREATE TABLE lead_imports (
    id uuid PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies,
    account_id uuid NOT NULL REFERENCES accounts,
    file_name text NOT NULL,
    -- uploading: rows still arrive. uploaded: columns are to be named. checking and running: a worker is at it. checked: somebody
    -- has to say yes. The rest are ends.
    state text NOT NULL DEFAULT 'uploading' CHECK (state IN (
        'uploading', 'uploaded', 'checking', 'checked', 'running', 'done', 'cancelled', 'failed')),
    failure text,
    -- How the file is written, as it was found out.
    encoding text,
    delimiter text,
    -- {"columns": […], "hasHeader": …}
    mapping jsonb,
    -- Assumed where a row does not tell.
    country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    language text,
    source text NOT NULL,
    consent_kind text CHECK (consent_kind IN ('express_written', 'express', 'inquiry')),
    -- The words that everybody in the file has agreed to.
    consent_statement text,
    -- What becomes of those that are leads already.
    known text NOT NULL DEFAULT 'skip' CHECK (known IN ('skip', 'update')),
    -- Whether the new ones are called as soon as they may be, or only kept.
    calls boolean NOT NULL DEFAULT false,
    -- Of the file; then how many of them have been looked at, and how that went; then what has been done.
    row_count integer NOT NULL DEFAULT 0,
    checked_count integer NOT NULL DEFAULT 0,
    good_count integer NOT NULL DEFAULT 0,
    known_count integer NOT NULL DEFAULT 0,
    refused_count integer NOT NULL DEFAULT 0,
    duplicate_count integer NOT NULL DEFAULT 0,
    incomplete_count integer NOT NULL DEFAULT 0,
    created_count integer NOT NULL DEFAULT 0,
    updated_count integer NOT NULL DEFAULT 0,
    skipped_count integer NOT NULL DEFAULT 0,
    -- The last line that has been dealt with in this state.
    position integer NOT NULL DEFAULT 0,
    lease_until timestamptz NOT NULL DEFAULT '-infinity',
    -- Fencing: work counts only under the latest number.
    lease_token bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    ended_at timestamptz
);
CREATE INDEX lead_imports_agency ON lead_imports (agency_id, created_at, id);
-- What a worker has to do; as long as what is under way.
CREATE INDEX lead_imports_work ON lead_imports (lease_until) WHERE state IN ('checking', 'running');

CREATE TABLE lead_import_rows (
    import_id uuid NOT NULL REFERENCES lead_imports ON DELETE CASCADE,
    agency_id uuid NOT NULL,
    -- Counted from 1; a row may go over several.
    line integer NOT NULL,
    last_line integer NOT NULL,
    -- Null where the file cannot be read: `problems` says why.
    cells text[],
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN (
        'waiting', 'good', 'blank', 'refused', 'duplicate', 'created', 'updated', 'skipped')),
    -- What is wrong with it, or with values of it that are left out: an array.
    problems jsonb,
    phone text,
    lead_id uuid REFERENCES leads,
    PRIMARY KEY (import_id, line)
);
CREATE INDEX lead_import_rows_problems ON lead_import_rows (import_id, line) WHERE problems IS NOT NULL;

DO $$
DECLARE
    rule record;
    owner text := '(agency_id = (SELECT viewer_agency()) AND (SELECT viewer_is_owner()))';
BEGIN
    FOR rule IN SELECT unnest(ARRAY['lead_imports', 'lead_import_rows']) AS name LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', rule.name);
        EXECUTE format('CREATE POLICY administration ON %I TO %I USING (true) WITH CHECK (true)', rule.name, current_user);
        EXECUTE format(
            'CREATE POLICY services ON %I TO "webhook-ingest", assignment, notifier, "calendar-sync", "retry-scheduler",
            "recording-archive" USING (true) WITH CHECK (true)', rule.name);
        EXECUTE format('CREATE POLICY console_sees ON %I FOR SELECT TO dashboard USING (%s)', rule.name, owner);
        EXECUTE format('CREATE POLICY console_adds ON %I FOR INSERT TO dashboard WITH CHECK (%s)', rule.name, owner);
        EXECUTE format(
            'CREATE POLICY console_changes ON %I FOR UPDATE TO dashboard USING (%s) WITH CHECK (%s)', rule.name, owner, owner);
        EXECUTE format('CREATE POLICY console_removes ON %I FOR DELETE TO dashboard USING (%s)', rule.name, owner);
    END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE ON lead_imports TO dashboard;
GRANT SELECT, INSERT, UPDATE, DELETE ON lead_import_rows TO dashboard;

-- The import that has waited longest for a worker, whosever it is; nobody else takes it within the lease. Which agency's rows
-- are read and written after that is up to the policies again.
CREATE FUNCTION claim_lead_import(lease_seconds double precision)
RETURNS TABLE (id uuid, agency_id uuid, lease_token bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE lead_imports i SET lease_until = now() + make_interval(secs => lease_seconds), lease_token = i.lease_token + 1
    WHERE i.id = (
        SELECT w.id FROM lead_imports w WHERE w.state IN ('checking', 'running') AND w.lease_until < now()
        ORDER BY w.lease_until, w.id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING i.id, i.agency_id, i.lease_token
$$;

-- Forgets the rows of imports that ended, or were left alone, 30 days ago, and gives up uploads that broke off. Returns how many
-- rows it has removed; what is left is for the next time.
CREATE FUNCTION forget_lead_imports() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    removed bigint;
BEGIN
    UPDATE lead_imports SET state = 'failed', failure = 'upload_broken', ended_at = now(), updated_at = now()
    WHERE state = 'uploading' AND updated_at < now() - interval '1 hour';
    UPDATE lead_imports SET state = 'cancelled', ended_at = now(), updated_at = now()
    WHERE state IN ('uploaded', 'checked') AND updated_at < now() - interval '30 days';
    DELETE FROM lead_import_rows r WHERE (r.import_id, r.line) IN (
        SELECT old.import_id, old.line FROM lead_import_rows old JOIN lead_imports i ON i.id = old.import_id
        WHERE i.ended_at < now() - interval '30 days' LIMIT 20000);
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed;
END
$$;
REVOKE ALL ON FUNCTION claim_lead_import(double precision), forget_lead_imports() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION claim_lead_import(double precision), forget_lead_imports() TO dashboard;
