-- Messages by WhatsApp and SMS, what became of each message, and who takes over when one does not arrive.
ALTER TABLE notifications DROP CONSTRAINT notifications_status_check;
ALTER TABLE notifications ADD CONSTRAINT notifications_status_check CHECK (
    -- standby: its turn comes when the channel before it has not reached the person.
    status IN ('standby', 'pending', 'sending', 'sent', 'parked', 'failed', 'unknown', 'not_sent'));
ALTER TABLE notifications
    -- The messages of which one takes over from the other: same event, same person, one channel each.
    ADD COLUMN chain_id uuid,
    ADD COLUMN chain_position integer NOT NULL DEFAULT 0,
    -- When its channel's turn began, and when what comes next has to be decided; NULL: never.
    ADD COLUMN turn_began_at timestamptz,
    ADD COLUMN chain_due_at timestamptz,
    -- What is said, where the provider's request is written only when it leaves: short text and template variables.
    ADD COLUMN wording jsonb,
    -- When the provider is asked about it: while nobody knows whether it has it, or how it went on.
    ADD COLUMN check_at timestamptz,
    ADD COLUMN checks integer NOT NULL DEFAULT 0,
    ADD COLUMN error_code integer,
    -- Of attempts that have surely failed, so that what is still said about them is told apart.
    ADD COLUMN abandoned_message_ids text[] NOT NULL DEFAULT '{}',
    -- Whether it may be sent at any hour, and after when it is of no use any more.
    ADD COLUMN is_urgent boolean NOT NULL DEFAULT false,
    ADD COLUMN expires_at timestamptz,
    -- The latest that the provider has said.
    ADD COLUMN receipt text CHECK (receipt IN (
        'accepted', 'sent', 'delayed', 'delivered', 'read', 'failed', 'bounced', 'suppressed', 'complained')),
    ADD COLUMN receipt_at timestamptz,
    ADD COLUMN receipt_reason text;
CREATE INDEX notifications_checks ON notifications (check_at) WHERE check_at IS NOT NULL;
CREATE INDEX notifications_chain ON notifications (chain_id) WHERE chain_id IS NOT NULL;
CREATE INDEX notifications_chain_due ON notifications (chain_due_at) WHERE chain_due_at IS NOT NULL;
-- What may be any of several messages at the provider, and which of those there are spoken for.
CREATE INDEX notifications_unsettled ON notifications (address) WHERE status IN ('sending', 'unknown') AND channel <> 'email';
CREATE INDEX notifications_provider_message ON notifications (provider_message_id) WHERE provider_message_id IS NOT NULL;
CREATE INDEX notifications_expiring ON notifications (expires_at) WHERE status IN ('pending', 'parked');
-- The latest to somebody says on whose behalf they were written to.
CREATE INDEX notifications_address ON notifications (address, event_time DESC) WHERE channel <> 'email';
CREATE INDEX notifications_agency ON notifications (agency_id, event_time DESC, id);

-- Everything that providers have said about a message, each word once for each time it was sent.
CREATE TABLE notification_receipts (
    event_time timestamptz NOT NULL,
    notification_id uuid NOT NULL,
    provider_message_id text NOT NULL,
    status text NOT NULL,
    error_code integer,
    reason text,
    occurred_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (event_time, notification_id, provider_message_id, status)
) PARTITION BY RANGE (event_time);
CREATE TABLE notification_receipts_default PARTITION OF notification_receipts DEFAULT;
INSERT INTO partition_policies VALUES ('notification_receipts', 'month', '400 days');
SELECT maintain_partitions('notification_receipts');

-- Addresses that get no messages. Without an agency: for all of them, since a STOP is said to the number they share.
CREATE TABLE suppressions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    agency_id uuid REFERENCES agencies,
    channel text NOT NULL CHECK (channel IN ('email', 'whatsapp', 'sms')),
    -- Mail addresses in lower case.
    address text NOT NULL,
    cause text NOT NULL CHECK (cause IN ('bounced', 'complained', 'suppressed', 'invalid', 'blocked', 'stop')),
    detail text,
    notification_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz
);
CREATE UNIQUE INDEX suppressions_key ON suppressions (
    channel, address, coalesce(agency_id, '00000000-0000-0000-0000-000000000000'));

-- When somebody last wrote to us: WhatsApp takes free text for a day after that.
CREATE TABLE message_windows (
    channel text NOT NULL,
    address text NOT NULL,
    last_received_at timestamptz NOT NULL,
    PRIMARY KEY (channel, address)
);

-- An agency's own texts.
CREATE TABLE notice_texts (
    agency_id uuid NOT NULL REFERENCES agencies,
    kind text NOT NULL,
    language text NOT NULL,
    subject text,
    body text,
    short text,
    version integer NOT NULL DEFAULT 1,
    changed_by text NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (agency_id, kind, language)
);

-- For which days an agency's owners have had their summary.
CREATE TABLE digests (
    agency_id uuid NOT NULL REFERENCES agencies,
    day date NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (agency_id, day)
);
CREATE INDEX leads_agency_created ON leads (agency_id, created_at);

ALTER TABLE agencies ADD COLUMN notification_preferences_version integer NOT NULL DEFAULT 0;
ALTER TABLE agents ADD COLUMN notification_preferences_version integer NOT NULL DEFAULT 0;
GRANT UPDATE (notification_preferences, notification_preferences_version, updated_at) ON agencies, agents TO notifier;
GRANT SELECT, INSERT, UPDATE, DELETE ON suppressions, notice_texts TO notifier;
GRANT SELECT, INSERT, UPDATE, DELETE ON message_windows, digests TO notifier;
-- Whoever validates them writes them.
REVOKE UPDATE (notification_preferences) ON agencies FROM dashboard;
GRANT SELECT, INSERT ON notification_receipts TO notifier;
GRANT SELECT ON notification_receipts, suppressions, notice_texts, message_windows TO dashboard;
GRANT SELECT, INSERT (id, command_time, type, source, actor, agency_id), UPDATE (reply, repeats)
    ON commands TO notifier, assignment;

-- What people have written to us. The id is the provider's: a repeat meets the first.
CREATE TABLE inbound_messages (
    message_id text PRIMARY KEY,
    received_at timestamptz NOT NULL,
    channel text NOT NULL CHECK (channel IN ('whatsapp', 'sms')),
    from_address text NOT NULL,
    to_address text NOT NULL,
    body text NOT NULL,
    media_count integer NOT NULL DEFAULT 0,
    wish text NOT NULL CHECK (wish IN ('stop', 'start', 'help', 'none')),
    -- Only where one agency alone knows the number.
    agency_id uuid REFERENCES agencies,
    lead_id uuid REFERENCES leads
);
CREATE INDEX inbound_messages_lead ON inbound_messages (lead_id, received_at DESC);
CREATE INDEX inbound_messages_agency ON inbound_messages (agency_id, received_at DESC);
-- What somebody has wished last.
CREATE INDEX inbound_messages_wish ON inbound_messages (from_address, received_at DESC) WHERE wish IN ('stop', 'start');
CREATE INDEX inbound_messages_received ON inbound_messages (received_at);
GRANT SELECT, INSERT, DELETE ON inbound_messages TO "webhook-ingest";
GRANT SELECT ON inbound_messages TO notifier, "retry-scheduler", dashboard;
GRANT SELECT ON suppressions TO "retry-scheduler";

-- A START undoes the STOP before it.
GRANT UPDATE (source, call_id), DELETE ON do_not_call TO "retry-scheduler";
