-- What an agency's people start from; an agent's own settings go over it.
ALTER TABLE agencies ADD COLUMN notification_preferences jsonb NOT NULL DEFAULT '{}';
GRANT UPDATE (notification_preferences) ON agencies TO dashboard;

-- What a message is about, beside a call.
ALTER TABLE notifications
    ADD COLUMN lead_id uuid REFERENCES leads,
    ADD COLUMN appointment_id uuid REFERENCES appointments;
CREATE INDEX notifications_appointment ON notifications (appointment_id) WHERE appointment_id IS NOT NULL;
CREATE INDEX notifications_lead ON notifications (lead_id) WHERE lead_id IS NOT NULL;
-- Looking for work touches what is due on one channel, whatever waits on others.
DROP INDEX notifications_due;
CREATE INDEX notifications_due ON notifications (channel, next_attempt_at) WHERE status IN ('pending', 'sending', 'parked');
