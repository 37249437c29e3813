-- Two appointments of one agent never overlap: the constraint needs equality of ids beside overlap of times.
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- When an agent works; NULL: Monday to Friday, nine to five. Exceptions: {"2026-12-24": ["09:00-12:00"], "2026-12-25": []}.
ALTER TABLE agents
    ADD COLUMN working_hours jsonb,
    ADD COLUMN hours_exceptions jsonb NOT NULL DEFAULT '{}',
    -- How many calls an agent is given in 24 hours at the most; NULL: no limit.
    ADD COLUMN calls_per_day integer CHECK (calls_per_day >= 0);

CREATE TABLE agent_time_off (
    id uuid PRIMARY KEY,
    agency_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    during tstzrange NOT NULL CHECK (NOT isempty(during)),
    note text,
    created_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (agency_id, agent_id) REFERENCES agents (agency_id, id) ON DELETE CASCADE
);
CREATE INDEX agent_time_off_agent ON agent_time_off USING gist (agent_id, during);
GRANT SELECT ON agent_time_off TO "calendar-sync", assignment, dashboard;
GRANT INSERT, UPDATE, DELETE ON agent_time_off TO dashboard;

-- How an agency's appointments are made. An agency without a row has the standard rules.
CREATE TABLE booking_settings (
    agency_id uuid PRIMARY KEY REFERENCES agencies,
    rules jsonb NOT NULL DEFAULT '{}',
    version integer NOT NULL DEFAULT 1,
    changed_by text,
    updated_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT ON booking_settings TO "webhook-ingest", "retry-scheduler", notifier, dashboard;
GRANT SELECT, INSERT, UPDATE ON booking_settings TO "calendar-sync";

CREATE TABLE appointments (
    id uuid PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies,
    lead_id uuid NOT NULL REFERENCES leads,
    agent_id uuid NOT NULL REFERENCES agents,
    -- The call it was made in.
    call_id uuid REFERENCES call_logs,
    scheduled_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    status text NOT NULL DEFAULT 'scheduled' CHECK (status IN ('scheduled', 'completed', 'cancelled', 'no_show')),
    -- The latest one; calendar_links has them all.
    calendar_event_id text,
    notes text,
    -- In whose clock and words the lead is told about it.
    time_zone text NOT NULL,
    language text NOT NULL,
    source text NOT NULL CHECK (source IN ('call', 'found', 'hand', 'self_service')),
    -- Grows with each change; what is older than the row is out of date (also the SEQUENCE of RFC 5545).
    version integer NOT NULL DEFAULT 0,
    reason text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK (scheduled_at < ends_at),
    CONSTRAINT appointments_one_at_a_time EXCLUDE USING gist (
        agent_id WITH =, tstzrange(scheduled_at, ends_at) WITH &&) WHERE (status = 'scheduled')
);
CREATE INDEX appointments_agency ON appointments (agency_id, scheduled_at, id);
CREATE INDEX appointments_agent ON appointments (agent_id, scheduled_at) WHERE status = 'scheduled';
CREATE INDEX appointments_lead ON appointments (lead_id, scheduled_at);
CREATE INDEX appointments_call ON appointments (call_id);

-- What happened to an appointment, who did it, and why.
CREATE TABLE appointment_changes (
    id uuid PRIMARY KEY,
    appointment_id uuid NOT NULL REFERENCES appointments,
    change text NOT NULL CHECK (change IN ('booked', 'moved', 'cancelled', 'completed', 'no_show')),
    version integer NOT NULL,
    actor text NOT NULL,
    reason text,
    scheduled_at timestamptz NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (appointment_id, version)
);

-- One row for each agent with appointments. Its lock orders who takes their time: buffers and the day's limit hold, too.
CREATE TABLE appointment_books (
    agent_id uuid PRIMARY KEY REFERENCES agents,
    agency_id uuid NOT NULL REFERENCES agencies,
    opened_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE calendar_connections (
    id uuid PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies,
    agent_id uuid NOT NULL REFERENCES agents,
    status text NOT NULL CHECK (status IN ('connected', 'broken', 'disconnected')),
    -- Whose calendar it is, as Google names it.
    account text,
    calendar_id text NOT NULL DEFAULT 'primary',
    scopes text[] NOT NULL DEFAULT '{}',
    -- AES-GCM, with the id of the key in front.
    refresh_token bytea,
    access_token bytea,
    access_expires_at timestamptz,
    broken_at timestamptz,
    broken_reason text,
    sync_token text,
    synced_at timestamptz,
    -- When its changes are asked for, whether or not it has said that there are any.
    sync_due_at timestamptz NOT NULL DEFAULT 'infinity',
    sync_failures integer NOT NULL DEFAULT 0,
    lease_token bigint NOT NULL DEFAULT 0,
    -- Somebody writes to it until then: one at a time, since Google limits quick writes to one calendar.
    writing_until timestamptz NOT NULL DEFAULT '-infinity',
    -- Whose turn it is: only the latest may let it go.
    writer_token bigint NOT NULL DEFAULT 0,
    channel_id text UNIQUE,
    channel_resource_id text,
    channel_token_hash bytea,
    channel_expires_at timestamptz,
    channel_due_at timestamptz NOT NULL DEFAULT 'infinity',
    connected_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX calendar_connections_one ON calendar_connections (agent_id) WHERE status <> 'disconnected';
CREATE INDEX calendar_connections_sync ON calendar_connections (sync_due_at) WHERE status = 'connected';
CREATE INDEX calendar_connections_channel ON calendar_connections (channel_due_at) WHERE status = 'connected';

-- Consents under way.
CREATE TABLE calendar_consents (
    state_hash bytea PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies,
    agent_id uuid NOT NULL REFERENCES agents,
    code_verifier bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX calendar_consents_expired ON calendar_consents (expires_at);

-- What somebody did about a connection, or tried to.
CREATE TABLE calendar_audit (
    id uuid PRIMARY KEY,
    agency_id uuid,
    agent_id uuid,
    what text NOT NULL,
    detail text,
    at timestamptz NOT NULL DEFAULT now()
);

-- Times at which an agent's own calendar has something.
CREATE TABLE calendar_busy (
    connection_id uuid NOT NULL REFERENCES calendar_connections ON DELETE CASCADE,
    event_id text NOT NULL,
    agent_id uuid NOT NULL REFERENCES agents,
    during tstzrange NOT NULL,
    PRIMARY KEY (connection_id, event_id)
);
CREATE INDEX calendar_busy_agent ON calendar_busy USING gist (agent_id, during);

-- An appointment's event in a calendar: how it is to be, and how it was last seen there.
CREATE TABLE calendar_links (
    appointment_id uuid NOT NULL REFERENCES appointments,
    connection_id uuid NOT NULL REFERENCES calendar_connections,
    event_id text NOT NULL,
    wanted boolean NOT NULL DEFAULT true,
    wanted_version integer NOT NULL,
    -- Nil until it stands there.
    written_version integer,
    etag text,
    conference_url text,
    -- When it has to be written: never while calendar and table agree.
    due_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    lease_token bigint NOT NULL DEFAULT 0,
    problem text,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (appointment_id, connection_id),
    UNIQUE (connection_id, event_id)
);
CREATE INDEX calendar_links_due ON calendar_links (due_at) WHERE due_at < 'infinity';
CREATE INDEX calendar_links_due_of ON calendar_links (connection_id, due_at) WHERE due_at < 'infinity';

-- What somebody on the team has to look at.
CREATE TABLE tasks (
    id uuid PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies,
    agent_id uuid REFERENCES agents,
    lead_id uuid REFERENCES leads,
    call_id uuid REFERENCES call_logs,
    kind text NOT NULL,
    text text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    done_at timestamptz,
    UNIQUE (call_id, kind)
);
CREATE INDEX tasks_open ON tasks (agency_id, created_at) WHERE done_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON appointments, calendar_connections, calendar_links, appointment_books, tasks
    TO "calendar-sync";
GRANT SELECT, INSERT ON appointment_changes, calendar_audit TO "calendar-sync";
GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_consents, calendar_busy TO "calendar-sync";
GRANT SELECT ON appointments, appointment_changes, tasks
    TO "webhook-ingest", assignment, notifier, "retry-scheduler", dashboard;
GRANT SELECT ON calendar_busy TO assignment;
GRANT SELECT (
    id, agency_id, agent_id, status, account, broken_at, broken_reason, synced_at, connected_at, channel_id,
    channel_resource_id, channel_token_hash
) ON calendar_connections TO "webhook-ingest", assignment, notifier, dashboard;
GRANT SELECT ON calendar_links, calendar_audit TO dashboard;
-- What waited for somebody is decided anew when there is somebody.
GRANT UPDATE (agent_id, rule, decision, decided_at) ON assignments TO assignment;

-- What has to be said before an appointment; tied to it by its version.
CREATE TABLE reminders (
    id uuid PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies,
    appointment_id uuid NOT NULL REFERENCES appointments,
    version integer NOT NULL,
    hours_before integer NOT NULL,
    due_at timestamptz NOT NULL,
    status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'sent', 'cancelled', 'too_late')),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (appointment_id, version, hours_before)
);
CREATE INDEX reminders_due ON reminders (due_at, id) WHERE status = 'pending';
CREATE INDEX reminders_appointment ON reminders (appointment_id) WHERE status = 'pending';
GRANT SELECT, INSERT, UPDATE ON reminders TO "retry-scheduler";
GRANT SELECT ON reminders TO dashboard;
