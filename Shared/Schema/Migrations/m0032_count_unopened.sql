-- The overview counts what is not opened from this index alone: since a reminder or a hand-on counts, it has these times as well.
DROP INDEX follow_ups_waiting;
CREATE INDEX follow_ups_waiting ON follow_ups (agency_id, assigned_at, call_id)
    INCLUDE (agent_id, due_at, reminded_at, reassigned_at, escalated_at)
    WHERE opened_at IS NULL;
