-- Counts a try to sign in before anybody looks at it, so that many at once cannot all be first; returns until when there is none
-- under one of these keys, and null when this one may go on. One that may not is not counted.
--
-- After 5 within a quarter of an hour for an address of mail, or 30 for one of the network (a whole office may be behind it),
-- nobody gets a try for a minute; then each one more is followed by twice the time, up to an hour. All that is forgotten when
-- an hour has gone by since the last block was over.
CREATE FUNCTION count_sign_in_try(keys text[]) RETURNS timestamptz LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    until timestamptz;
BEGIN
    INSERT INTO sign_in_limits (key) SELECT DISTINCT wanted FROM unnest(keys) AS wanted ORDER BY wanted
    ON CONFLICT DO NOTHING;
    -- In order, so that two tries do not wait for each other.
    PERFORM FROM sign_in_limits l WHERE l.key = ANY (keys) ORDER BY l.key FOR UPDATE;
    SELECT max(l.blocked_until) INTO until FROM sign_in_limits l
    WHERE l.key = ANY (keys) AND l.blocked_until > clock_timestamp();
    IF until IS NOT NULL THEN
        RETURN until;
    END IF;
    UPDATE sign_in_limits l SET
        failures = counted.tries,
        window_began_at = CASE WHEN counted.tries = 1 THEN clock_timestamp() ELSE l.window_began_at END,
        blocked_until = CASE WHEN counted.tries >= counted.most THEN clock_timestamp()
            + least(interval '1 hour', interval '1 minute' * power(2, least(6, counted.tries - counted.most))) END
    FROM (
        SELECT known.key, known.most, CASE
            WHEN known.failures >= known.most AND known.blocked_until < clock_timestamp() - interval '1 hour'
                OR known.failures < known.most AND known.window_began_at < clock_timestamp() - interval '15 minutes'
            THEN 1 ELSE known.failures + 1 END AS tries
        FROM (
            SELECT r.key, r.failures, r.window_began_at, r.blocked_until,
                CASE WHEN r.key LIKE 'mail:%' THEN 5 ELSE 30 END AS most
            FROM sign_in_limits r WHERE r.key = ANY (keys)
        ) AS known
    ) AS counted
    WHERE l.key = counted.key;
    RETURN NULL;
END
$$;

-- The right password: the address of mail begins anew, and the one of the network has one try in vain less.
CREATE FUNCTION forget_sign_in_try(keys text[]) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM sign_in_limits l WHERE l.key = ANY (keys) ORDER BY l.key FOR UPDATE;
    DELETE FROM sign_in_limits WHERE key = ANY (keys) AND key LIKE 'mail:%';
    UPDATE sign_in_limits SET failures = greatest(0, failures - 1),
        blocked_until = CASE WHEN failures > 30 THEN blocked_until END
    WHERE key = ANY (keys);
END
$$;

-- Ends somebody's sessions for an owner of their agency: a session is nobody's to see but its own.
CREATE FUNCTION end_sessions_of(account uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE sessions SET revoked_at = now()
    WHERE account_id = account AND agency_id = viewer_agency() AND viewer_is_owner() AND revoked_at IS NULL
$$;
-- Those of accounts that are off by now would come back with them.
UPDATE sessions s SET revoked_at = now() FROM accounts a WHERE a.id = s.account_id AND NOT a.active AND s.revoked_at IS NULL;

-- Forgets tries that count no more, and sessions that have been over for 30 days. Returns how many rows it has removed; what is
-- left is for the next time.
CREATE FUNCTION forget_sign_ins() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    tries bigint;
    over bigint;
BEGIN
    DELETE FROM sign_in_limits WHERE key IN (
        SELECT old.key FROM sign_in_limits old
        WHERE old.window_began_at < now() - interval '1 day'
            AND coalesce(old.blocked_until < now() - interval '1 day', true)
        LIMIT 20000 FOR UPDATE SKIP LOCKED);
    GET DIAGNOSTICS tries = ROW_COUNT;
    DELETE FROM sessions WHERE id IN (
        SELECT old.id FROM sessions old
        WHERE old.expires_at < now() - interval '30 days' OR old.revoked_at < now() - interval '30 days'
            OR old.last_seen_at < now() - interval '44 days'
        LIMIT 20000 FOR UPDATE SKIP LOCKED);
    GET DIAGNOSTICS over = ROW_COUNT;
    RETURN tries + over;
END
$$;
REVOKE ALL ON FUNCTION count_sign_in_try(text[]), forget_sign_in_try(text[]), end_sessions_of(uuid), forget_sign_ins()
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION count_sign_in_try(text[]), forget_sign_in_try(text[]), end_sessions_of(uuid), forget_sign_ins()
    TO dashboard;
