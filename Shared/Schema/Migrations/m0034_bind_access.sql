-- Whoever had the old address of somebody's account keeps nothing of it: neither the password, nor sessions, nor tokens, nor links.
CREATE FUNCTION forget_access_of(account uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT coalesce(viewer_is_owner(), false)
        OR NOT EXISTS (SELECT FROM accounts a WHERE a.id = account AND a.agency_id = viewer_agency()) THEN
        RETURN;
    END IF;
    PERFORM end_sessions_of(account);
    UPDATE account_tokens SET revoked_at = now() WHERE account_id = account AND revoked_at IS NULL;
    DELETE FROM account_passwords WHERE account_id = account;
END
$$;
REVOKE ALL ON FUNCTION forget_access_of(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_access_of(uuid) TO dashboard;

-- Whether a number or an assistant at Vapi has another agency's latest calls: then it is not the viewer's to claim, which would
-- have them come to the viewer. A line that several agencies share is nobody's.
CREATE FUNCTION is_others_vapi_resource(id text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM agencies a CROSS JOIN LATERAL (
            SELECT c.vapi_phone_number_id, c.vapi_assistant_id FROM call_logs c WHERE c.agency_id = a.id
            ORDER BY c.created_at DESC, c.id DESC LIMIT 1000
        ) AS latest
        WHERE a.id <> viewer_agency() AND is_others_vapi_resource.id IN (latest.vapi_phone_number_id, latest.vapi_assistant_id))
$$;
REVOKE ALL ON FUNCTION is_others_vapi_resource(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_others_vapi_resource(text) TO dashboard;

-- An owner is told things by their own clock.
GRANT SELECT (time_zone) ON accounts TO notifier;

-- What whoever validates it writes nobody else can: a column cannot be taken out of a grant on the whole table.
REVOKE INSERT, UPDATE ON agencies FROM dashboard;
REVOKE UPDATE ON agents FROM dashboard;
GRANT UPDATE (name, time_zone, default_language, default_country, updated_at) ON agencies TO dashboard;
GRANT UPDATE (
    name, email, phone, language_preference, time_zone, languages, working_hours, hours_exceptions, weight, calls_per_day,
    availability, active, updated_at
) ON agents TO dashboard;
