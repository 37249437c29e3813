-- What the console keeps: how people sign in, what they did, and what they write. And: who sees which rows. A page may
-- forget a condition; the policies below do not. Each transaction of the console says whose it is (set_config with
-- is_local), and without that it sees nothing.
CREATE FUNCTION viewer_agency() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('thavon.agency', true), '')::uuid $$;
CREATE FUNCTION viewer_account() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('thavon.account', true), '')::uuid $$;
-- Null for owners.
CREATE FUNCTION viewer_agent() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('thavon.agent', true), '')::uuid $$;
-- An owner, and the console itself when it works for an agency rather than for somebody.
CREATE FUNCTION viewer_is_owner() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT coalesce(current_setting('thavon.role', true), '') = 'owner' $$;

ALTER TABLE accounts
    ADD UNIQUE (agency_id, id),
    ADD COLUMN time_zone text,
    -- Whether single keys do something on pages (WCAG 2.2, 2.1.4 asks that they can be turned off).
    ADD COLUMN shortcuts boolean NOT NULL DEFAULT true,
    ADD COLUMN theme text NOT NULL DEFAULT 'system' CHECK (theme IN ('system', 'light', 'dark'));

-- Apart from the accounts, so that no page that reads those can have it. A PHC string: $scrypt$ln=…,r=…,p=…$salt$hash.
CREATE TABLE account_passwords (
    account_id uuid PRIMARY KEY REFERENCES accounts,
    password_hash text NOT NULL CHECK (password_hash LIKE '$scrypt$%'),
    changed_at timestamptz NOT NULL DEFAULT now()
);

-- Whoever has the token is signed in; only its hash is kept (SHA-256 of 256 random bits needs no salt).
CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    user_agent text,
    address text,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    CONSTRAINT sessions_token_hash_key UNIQUE (token_hash),
    FOREIGN KEY (agency_id, account_id) REFERENCES accounts (agency_id, id)
);
CREATE INDEX sessions_account ON sessions (account_id, last_seen_at DESC);
CREATE INDEX sessions_expired ON sessions (expires_at);

-- Links in mails (each counts once), and tokens that programs come with.
CREATE TABLE account_tokens (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    purpose text NOT NULL CHECK (purpose IN ('invitation', 'password', 'api')),
    token_hash bytea NOT NULL,
    label text,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz,
    used_at timestamptz,
    revoked_at timestamptz,
    CONSTRAINT account_tokens_hash_key UNIQUE (token_hash),
    FOREIGN KEY (agency_id, account_id) REFERENCES accounts (agency_id, id)
);
CREATE INDEX account_tokens_account ON account_tokens (account_id, purpose);

-- Which requests a program has sent under keys of its own: one that comes again is the same command. For a day.
CREATE TABLE api_idempotency_keys (
    token_id uuid NOT NULL REFERENCES account_tokens,
    key text COLLATE "C" NOT NULL CHECK (key <> '' AND length(key) <= 255),
    agency_id uuid NOT NULL REFERENCES agencies,
    account_id uuid NOT NULL REFERENCES accounts,
    request_hash bytea NOT NULL,
    first_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (token_id, key)
);
CREATE INDEX api_idempotency_keys_old ON api_idempotency_keys (token_id, first_at);

-- How often somebody has tried in vain to sign in, by address of the mail and of the network. Not about anybody's agency.
CREATE TABLE sign_in_limits (
    key text PRIMARY KEY,
    failures integer NOT NULL DEFAULT 0,
    window_began_at timestamptz NOT NULL DEFAULT now(),
    blocked_until timestamptz
);
CREATE INDEX sign_in_limits_old ON sign_in_limits (window_began_at);

-- Every change by a person.
CREATE TABLE audit_log (
    id uuid PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies,
    account_id uuid REFERENCES accounts,
    actor text NOT NULL,
    action text NOT NULL,
    subject_kind text,
    subject_id text,
    detail jsonb NOT NULL DEFAULT '{}',
    address text,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX audit_log_agency ON audit_log (agency_id, at DESC, id);
CREATE INDEX audit_log_subject ON audit_log (subject_id, at DESC);

CREATE TABLE call_notes (
    id uuid PRIMARY KEY,
    call_id uuid NOT NULL REFERENCES call_logs,
    agency_id uuid NOT NULL REFERENCES agencies,
    account_id uuid NOT NULL REFERENCES accounts,
    author text NOT NULL,
    body text NOT NULL CHECK (body <> '' AND length(body) <= 10000),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX call_notes_call ON call_notes (call_id, created_at);

-- Who said what, and when in the recording: taken from the report, which is kept for a while only.
CREATE TABLE call_turns (
    call_id uuid PRIMARY KEY REFERENCES call_logs,
    agency_id uuid NOT NULL REFERENCES agencies,
    -- [{"who": "assistant" | "lead" | "tool", "at": seconds, "text": "…"}, …]
    turns jsonb NOT NULL
);

-- Filters that somebody has given a name.
CREATE TABLE saved_views (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts,
    agency_id uuid NOT NULL REFERENCES agencies,
    page text NOT NULL CHECK (page IN ('calls', 'leads', 'appointments')),
    name text NOT NULL CHECK (name <> '' AND length(name) <= 80),
    query text NOT NULL CHECK (length(query) <= 2000),
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (account_id, page, name)
);

-- The words of each call. Nobody reads it but search_calls(): a condition on words is not leakproof, so under row-level
-- security no index on them could be used.
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE TABLE call_search (
    call_id uuid PRIMARY KEY REFERENCES call_logs,
    agency_id uuid NOT NULL REFERENCES agencies,
    words tsvector NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX call_search_words ON call_search USING gin (agency_id, words) WITH (fastupdate = on);

-- The console lists and counts an agency's calls, or an agent's, with any filter and in any order: in these indexes alone, so
-- that a filter which few calls pass does not fetch all the others. In one direction throughout, for pages that begin after
-- a row. As many indexes as before: what they cost an ingested call is their width.
DROP INDEX call_logs_agency;
CREATE INDEX call_logs_agency ON call_logs (agency_id, created_at, id)
    INCLUDE (status, outcome, agent_id, lead_id, direction, duration_seconds, language);
DROP INDEX call_logs_agent;
CREATE INDEX call_logs_agent ON call_logs (agent_id, created_at, id)
    INCLUDE (agency_id, status, outcome, lead_id, direction, duration_seconds, language);
-- The latest call of each lead on a page of leads.
DROP INDEX call_logs_lead;
CREATE INDEX call_logs_lead ON call_logs (lead_id, created_at);
-- What was booked in a span of time.
CREATE INDEX appointments_created ON appointments (agency_id, created_at);
-- What an agency's people have not opened; short, however many calls there were.
CREATE INDEX follow_ups_waiting ON follow_ups (agency_id, assigned_at, call_id) INCLUDE (agent_id, due_at, escalated_at)
    WHERE opened_at IS NULL;
-- An agency's log of webhooks.
CREATE INDEX webhook_events_agency ON webhook_events (agency_id, received_at, id) WHERE agency_id IS NOT NULL;

-- The configuration that stems words of a language (BCP 47); 'simple' where PostgreSQL knows none.
CREATE FUNCTION search_configuration(language text) RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (CASE lower(split_part(coalesce(language, ''), '-', 1))
        WHEN 'ar' THEN 'arabic' WHEN 'da' THEN 'danish' WHEN 'nl' THEN 'dutch' WHEN 'en' THEN 'english'
        WHEN 'fi' THEN 'finnish' WHEN 'fr' THEN 'french' WHEN 'de' THEN 'german' WHEN 'el' THEN 'greek'
        WHEN 'hi' THEN 'hindi' WHEN 'hu' THEN 'hungarian' WHEN 'id' THEN 'indonesian' WHEN 'ga' THEN 'irish'
        WHEN 'it' THEN 'italian' WHEN 'lt' THEN 'lithuanian' WHEN 'no' THEN 'norwegian' WHEN 'nb' THEN 'norwegian'
        WHEN 'pt' THEN 'portuguese' WHEN 'ro' THEN 'romanian' WHEN 'ru' THEN 'russian' WHEN 'es' THEN 'spanish'
        WHEN 'sv' THEN 'swedish' WHEN 'tr' THEN 'turkish' ELSE 'simple' END)::regconfig
$$;

-- Without accents, and with the signs of scripts that put no blanks between words apart, so that each is a word.
CREATE FUNCTION searchable(content text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(unaccent(content), '([\u0E00-\u0E7F\u3040-\u30FF\u3400-\u9FFF\uF900-\uFAFF])', ' \1 ', 'g')
$$;

-- The order in which leads are listed.
DROP INDEX leads_agency_created;
CREATE INDEX leads_agency_created ON leads (agency_id, created_at, id);

-- As written, and stemmed in its own language: whoever searches need not know in which language was spoken. A function in
-- SQL takes three times as long, since its text would be made searchable for each use.
CREATE FUNCTION search_words(language text, content text) RETURNS tsvector LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    given text := searchable(left(content, 400000));
    configuration regconfig := search_configuration(language);
BEGIN
    IF configuration = 'simple'::regconfig THEN
        RETURN to_tsvector('simple', given);
    END IF;
    RETURN to_tsvector('simple', given) || to_tsvector(configuration, given);
END
$$;

-- What somebody typed, in the languages given: "exact phrase", -without, or. Each reading of it once.
CREATE FUNCTION search_query(typed text, languages text[]) RETURNS tsquery LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    given text := searchable(typed);
    readings text[];
    reading tsquery;
    result tsquery;
    language text;
BEGIN
    -- Signs that were put apart belong together.
    IF typed ~ '[\u0E00-\u0E7F\u3040-\u30FF\u3400-\u9FFF\uF900-\uFAFF]' THEN
        RETURN phraseto_tsquery('simple', given);
    END IF;
    result := websearch_to_tsquery('simple', given);
    readings := ARRAY[result::text];
    FOREACH language IN ARRAY languages LOOP
        reading := websearch_to_tsquery(search_configuration(language), given);
        CONTINUE WHEN reading::text = ANY (readings) OR numnode(reading) = 0;
        result := result || reading;
        readings := readings || reading::text;
    END LOOP;
    RETURN result;
END
$$;

-- What became of a call, in the words that people use.
CREATE FUNCTION call_group(status text, outcome text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN outcome = 'voicemail' THEN 'voicemail' WHEN outcome = 'opted_out' THEN 'opted-out'
        WHEN outcome = 'no_answer' THEN 'no-answer' WHEN outcome = 'busy' THEN 'busy'
        WHEN outcome IN ('conversation', 'transferred') THEN 'answered'
        WHEN outcome IN ('transfer_failed', 'platform_fault', 'configuration_fault', 'failed') THEN 'failed'
        WHEN status = 'completed' THEN 'answered' WHEN status = 'no_answer' THEN 'no-answer'
        WHEN status IN ('busy', 'failed') THEN status ELSE 'under-way' END
$$;

-- An agency's calls, or an agent's, that a filter lets through. Part of whatever asks for it, as if it were written there.
CREATE FUNCTION filtered_calls(
    whose uuid, mine uuid, from_time timestamptz, to_time timestamptz, groups text[], agent uuid, unassigned boolean,
    lead uuid, spoken text, call_direction text, shortest bigint, longest bigint, before_time timestamptz, before_id uuid
) RETURNS SETOF call_logs LANGUAGE sql STABLE AS $$
    SELECT c.* FROM call_logs c
    WHERE c.agency_id = whose AND (mine IS NULL OR c.agent_id = mine)
        AND (from_time IS NULL OR c.created_at >= from_time) AND (to_time IS NULL OR c.created_at < to_time)
        AND (before_time IS NULL OR (c.created_at, c.id) < (before_time, before_id))
        AND (groups IS NULL OR call_group(c.status, c.outcome) = ANY (groups))
        AND (agent IS NULL OR c.agent_id = agent) AND (NOT unassigned OR c.agent_id IS NULL)
        AND (lead IS NULL OR c.lead_id = lead) AND (spoken IS NULL OR split_part(c.language, '-', 1) = spoken)
        AND (shortest IS NULL OR c.duration_seconds >= shortest) AND (longest IS NULL OR c.duration_seconds <= longest)
        AND (call_direction IS NULL OR c.direction = call_direction)
$$;

-- The calls of the viewer's that have the words, newest first. It runs with the owner's rights, so it asks itself whose
-- calls they are; what it finds is read again under the policies.
--
-- Words that few calls have are looked up. Those that many have are looked for in one call after the other, newest first and
-- only in those that the filter lets through, until the page is full. The planner cannot choose: it knows neither how rare a
-- word is nor that reading a call's words takes longer than looking at its row. The newest calls tell.
CREATE FUNCTION search_calls(
    wanted tsquery, from_time timestamptz, to_time timestamptz, groups text[], agent uuid, unassigned boolean, lead uuid,
    spoken text, call_direction text, shortest bigint, longest bigint, before_time timestamptz, before_id uuid, most bigint
) RETURNS TABLE (id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan SET enable_seqscan = off SET jit = off ROWS 50 AS $$
DECLARE
    sample CONSTANT integer := 100;
    few CONSTANT integer := 5000;
    -- Values rather than functions, so that the planner knows them.
    whose uuid := viewer_agency();
    mine uuid := CASE WHEN NOT viewer_is_owner() THEN viewer_agent() END;
    looked_at integer;
    found uuid[];
BEGIN
    IF numnode(wanted) = 0 OR (NOT viewer_is_owner() AND mine IS NULL) THEN
        RETURN;
    END IF;
    SELECT count(*), coalesce(
        array_agg(newest.id ORDER BY newest.created_at DESC, newest.id DESC) FILTER (WHERE newest.has_words), '{}')
    INTO looked_at, found FROM (
        SELECT c.id, c.created_at, (SELECT s.words @@ wanted FROM call_search s WHERE s.call_id = c.id) AS has_words
        FROM filtered_calls(whose, mine, from_time, to_time, groups, agent, unassigned, lead, spoken, call_direction,
            shortest, longest, before_time, before_id) c
        ORDER BY c.created_at DESC, c.id DESC LIMIT sample) AS newest;
    IF looked_at < sample THEN
        RETURN QUERY SELECT unnest(found) LIMIT most;
        RETURN;
    END IF;
    IF cardinality(found) < sample / 10 THEN
        WITH having_words AS MATERIALIZED (
            SELECT s.call_id FROM call_search s WHERE s.agency_id = whose AND s.words @@ wanted
        )
        SELECT coalesce(array_agg(bounded.call_id), '{}') INTO found
        FROM (SELECT h.call_id FROM having_words h LIMIT few + 1) AS bounded;
        IF cardinality(found) <= few THEN
            RETURN QUERY
            SELECT c.id FROM filtered_calls(whose, mine, from_time, to_time, groups, agent, unassigned, lead, spoken,
                call_direction, shortest, longest, before_time, before_id) c
            WHERE c.id = ANY (found) ORDER BY c.created_at DESC, c.id DESC LIMIT most;
            RETURN;
        END IF;
    END IF;
    RETURN QUERY
    SELECT c.id FROM filtered_calls(whose, mine, from_time, to_time, groups, agent, unassigned, lead, spoken, call_direction,
        shortest, longest, before_time, before_id) c
    WHERE (SELECT s.words @@ wanted FROM call_search s WHERE s.call_id = c.id)
    ORDER BY c.created_at DESC, c.id DESC LIMIT most;
END
$$;

-- What finds a place of the words: stems as beginnings of words (the last sign of a long one may have changed: companies, compani), without
-- accents; signs that were put apart, together.
CREATE FUNCTION search_pattern(wanted tsquery) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN bool_and(length(word[1]) = 1) THEN string_agg(word[1], '' ORDER BY number)
        ELSE '\m(' || string_agg(DISTINCT left(word[1], length(word[1]) - (length(word[1]) > 5)::integer), '|') || ')' END
    FROM regexp_matches(querytree(wanted), '''([[:alnum:]]+)''', 'g') WITH ORDINALITY AS words (word, number)
$$;

-- Some 500 characters around the first place, or the beginning: marking words in the whole of a long transcript takes ten
-- times as long.
CREATE FUNCTION search_excerpt(content text, pattern text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT substr(content, greatest(1, coalesce(regexp_instr(unaccent(content), pattern, 1, 1, 0, 'i'), 0) - 60), 500)
$$;

-- Before somebody has said who they are, nothing is visible: these look for the one row that the caller can prove to know.
CREATE FUNCTION account_to_sign_in(address text) RETURNS TABLE (account_id uuid, agency_id uuid, password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.id, a.agency_id, p.password_hash FROM accounts a LEFT JOIN account_passwords p ON p.account_id = a.id
    WHERE lower(a.email) = lower(address) AND a.active
$$;

CREATE FUNCTION viewer_of_session(hash bytea) RETURNS TABLE (
    session_id uuid, account_id uuid, agency_id uuid, role text, agent_id uuid, name text, email text, language text,
    time_zone text, theme text, agency_name text, agency_time_zone text, shortcuts boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    UPDATE sessions SET last_seen_at = now()
    WHERE token_hash = hash AND last_seen_at < now() - interval '1 minute' AND revoked_at IS NULL
        AND last_seen_at > now() - interval '14 days';
    RETURN QUERY
    SELECT s.id, a.id, a.agency_id, a.role, a.agent_id, a.name, a.email, a.language, a.time_zone, a.theme, g.name,
        g.time_zone, a.shortcuts
    FROM sessions s JOIN accounts a ON a.id = s.account_id JOIN agencies g ON g.id = a.agency_id
    WHERE s.token_hash = hash AND s.revoked_at IS NULL AND s.expires_at > now()
        AND s.last_seen_at > now() - interval '14 days' AND a.active;
END
$$;

CREATE FUNCTION viewer_of_token(hash bytea, wanted text) RETURNS TABLE (
    token_id uuid, account_id uuid, agency_id uuid, role text, agent_id uuid, name text, email text, language text,
    time_zone text, theme text, agency_name text, agency_time_zone text, shortcuts boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    UPDATE account_tokens SET used_at = now()
    WHERE token_hash = hash AND purpose = 'api' AND wanted = 'api'
        AND coalesce(used_at < now() - interval '1 minute', true);
    RETURN QUERY
    SELECT t.id, a.id, a.agency_id, a.role, a.agent_id, a.name, a.email, a.language, a.time_zone, a.theme, g.name,
        g.time_zone, a.shortcuts
    FROM account_tokens t JOIN accounts a ON a.id = t.account_id JOIN agencies g ON g.id = a.agency_id
    WHERE t.token_hash = hash AND t.purpose = wanted AND t.revoked_at IS NULL AND a.active
        AND (t.expires_at IS NULL OR t.expires_at > now()) AND (wanted = 'api' OR t.used_at IS NULL);
END
$$;

REVOKE ALL ON FUNCTION account_to_sign_in(text), viewer_of_session(bytea), viewer_of_token(bytea, text),
    search_calls(tsquery, timestamptz, timestamptz, text[], uuid, boolean, uuid, text, text, bigint, bigint, timestamptz,
        uuid, bigint),
    filtered_calls(uuid, uuid, timestamptz, timestamptz, text[], uuid, boolean, uuid, text, text, bigint, bigint,
        timestamptz, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION account_to_sign_in(text), viewer_of_session(bytea), viewer_of_token(bytea, text),
    search_calls(tsquery, timestamptz, timestamptz, text[], uuid, boolean, uuid, text, text, bigint, bigint, timestamptz,
        uuid, bigint) TO dashboard;

-- An agent's own switch; all else about an agent is the owner's to change.
CREATE FUNCTION set_own_availability(wanted text) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    UPDATE agents SET availability = wanted, updated_at = now() WHERE id = viewer_agent() AND agency_id = viewer_agency()
$$;
REVOKE ALL ON FUNCTION set_own_availability(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION set_own_availability(text) TO dashboard;

GRANT SELECT (account_id, changed_at), INSERT, UPDATE ON account_passwords TO dashboard;
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions, sign_in_limits TO dashboard;
GRANT SELECT, INSERT, UPDATE (key), DELETE ON api_idempotency_keys TO dashboard;
GRANT SELECT, INSERT, UPDATE ON account_tokens TO dashboard;
GRANT SELECT, INSERT ON audit_log TO dashboard;
GRANT SELECT, INSERT, UPDATE, DELETE ON call_notes, saved_views TO dashboard;
GRANT INSERT, UPDATE ON call_search TO dashboard;
GRANT SELECT, INSERT, UPDATE ON call_turns TO dashboard;
-- As the policies ask for them; never the words.
GRANT SELECT (call_id, agency_id) ON call_search TO dashboard;
GRANT UPDATE (done_at) ON tasks TO dashboard;
-- Mails hold links that sign somebody in; addresses that wrote to us are not told apart by agency.
REVOKE SELECT ON notifications, message_windows FROM dashboard;
GRANT SELECT (
    id, event_time, agency_id, kind, call_id, lead_id, appointment_id, recipient_kind, recipient_id, channel, address,
    language, status, reason, attempts, next_attempt_at, first_attempt_at, provider_message_id, sent_at, error_code,
    is_urgent, expires_at, receipt, receipt_at, receipt_reason, chain_id, chain_position, created_at, updated_at
) ON notifications TO dashboard;

-- For policies about what hangs on a call, a lead or an appointment. As functions, since a policy of a table under the policy
-- of another makes the plan of each statement several times as long. They know what those policies know, are asked about few
-- rows, and their own plans are kept.
CREATE FUNCTION viewer_has_call(call uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM call_logs c WHERE c.id = call AND c.agency_id = viewer_agency()
            AND (viewer_is_owner() OR c.agent_id = viewer_agent()));
END
$$;
CREATE FUNCTION viewer_has_lead(lead uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM leads l WHERE l.id = lead AND l.agency_id = viewer_agency() AND (
            viewer_is_owner() OR l.owner_agent_id = viewer_agent()
            OR EXISTS (SELECT FROM call_logs c WHERE c.lead_id = l.id AND c.agent_id = viewer_agent())
            OR EXISTS (SELECT FROM appointments a WHERE a.lead_id = l.id AND a.agent_id = viewer_agent())));
END
$$;
CREATE FUNCTION viewer_has_appointment(appointment uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM appointments a WHERE a.id = appointment AND a.agency_id = viewer_agency()
            AND (viewer_is_owner() OR a.agent_id = viewer_agent()));
END
$$;
REVOKE ALL ON FUNCTION viewer_has_call(uuid), viewer_has_lead(uuid), viewer_has_appointment(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_has_call(uuid), viewer_has_lead(uuid), viewer_has_appointment(uuid) TO dashboard;

-- Who sees what. `visible` is the condition for reading, `writable` the one for writing; a table without the latter is
-- written by other services.
CREATE TEMPORARY TABLE console_rules (name text, visible text, writable text) ON COMMIT DROP;
INSERT INTO console_rules VALUES
    ('agencies', 'id = (SELECT viewer_agency())', 'id = (SELECT viewer_agency()) AND (SELECT viewer_is_owner())'),
    ('agency_vapi_resources', 'OWNER', 'OWNER'),
    ('agents', 'OWNER OR id = (SELECT viewer_agent())', 'OWNER'),
    -- An agent's own row stays an agent's, whatever is written into it.
    ('accounts', 'OWNER OR id = (SELECT viewer_account())', 'OWNER OR (id = (SELECT viewer_account())
        AND agency_id = (SELECT viewer_agency()) AND role = ''agent'' AND agent_id = (SELECT viewer_agent()))'),
    ('agent_territories', 'OWNER OR MINE', 'OWNER'),
    ('agent_time_off', 'OWNER OR MINE', 'OWNER OR MINE'),
    ('leads', 'OWNER OR (agency_id = (SELECT viewer_agency())
        AND (owner_agent_id = (SELECT viewer_agent()) OR viewer_has_lead(id)))',
        -- A lead that somebody has just added is nobody's yet.
        'agency_id = (SELECT viewer_agency())'),
    ('call_logs', 'OWNER OR MINE', NULL),
    ('appointments', 'OWNER OR MINE', NULL),
    ('assignments', 'OWNER OR MINE', NULL),
    ('assignment_turns', 'OWNER', NULL),
    ('follow_ups', 'OWNER OR MINE', NULL),
    ('recordings', 'OWNER OR viewer_has_call(call_id)', NULL),
    ('call_notes', 'OWNER OR viewer_has_call(call_id)',
        'account_id = (SELECT viewer_account()) AND agency_id = (SELECT viewer_agency())
        AND viewer_has_call(call_id)'),
    ('call_search', 'OWNER', 'OWNER'),
    ('call_turns', 'OWNER OR viewer_has_call(call_id)', 'OWNER'),
    ('call_retries', 'OWNER OR viewer_has_lead(lead_id)', NULL),
    ('call_attempts', 'OWNER OR viewer_has_lead(lead_id)', NULL),
    ('inbound_messages', 'OWNER OR viewer_has_lead(lead_id)', NULL),
    ('do_not_call', 'OWNER OR (agency_id = (SELECT viewer_agency())
        AND EXISTS (SELECT FROM leads l WHERE l.phone = do_not_call.phone))', NULL),
    ('notifications', 'OWNER OR (agency_id = (SELECT viewer_agency()) AND (
        (recipient_kind = ''agent'' AND recipient_id = (SELECT viewer_agent()))
        OR viewer_has_call(call_id)
        OR viewer_has_appointment(appointment_id)))', NULL),
    ('notification_receipts', 'EXISTS (SELECT FROM notifications n WHERE n.id = notification_id
        AND n.event_time = notification_receipts.event_time)', NULL),
    ('suppressions', 'OWNER OR ((SELECT viewer_agency()) IS NOT NULL AND (agency_id IS NULL
        OR agency_id = (SELECT viewer_agency())) AND EXISTS (
        SELECT FROM leads l WHERE l.phone = address OR lower(l.email) = address))', NULL),
    ('notice_texts', 'AGENCY', NULL),
    ('calling_settings', 'AGENCY', NULL),
    ('booking_settings', 'AGENCY', NULL),
    ('follow_up_settings', 'AGENCY', NULL),
    ('recording_settings', 'AGENCY', NULL),
    ('lead_tokens', 'OWNER', 'OWNER'),
    ('webhook_events', 'OWNER', NULL),
    ('appointment_changes', 'viewer_has_appointment(appointment_id)', NULL),
    ('reminders', 'OWNER OR viewer_has_appointment(appointment_id)', NULL),
    ('calendar_links', 'viewer_has_appointment(appointment_id)', NULL),
    ('calendar_connections', 'OWNER OR MINE', NULL),
    ('calendar_audit', 'OWNER', NULL),
    ('tasks', 'OWNER OR MINE', 'OWNER OR MINE'),
    ('account_passwords', 'EXISTS (SELECT FROM accounts a WHERE a.id = account_id)',
        'account_id = (SELECT viewer_account())'),
    ('sessions', 'account_id = (SELECT viewer_account())', 'account_id = (SELECT viewer_account())'),
    ('account_tokens', 'OWNER OR account_id = (SELECT viewer_account())',
        -- Somebody of the same agency: the policy of accounts says who that can be.
        'agency_id = (SELECT viewer_agency()) AND EXISTS (SELECT FROM accounts a WHERE a.id = account_id)'),
    ('api_idempotency_keys', 'account_id = (SELECT viewer_account())',
        'account_id = (SELECT viewer_account()) AND agency_id = (SELECT viewer_agency())'),
    ('audit_log', 'OWNER OR account_id = (SELECT viewer_account())', 'agency_id = (SELECT viewer_agency())'),
    ('saved_views', 'account_id = (SELECT viewer_account())',
        'account_id = (SELECT viewer_account()) AND agency_id = (SELECT viewer_agency())');
UPDATE console_rules SET
    visible = replace(replace(replace(visible,
        'OWNER', '(agency_id = (SELECT viewer_agency()) AND (SELECT viewer_is_owner()))'),
        'MINE', '(agency_id = (SELECT viewer_agency()) AND agent_id = (SELECT viewer_agent()))'),
        'AGENCY', 'agency_id = (SELECT viewer_agency())'),
    writable = replace(replace(writable,
        'OWNER', '(agency_id = (SELECT viewer_agency()) AND (SELECT viewer_is_owner()))'),
        'MINE', '(agency_id = (SELECT viewer_agency()) AND agent_id = (SELECT viewer_agent()))');

DO $$
DECLARE
    rule console_rules;
BEGIN
    FOR rule IN SELECT * FROM console_rules LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', rule.name);
        -- Whoever administers the database need not be a superuser to do so.
        EXECUTE format('CREATE POLICY administration ON %I TO %I USING (true) WITH CHECK (true)', rule.name, current_user);
        -- Services work for all agencies; what they may touch is in their grants.
        EXECUTE format(
            'CREATE POLICY services ON %I TO "webhook-ingest", assignment, notifier, "calendar-sync", "retry-scheduler",
            "recording-archive" USING (true) WITH CHECK (true)', rule.name);
        EXECUTE format('CREATE POLICY console_sees ON %I FOR SELECT TO dashboard USING (%s)', rule.name, rule.visible);
        IF rule.writable IS NOT NULL THEN
            EXECUTE format('CREATE POLICY console_adds ON %I FOR INSERT TO dashboard WITH CHECK (%s)',
                rule.name, rule.writable);
            EXECUTE format('CREATE POLICY console_changes ON %I FOR UPDATE TO dashboard USING (%s) WITH CHECK (%s)',
                rule.name, rule.writable, rule.writable);
            EXECUTE format('CREATE POLICY console_removes ON %I FOR DELETE TO dashboard USING (%s)',
                rule.name, rule.writable);
        END IF;
    END LOOP;
END
$$;

-- Commands say who wanted what: an agency's own are its owner's to read.
DROP POLICY audit ON commands;
CREATE POLICY audit ON commands FOR SELECT TO dashboard
    USING (agency_id = (SELECT viewer_agency()) AND (SELECT viewer_is_owner()));

-- Calls from before can be searched, too; those that are to come are added when they end.
INSERT INTO call_search (call_id, agency_id, words, created_at)
SELECT id, agency_id, search_words(language, concat_ws(E'\n', customer_name, summary, transcript)), created_at
FROM call_logs WHERE agency_id IS NOT NULL AND announced_at IS NOT NULL;
