-- The recording of each call that has ended: where it is in our own store, or why it is not there.
CREATE TABLE recordings (
    call_id uuid PRIMARY KEY REFERENCES call_logs,
    -- NULL: the call belongs to nobody we know.
    agency_id uuid REFERENCES agencies,
    -- waiting: still to be fetched. absent: there is none. failed: there is one, and nobody tries any longer to get it.
    -- deleted: nobody may hear it; its bytes are gone when object_key is.
    status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'stored', 'absent', 'failed', 'deleted')),
    -- Why it is not there (an open list), and what was seen, for those who operate this.
    reason text,
    detail text,
    object_key text,
    content_type text,
    bytes bigint CHECK (bytes > 0),
    duration_seconds double precision CHECK (duration_seconds >= 0),
    sha256 bytea,
    -- The link of the call's report, or the provider's API with our key.
    source text CHECK (source IN ('link', 'api')),
    -- Whether the link has been refused: then only the API is asked.
    link_refused boolean NOT NULL DEFAULT false,
    attempts integer NOT NULL DEFAULT 0,
    -- When something has to be done about it: never while it is as it shall be.
    due_at timestamptz NOT NULL DEFAULT now(),
    -- Somebody is at it until then; what they find counts only under the latest number.
    leased_until timestamptz NOT NULL DEFAULT '-infinity',
    lease_token bigint NOT NULL DEFAULT 0,
    traceparent text,
    stored_at timestamptz,
    deleted_at timestamptz,
    -- Whose wish that was: an account's id, or a word for a machine's.
    deleted_by text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK (status <> 'stored' OR (object_key IS NOT NULL AND content_type IS NOT NULL AND bytes IS NOT NULL))
);
-- What has been done lies outside of the first, so that looking for work costs the same after ten million calls.
CREATE INDEX recordings_due ON recordings (due_at, call_id) WHERE due_at < 'infinity';
CREATE INDEX recordings_kept ON recordings (agency_id, stored_at) WHERE status = 'stored';

-- For how long recordings are kept. An agency without a row keeps them until somebody deletes them.
CREATE TABLE recording_settings (
    agency_id uuid PRIMARY KEY REFERENCES agencies,
    retention_days integer CHECK (retention_days BETWEEN 1 AND 36500),
    version integer NOT NULL DEFAULT 1,
    changed_by text,
    updated_at timestamptz NOT NULL DEFAULT now()
);

GRANT SELECT, INSERT, UPDATE ON recordings, recording_settings TO "recording-archive";
GRANT SELECT ON recordings, recording_settings TO dashboard;
GRANT SELECT, INSERT (id, command_time, type, source, actor, agency_id), UPDATE (reply, repeats)
    ON commands TO "recording-archive";
