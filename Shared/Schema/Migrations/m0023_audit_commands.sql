-- What another service did for somebody and what the log says of it belong together: a command without an entry of its own is
-- shown by itself. A command that is answered twice is noted once.
ALTER TABLE audit_log ADD COLUMN command_id uuid;
CREATE UNIQUE INDEX audit_log_command ON audit_log (command_id) WHERE command_id IS NOT NULL;
