-- A call that was nobody's when it ended may become an agency's later, and is given to somebody then.
GRANT UPDATE (agency_id, lead_id) ON assignments TO assignment;
UPDATE recordings SET agency_id = call_logs.agency_id, updated_at = now()
FROM call_logs WHERE call_logs.id = recordings.call_id AND recordings.agency_id IS NULL AND call_logs.agency_id IS NOT NULL;
