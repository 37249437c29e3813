-- How an agency's mails say whose they are. An agency without a row has mails that look like ours. The notifier, which makes the
-- mails of it, checks and writes it; what would break a mail's header cannot stand here whoever writes it.
CREATE TABLE mail_settings (
    agency_id uuid PRIMARY KEY REFERENCES agencies,
    sender_name text CHECK (sender_name <> '' AND length(sender_name) <= 200 AND sender_name !~ '[[:cntrl:]<>@]'),
    reply_to text CHECK (reply_to ~ '^[^@[:space:][:cntrl:]<>,;"]+@[^@[:space:][:cntrl:]<>,;"]+$' AND length(reply_to) <= 254),
    accent text CHECK (accent ~ '^#[0-9a-f]{6}$'),
    footer text CHECK (footer <> '' AND length(footer) <= 2000),
    version integer NOT NULL DEFAULT 1,
    changed_by text NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT, UPDATE ON mail_settings TO notifier;
GRANT SELECT ON mail_settings TO dashboard;

ALTER TABLE mail_settings ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DO $$
BEGIN
    EXECUTE format('CREATE POLICY administration ON mail_settings TO %I USING (true) WITH CHECK (true)', current_user);
END
$$;
CREATE POLICY services ON mail_settings TO notifier USING (true) WITH CHECK (true);
CREATE POLICY console_sees ON mail_settings FOR SELECT TO dashboard
    USING (agency_id = (SELECT viewer_agency()) AND (SELECT viewer_is_owner()));
