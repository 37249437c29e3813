-- What did not arrive is little of what was sent: found without reading the rest.
CREATE INDEX notifications_troubled ON notifications (agency_id, event_time DESC, id)
    WHERE status IN ('failed', 'unknown', 'parked') OR receipt IN ('failed', 'bounced', 'suppressed');
