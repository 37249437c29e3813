-- People can be reminded of an appointment whenever somebody wishes it, and more than once.
ALTER TABLE reminders
    -- Whose wish it was: an account's id, or a word for a machine's. Null: planned by the agency's rules.
    ADD COLUMN requested_by text,
    DROP CONSTRAINT reminders_appointment_id_version_hours_before_key;
CREATE UNIQUE INDEX reminders_planned ON reminders (appointment_id, version, hours_before) WHERE requested_by IS NULL;
-- An appointment's page shows all of them.
DROP INDEX reminders_appointment;
CREATE INDEX reminders_appointment ON reminders (appointment_id, due_at);
