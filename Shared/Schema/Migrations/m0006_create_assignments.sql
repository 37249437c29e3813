CREATE TABLE assignments (
    id uuid PRIMARY KEY,
    call_id uuid NOT NULL REFERENCES call_logs,
    agency_id uuid REFERENCES agencies,
    lead_id uuid REFERENCES leads,
    agent_id uuid REFERENCES agents,
    rule text NOT NULL CHECK (rule IN (
        'owner', 'territory', 'round_robin', 'nobody_available', 'catch_all', 'not_needed', 'unmatched')),
    -- Every candidate, kept or dropped, with the reason.
    decision jsonb NOT NULL,
    decided_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT assignments_call_id_key UNIQUE (call_id)
);
CREATE INDEX assignments_agent ON assignments (agent_id, decided_at DESC);
CREATE INDEX assignments_waiting ON assignments (agency_id, decided_at) WHERE rule = 'catch_all';

-- Whose turn it is: stride scheduling over weights. The pass grows by 1/weight with each turn taken; the lowest is next.
CREATE TABLE assignment_turns (
    agent_id uuid PRIMARY KEY REFERENCES agents,
    agency_id uuid NOT NULL REFERENCES agencies,
    pass double precision NOT NULL DEFAULT 0,
    -- Whether the agent was available at the last decision; one who was not starts level with the others again.
    in_rotation boolean NOT NULL DEFAULT false,
    turns bigint NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX assignment_turns_agency ON assignment_turns (agency_id);

GRANT SELECT, INSERT ON assignments TO assignment;
GRANT SELECT, INSERT, UPDATE ON assignment_turns TO assignment;
GRANT SELECT ON assignments TO notifier, dashboard, "retry-scheduler", "calendar-sync";
GRANT SELECT ON assignment_turns TO dashboard;
