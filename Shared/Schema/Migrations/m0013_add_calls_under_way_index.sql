-- Whether somebody is on a call, or being called: as long as what is under way.
CREATE INDEX call_attempts_under_way ON call_attempts (agency_id, phone) WHERE state IN ('dialling', 'uncertain', 'placed');
