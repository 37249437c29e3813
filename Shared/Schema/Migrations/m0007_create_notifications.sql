-- One row for each message to one person, written before anything is sent. Its id is derived from event, person and
-- channel, and its time is the event's, so a second attempt to write it meets the first.
CREATE TABLE notifications (
    id uuid NOT NULL,
    event_time timestamptz NOT NULL,
    agency_id uuid NOT NULL REFERENCES agencies,
    kind text NOT NULL,
    call_id uuid REFERENCES call_logs,
    recipient_kind text NOT NULL CHECK (recipient_kind IN ('owner', 'agent', 'lead')),
    recipient_id uuid NOT NULL,
    channel text NOT NULL CHECK (channel IN ('email', 'whatsapp', 'sms')),
    address text,
    language text NOT NULL,
    -- The provider's request body, exactly as every attempt sends it.
    payload bytea COMPRESSION lz4,
    status text NOT NULL CHECK (status IN ('pending', 'sending', 'sent', 'parked', 'failed', 'unknown', 'not_sent')),
    -- Why it is not sent (yet).
    reason text,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    lease_until timestamptz,
    -- Fencing: an outcome counts only when it carries the token of the latest claim.
    lease_token bigint NOT NULL DEFAULT 0,
    -- The request it travels in, whose id is the provider's idempotency key; kept until a definite answer.
    request_id uuid,
    request_position integer,
    -- A request with others was refused; now it is tried without them.
    travels_alone boolean NOT NULL DEFAULT false,
    first_attempt_at timestamptz,
    -- Whether some attempt of this request ended without a definite answer: then only its own key may repeat it.
    outcome_open boolean NOT NULL DEFAULT false,
    provider_message_id text,
    sent_at timestamptz,
    traceparent text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (event_time, id)
) PARTITION BY RANGE (event_time);
CREATE TABLE notifications_default PARTITION OF notifications DEFAULT;
CREATE INDEX notifications_due ON notifications (next_attempt_at) WHERE status IN ('pending', 'sending', 'parked');
CREATE INDEX notifications_request ON notifications (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX notifications_call ON notifications (call_id);

INSERT INTO partition_policies VALUES ('notifications', 'month', '400 days');

-- One limiter per provider account, shared by all replicas: when the next request may leave (GCRA's theoretical
-- arrival time), and until when the account is closed because its quota is used up or its key is refused.
CREATE TABLE provider_limits (
    account text PRIMARY KEY,
    next_request_at timestamptz NOT NULL DEFAULT now(),
    closed_until timestamptz,
    closed_reason text,
    updated_at timestamptz NOT NULL DEFAULT now()
);

GRANT SELECT, INSERT, UPDATE ON notifications, provider_limits TO notifier;
GRANT SELECT ON notifications, provider_limits TO dashboard;
