-- Within what time an agency's calls have to be opened. An agency without a row has the standard rules.
CREATE TABLE follow_up_settings (
    agency_id uuid PRIMARY KEY REFERENCES agencies,
    rules jsonb NOT NULL DEFAULT '{}',
    version integer NOT NULL DEFAULT 1,
    changed_by text,
    updated_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT, UPDATE ON follow_up_settings TO assignment;
GRANT SELECT ON follow_up_settings TO notifier, dashboard;

-- Whether whoever has a call has looked at it, and what has been done when they had not.
CREATE TABLE follow_ups (
    call_id uuid PRIMARY KEY REFERENCES call_logs,
    agency_id uuid NOT NULL REFERENCES agencies,
    lead_id uuid REFERENCES leads,
    -- Whose call it is, as in call_logs, and since when.
    agent_id uuid NOT NULL REFERENCES agents,
    assigned_at timestamptz NOT NULL DEFAULT now(),
    call_ended_at timestamptz,
    -- From when the delays count: who gets a call because another has not opened it does not start them again.
    began_at timestamptz NOT NULL DEFAULT now(),
    -- The latest that has happened.
    stage text NOT NULL DEFAULT 'assigned' CHECK (
        stage IN ('assigned', 'reminded', 'reassigned', 'escalated', 'opened')),
    -- When the next thing happens unless it is opened; NULL: nothing does.
    due_at timestamptz,
    opened_at timestamptz,
    -- By the first of those whose call it was; stays when it is given to somebody else.
    first_opened_at timestamptz,
    reminded_at timestamptz,
    reassigned_at timestamptz,
    escalated_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK (opened_at IS NULL OR due_at IS NULL)
);
CREATE INDEX follow_ups_due ON follow_ups (due_at, call_id) WHERE due_at IS NOT NULL;
CREATE INDEX follow_ups_agency ON follow_ups (agency_id, assigned_at DESC);
CREATE INDEX follow_ups_unopened ON follow_ups (agent_id) WHERE opened_at IS NULL;
GRANT SELECT, INSERT, UPDATE ON follow_ups TO assignment;
GRANT SELECT ON follow_ups TO notifier, dashboard;

ALTER TABLE assignments DROP CONSTRAINT assignments_rule_check;
ALTER TABLE assignments ADD CONSTRAINT assignments_rule_check CHECK (rule IN (
    'owner', 'territory', 'round_robin', 'nobody_available', 'catch_all', 'not_needed', 'unmatched', 'by_hand'));
