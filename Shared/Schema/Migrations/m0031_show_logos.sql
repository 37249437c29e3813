-- A picture at the top of an agency's mails. The console takes it and gives it to mail readers; which one it is, if any, is
-- written with the rest of what the mails say by the notifier. A picture that is no longer used stays for the mails that have
-- gone out with it.
CREATE TABLE mail_logos (
    agency_id uuid NOT NULL REFERENCES agencies,
    -- Under which it is served: whoever has not seen a mail with it cannot guess that.
    hash bytea NOT NULL,
    media_type text NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg')),
    -- In pixels, as the picture itself says.
    width integer NOT NULL CHECK (width BETWEEN 1 AND 2000),
    height integer NOT NULL CHECK (height BETWEEN 1 AND 2000),
    bytes bytea NOT NULL CHECK (octet_length(bytes) <= 204800),
    -- When it was last sent to us.
    added_at timestamptz NOT NULL DEFAULT now(),
    CHECK (hash = sha256(bytes)),
    -- The hash first: mail readers know nothing else.
    PRIMARY KEY (hash, agency_id)
);
CREATE INDEX mail_logos_agency ON mail_logos (agency_id, added_at);
-- Pictures are small already.
ALTER TABLE mail_logos ALTER COLUMN bytes SET STORAGE EXTERNAL;
GRANT SELECT, INSERT, DELETE, UPDATE (added_at) ON mail_logos TO dashboard;
GRANT SELECT (agency_id, hash, width, height) ON mail_logos TO notifier;

ALTER TABLE mail_logos ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DO $$
DECLARE
    owner text := '(agency_id = (SELECT viewer_agency()) AND (SELECT viewer_is_owner()))';
BEGIN
    EXECUTE format('CREATE POLICY administration ON mail_logos TO %I USING (true) WITH CHECK (true)', current_user);
    EXECUTE format('CREATE POLICY console_sees ON mail_logos FOR SELECT TO dashboard USING (%s)', owner);
    EXECUTE format('CREATE POLICY console_adds ON mail_logos FOR INSERT TO dashboard WITH CHECK (%s)', owner);
    EXECUTE format(
        'CREATE POLICY console_changes ON mail_logos FOR UPDATE TO dashboard USING (%s) WITH CHECK (%s)', owner, owner);
    EXECUTE format('CREATE POLICY console_removes ON mail_logos FOR DELETE TO dashboard USING (%s)', owner);
END
$$;
CREATE POLICY services ON mail_logos FOR SELECT TO notifier USING (true);

-- An agency's own, and one that is there as long as it is named.
ALTER TABLE mail_settings ADD COLUMN logo_hash bytea,
    ADD FOREIGN KEY (logo_hash, agency_id) REFERENCES mail_logos (hash, agency_id);

-- A picture for whoever knows its hash: mail readers have not signed in. It is the same whosever it is.
CREATE FUNCTION mail_logo(wanted bytea) RETURNS TABLE (media_type text, bytes bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.media_type, l.bytes FROM mail_logos l WHERE l.hash = wanted LIMIT 1
$$;
REVOKE ALL ON FUNCTION mail_logo(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mail_logo(bytea) TO dashboard;
