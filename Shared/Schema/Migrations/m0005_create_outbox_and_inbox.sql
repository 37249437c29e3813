-- Events that have been decided but not yet confirmed by the broker. A row is deleted when the broker has it, so the
-- table is as long as the backlog; the history is the stream `thavon.events.log`.
--
-- A comparison of text with current_user, which is a name, is no use to an index's order: hence current_user::text here
-- and in all statements. Names and ids are compared byte by byte, which is all that is asked of them.
CREATE TABLE outbox (
    id uuid PRIMARY KEY,
    -- Whose relay publishes it.
    service text COLLATE "C" NOT NULL DEFAULT current_user,
    -- Order within one aggregate: rows of one aggregate are written under its row lock, so positions are commit order.
    position bigint GENERATED ALWAYS AS IDENTITY,
    aggregate_id text COLLATE "C" NOT NULL CHECK (aggregate_id <> ''),
    routing_key text NOT NULL,
    event_type text NOT NULL,
    body bytea COMPRESSION lz4 NOT NULL,
    -- A relay is publishing it until then; '-infinity' means that none has claimed it yet.
    claimed_until timestamptz NOT NULL DEFAULT '-infinity',
    created_at timestamptz NOT NULL DEFAULT now()
) WITH (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_insert_threshold = -1,
    -- A plan made while the table was nearly empty reads all of it; an analysis has it made anew.
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 2000
);
-- Whether an earlier event of the aggregate waits; what can be claimed; the oldest ones.
CREATE INDEX outbox_aggregate ON outbox (service, aggregate_id, position);
CREATE INDEX outbox_due ON outbox (service, claimed_until, aggregate_id, position);
CREATE INDEX outbox_position ON outbox (service, position);

-- Messages that a service has dealt with. The time is the event's own, which a redelivery repeats, so that the table
-- can be cut by time and the key still decides.
CREATE TABLE inbox (
    service text COLLATE "C" NOT NULL DEFAULT current_user,
    message_id uuid NOT NULL,
    event_time timestamptz NOT NULL,
    processed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (message_id, service, event_time)
) PARTITION BY RANGE (event_time);
CREATE TABLE inbox_default PARTITION OF inbox DEFAULT;

INSERT INTO partition_policies VALUES ('inbox', 'week', '35 days');

-- Nobody sees or touches the rows of another service.
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE inbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON outbox
    USING (service = current_user::text) WITH CHECK (service = current_user::text);
CREATE POLICY own_rows ON inbox
    USING (service = current_user::text) WITH CHECK (service = current_user::text);

GRANT SELECT, INSERT (id, aggregate_id, routing_key, event_type, body, claimed_until), UPDATE (claimed_until), DELETE
    ON outbox TO "webhook-ingest", assignment, notifier, "calendar-sync", "retry-scheduler", "recording-archive",
    dashboard;
GRANT SELECT, INSERT (message_id, event_time) ON inbox TO
    assignment, notifier, "calendar-sync", "retry-scheduler", "recording-archive", dashboard;
