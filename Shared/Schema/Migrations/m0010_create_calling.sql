-- A lead whose number cannot be dialled is kept, with the number as it came and what is wrong with it.
ALTER TABLE leads
    ALTER COLUMN phone DROP NOT NULL,
    ADD COLUMN phone_given text,
    ADD COLUMN phone_problem text,
    ADD COLUMN source text NOT NULL DEFAULT 'hand',
    ADD COLUMN consent_kind text CHECK (consent_kind IN ('express_written', 'express', 'inquiry', 'refused')),
    ADD COLUMN consent_source text,
    ADD COLUMN consent_at timestamptz,
    -- What was posted with it: the words agreed to, the page, the address it came from.
    ADD COLUMN consent_proof jsonb,
    ADD COLUMN inquired_at timestamptz;

GRANT UPDATE (
    phone_given, phone_problem, source, consent_kind, consent_source, consent_at, consent_proof,
    inquired_at
) ON leads TO "webhook-ingest", dashboard;

-- What lets others post leads; only a hash is kept (SHA-256 of 256 random bits needs no salt).
CREATE TABLE lead_tokens (
    id uuid PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies,
    token_hash bytea NOT NULL,
    label text NOT NULL,
    -- What everybody who comes with this token has agreed to, because the form does not let them through otherwise.
    consent_kind text CHECK (consent_kind IN ('express_written', 'express', 'inquiry')),
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz,
    CONSTRAINT lead_tokens_hash_key UNIQUE (token_hash)
);
CREATE INDEX lead_tokens_agency ON lead_tokens (agency_id);
GRANT SELECT ON lead_tokens TO "webhook-ingest", dashboard;
GRANT INSERT, UPDATE ON lead_tokens TO dashboard;

-- Answers to requests with an Idempotency-Key, so that a repeat gets the same one.
CREATE TABLE lead_submissions (
    agency_id uuid NOT NULL REFERENCES agencies,
    idempotency_key text NOT NULL,
    lead_id uuid NOT NULL REFERENCES leads,
    -- Of the body: another body under the same key is a mistake of the sender's.
    body_hash bytea NOT NULL,
    response text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (agency_id, idempotency_key)
);
CREATE INDEX lead_submissions_received ON lead_submissions (received_at);
GRANT SELECT, INSERT, DELETE ON lead_submissions TO "webhook-ingest";

-- Whom nobody calls, whatever list they are on.
CREATE TABLE do_not_call (
    agency_id uuid NOT NULL REFERENCES agencies,
    phone text NOT NULL CHECK (phone ~ '^\+[1-9][0-9]{6,14}$'),
    source text NOT NULL,
    call_id uuid REFERENCES call_logs,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (agency_id, phone)
);
GRANT SELECT ON do_not_call TO "webhook-ingest", notifier, dashboard;
GRANT SELECT, INSERT ON do_not_call TO "retry-scheduler";

-- An agency's rules, and whether its calls are held. An agency without a row has the standard ones.
CREATE TABLE calling_settings (
    agency_id uuid PRIMARY KEY REFERENCES agencies,
    rules jsonb NOT NULL DEFAULT '{}',
    version integer NOT NULL DEFAULT 1,
    paused_at timestamptz,
    changed_by text,
    updated_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT ON calling_settings TO "webhook-ingest", dashboard;
GRANT SELECT, INSERT, UPDATE ON calling_settings TO "retry-scheduler";

-- Calls that are to be made: first ones, retries, and those that somebody asked for.
CREATE TABLE call_retries (
    id uuid PRIMARY KEY,
    -- The call that nobody answered; none before a lead's first.
    call_id uuid REFERENCES call_logs,
    lead_id uuid NOT NULL REFERENCES leads,
    agency_id uuid NOT NULL REFERENCES agencies,
    -- 0: a first call, or one by hand.
    retry_count integer NOT NULL CHECK (retry_count >= 0),
    scheduled_at timestamptz NOT NULL,
    status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'completed', 'failed', 'cancelled')),
    kind text NOT NULL CHECK (kind IN ('first', 'retry', 'by_hand')),
    -- Why it waits, or came to nothing.
    reason text,
    -- When a scheduler has to look at it: the time itself, or never while it is held or being dialled.
    due_at timestamptz NOT NULL,
    paused_at timestamptz,
    -- How often in a row dialling it failed; for the next wait.
    failures integer NOT NULL DEFAULT 0,
    attempt_id uuid,
    traceparent text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
-- Whatever has been done lies outside of these, so that looking for work costs the same after ten million calls.
CREATE INDEX call_retries_due ON call_retries (due_at, id) WHERE status = 'pending';
CREATE UNIQUE INDEX call_retries_one_pending ON call_retries (lead_id) WHERE status = 'pending';
CREATE INDEX call_retries_lead ON call_retries (lead_id, created_at DESC);
CREATE INDEX call_retries_agency ON call_retries (agency_id, scheduled_at) WHERE status = 'pending';

-- Each try to place a call: written before the provider is asked, since it has no idempotency key.
CREATE TABLE call_attempts (
    -- Travels in the call's metadata.
    id uuid PRIMARY KEY,
    retry_id uuid NOT NULL REFERENCES call_retries,
    agency_id uuid NOT NULL REFERENCES agencies,
    lead_id uuid NOT NULL REFERENCES leads,
    account text NOT NULL,
    phone text NOT NULL,
    -- dialling: being asked for. uncertain: asked for, without an answer. placed: the provider has it. Then one of:
    -- ended, refused (for good), not_placed (surely not; it is planned again), lost (nobody knows).
    state text NOT NULL CHECK (
        state IN ('dialling', 'uncertain', 'placed', 'ended', 'refused', 'not_placed', 'lost')),
    vapi_call_id text,
    call_id uuid REFERENCES call_logs,
    reason text,
    -- When the provider has to be asked about it, because nothing was heard; NULL: never.
    check_at timestamptz,
    checks integer NOT NULL DEFAULT 0,
    -- Fencing: what was found out counts only under the latest number.
    lease_token bigint NOT NULL DEFAULT 0,
    requested_at timestamptz NOT NULL DEFAULT now(),
    placed_at timestamptz,
    ended_at timestamptz,
    traceparent text,
    CONSTRAINT call_attempts_vapi_call_id_key UNIQUE (vapi_call_id)
);
-- The lines in use, and what has to be asked about: both as long as what is under way.
CREATE INDEX call_attempts_lines ON call_attempts (account) WHERE state IN ('dialling', 'uncertain', 'placed');
CREATE INDEX call_attempts_checks ON call_attempts (check_at, id) WHERE check_at IS NOT NULL;
CREATE INDEX call_attempts_lead ON call_attempts (lead_id, requested_at DESC);
CREATE INDEX call_attempts_phone ON call_attempts (agency_id, phone, requested_at DESC);

-- One row for each account at the provider: the circuit breaker that all replicas share. Its lock orders who takes lines.
CREATE TABLE dial_accounts (
    account text PRIMARY KEY,
    breaker text NOT NULL DEFAULT 'closed' CHECK (breaker IN ('closed', 'open', 'half_open')),
    window_started_at timestamptz NOT NULL DEFAULT now(),
    successes integer NOT NULL DEFAULT 0,
    failures integer NOT NULL DEFAULT 0,
    -- How often in a row it has opened; for how long it stays so.
    openings integer NOT NULL DEFAULT 0,
    retry_at timestamptz,
    reason text,
    updated_at timestamptz NOT NULL DEFAULT now()
);

GRANT SELECT, INSERT, UPDATE ON call_retries, call_attempts, dial_accounts TO "retry-scheduler";
GRANT SELECT ON call_retries, call_attempts, dial_accounts TO "webhook-ingest", notifier, dashboard;

-- Commands that have been done, with the replies: a repeat is answered the same. Also says who wanted what.
CREATE TABLE commands (
    id uuid NOT NULL,
    service text COLLATE "C" NOT NULL DEFAULT current_user,
    -- The command's own time, which a repeat repeats.
    command_time timestamptz NOT NULL,
    type text NOT NULL,
    source text NOT NULL,
    actor text NOT NULL,
    agency_id uuid NOT NULL,
    reply bytea,
    repeats integer NOT NULL DEFAULT 0,
    done_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (id, service, command_time)
) PARTITION BY RANGE (command_time);
CREATE TABLE commands_default PARTITION OF commands DEFAULT;
CREATE INDEX commands_agency ON commands (agency_id, done_at DESC);
INSERT INTO partition_policies VALUES ('commands', 'month', '400 days');

ALTER TABLE commands ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON commands USING (service = current_user::text) WITH CHECK (service = current_user::text);
CREATE POLICY audit ON commands FOR SELECT TO dashboard USING (true);
GRANT SELECT, INSERT (id, command_time, type, source, actor, agency_id), UPDATE (reply, repeats)
    ON commands TO "webhook-ingest", "calendar-sync", "retry-scheduler";
GRANT SELECT ON commands TO dashboard;

-- What a call was ordered with, and how it is told apart: only for the eyes of those who dial.
GRANT SELECT (id, agency_id, role, name, email, language, active) ON accounts TO "retry-scheduler";

SELECT maintain_partitions('commands');
