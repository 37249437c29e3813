-- What somebody said about where a lead is and what they speak, apart from what was made of a number, a postcode or a country:
-- a later form with another postcode must be able to put that right. `time_zone` is what times are shown in.
ALTER TABLE leads
    ADD COLUMN time_zone_given text,
    ADD COLUMN language_is_given boolean NOT NULL DEFAULT false;
GRANT UPDATE (time_zone_given, language_is_given) ON leads TO "webhook-ingest", dashboard;

-- The assistant that was asked for: an uncertain call is looked for among its calls, whatever the agency has changed since.
ALTER TABLE call_attempts ADD COLUMN assistant_id text;

-- The provider said that it takes no more calls for the moment, whoever asks: lines of the account are in use elsewhere, or its
-- requests are used up.
ALTER TABLE dial_accounts
    ADD COLUMN paused_until timestamptz,
    ADD COLUMN pause_reason text;

-- Nothing of the schedulers' reads who may sign in.
REVOKE SELECT (id, agency_id, role, name, email, language, active) ON accounts FROM "retry-scheduler";
