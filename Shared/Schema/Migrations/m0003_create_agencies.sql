CREATE TABLE agencies (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (name <> ''),
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'paused')),
    time_zone text NOT NULL DEFAULT 'UTC',
    default_language text NOT NULL DEFAULT 'en',
    -- The country of leads whose number and postcode do not tell (ISO 3166-1 alpha-2).
    default_country text NOT NULL DEFAULT 'US' CHECK (default_country ~ '^[A-Z]{2}$'),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

-- What of the agency's exists at Vapi; a call that carries one of these ids belongs to the agency for certain.
CREATE TABLE agency_vapi_resources (
    vapi_id text PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies,
    kind text NOT NULL CHECK (kind IN ('phone_number', 'assistant')),
    label text,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX agency_vapi_resources_agency ON agency_vapi_resources (agency_id);

CREATE TABLE agents (
    id uuid PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies,
    name text NOT NULL CHECK (name <> ''),
    email text,
    phone text CHECK (phone ~ '^\+[1-9][0-9]{6,14}$'),
    google_calendar_id text,
    language_preference text,
    -- Languages the agent can talk to leads in; empty: any.
    languages text[] NOT NULL DEFAULT '{}',
    notification_preferences jsonb NOT NULL DEFAULT '{}',
    time_zone text,
    active boolean NOT NULL DEFAULT true,
    -- The agent's own switch.
    availability text NOT NULL DEFAULT 'available' CHECK (availability IN ('available', 'away')),
    -- Share of the turns beside the others' weights; 0: none by turn.
    weight integer NOT NULL DEFAULT 1 CHECK (weight BETWEEN 0 AND 100),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (agency_id, id)
);

-- People who sign in. An agent's account points to the agent; an owner's does not.
CREATE TABLE accounts (
    id uuid PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies,
    role text NOT NULL CHECK (role IN ('owner', 'agent')),
    name text NOT NULL,
    email text NOT NULL,
    language text,
    agent_id uuid,
    active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK ((role = 'agent') = (agent_id IS NOT NULL)),
    FOREIGN KEY (agency_id, agent_id) REFERENCES agents (agency_id, id)
);
CREATE UNIQUE INDEX accounts_email ON accounts (lower(email));
CREATE INDEX accounts_agency ON accounts (agency_id);

-- `DE 10115`, `DE 101*`, `DE 10115-10999` or `DE`.
CREATE TABLE agent_territories (
    id uuid PRIMARY KEY,
    agency_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    pattern text NOT NULL CHECK (pattern ~ '^[A-Z]{2}( [^ ].*)?$'),
    created_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (agency_id, agent_id) REFERENCES agents (agency_id, id) ON DELETE CASCADE,
    UNIQUE (agent_id, pattern)
);
CREATE INDEX agent_territories_agency ON agent_territories (agency_id);

CREATE TABLE leads (
    id uuid PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies,
    name text,
    phone text NOT NULL CHECK (phone ~ '^\+[1-9][0-9]{6,14}$'),
    email text,
    postcode text,
    country text CHECK (country ~ '^[A-Z]{2}$'),
    preferred_language text,
    time_zone text,
    -- Who has the lead; written by assignment.
    owner_agent_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (agency_id, phone),
    FOREIGN KEY (agency_id, owner_agent_id) REFERENCES agents (agency_id, id)
);
CREATE INDEX leads_phone ON leads (phone);
CREATE INDEX leads_owner ON leads (owner_agent_id);

GRANT SELECT ON agencies, agency_vapi_resources, agents, agent_territories, leads TO
    "webhook-ingest", assignment, notifier, "calendar-sync", "retry-scheduler", "recording-archive", dashboard;
GRANT SELECT ON accounts TO dashboard;
-- Whom to tell; never what they sign in with.
GRANT SELECT (id, agency_id, role, name, email, language, active) ON accounts TO notifier;
GRANT INSERT, UPDATE ON agencies, agency_vapi_resources, agents, accounts TO dashboard;
GRANT INSERT, UPDATE, DELETE ON agent_territories TO dashboard;
-- Leads come by webhook and by hand; only assignment says whose they are.
GRANT INSERT, UPDATE (name, email, postcode, country, preferred_language, time_zone, updated_at)
    ON leads TO "webhook-ingest", dashboard;
GRANT UPDATE (owner_agent_id, updated_at) ON leads TO assignment;
