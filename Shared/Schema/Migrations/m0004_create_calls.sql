-- What providers posted, as they posted it, without its secrets.
CREATE TABLE webhook_events (
    id uuid NOT NULL,
    received_at timestamptz NOT NULL,
    source text NOT NULL CHECK (source IN ('vapi', 'lead', 'twilio', 'resend', 'google', 'reconciler')),
    type text NOT NULL,
    -- The provider's id of the call, where the message is about one.
    provider_call_id text,
    call_id uuid,
    agency_id uuid,
    -- What became of it: applied, repeated, stale, answered, ignored, unmatched, unreadable.
    disposition text NOT NULL,
    headers jsonb NOT NULL,
    -- lz4 costs a tenth of pglz for nearly its size.
    body bytea COMPRESSION lz4 NOT NULL,
    traceparent text,
    PRIMARY KEY (received_at, id)
) PARTITION BY RANGE (received_at);
CREATE TABLE webhook_events_default PARTITION OF webhook_events DEFAULT;
CREATE INDEX webhook_events_call ON webhook_events (call_id);

CREATE TABLE call_logs (
    id uuid PRIMARY KEY,
    agency_id uuid REFERENCES agencies,
    lead_id uuid REFERENCES leads,
    agent_id uuid REFERENCES agents,
    vapi_call_id text NOT NULL,
    status text NOT NULL CHECK (
        status IN ('queued', 'ringing', 'in_progress', 'completed', 'no_answer', 'busy', 'failed')),
    outcome text,
    ended_reason text,
    direction text CHECK (direction IN ('inbound', 'outbound', 'web')),
    customer_number text,
    customer_name text,
    vapi_phone_number_id text,
    vapi_assistant_id text,
    retryable boolean NOT NULL DEFAULT false,
    conversation_happened boolean NOT NULL DEFAULT false,
    duration_seconds integer CHECK (duration_seconds >= 0),
    recording_url text,
    transcript text COMPRESSION lz4,
    summary text COMPRESSION lz4,
    language text,
    metadata jsonb NOT NULL DEFAULT '{}',
    started_at timestamptz,
    ended_at timestamptz,
    -- When the final report came, and when call.ended was put into the outbox.
    report_received_at timestamptz,
    announced_at timestamptz,
    assigned_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT call_logs_vapi_call_id_key UNIQUE (vapi_call_id)
);
CREATE INDEX call_logs_agency ON call_logs (agency_id, created_at DESC, id);
CREATE INDEX call_logs_agent ON call_logs (agent_id, created_at DESC, id);
CREATE INDEX call_logs_lead ON call_logs (lead_id);
-- Calls that are over but wait for their report; stays tiny.
CREATE INDEX call_logs_unannounced ON call_logs (ended_at) WHERE announced_at IS NULL AND ended_at IS NOT NULL;

INSERT INTO partition_policies VALUES ('webhook_events', 'week', '90 days');

GRANT INSERT, SELECT ON webhook_events TO "webhook-ingest";
GRANT SELECT ON webhook_events TO dashboard, "retry-scheduler";
GRANT SELECT ON call_logs TO
    "webhook-ingest", assignment, notifier, "calendar-sync", "retry-scheduler", "recording-archive", dashboard;
-- The provider's facts are webhook-ingest's, who has the call is assignment's.
GRANT INSERT (
    id, agency_id, lead_id, vapi_call_id, status, outcome, ended_reason, direction, customer_number, customer_name,
    vapi_phone_number_id, vapi_assistant_id, retryable, conversation_happened, duration_seconds, recording_url,
    transcript, summary, language, metadata, started_at, ended_at, report_received_at, announced_at, created_at, updated_at
), UPDATE (
    agency_id, lead_id, status, outcome, ended_reason, direction, customer_number, customer_name,
    vapi_phone_number_id, vapi_assistant_id, retryable, conversation_happened, duration_seconds, recording_url,
    transcript, summary, language, metadata, started_at, ended_at, report_received_at, announced_at, updated_at
) ON call_logs TO "webhook-ingest";
GRANT UPDATE (agent_id, assigned_at) ON call_logs TO assignment;
