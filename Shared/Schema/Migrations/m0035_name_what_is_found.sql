-- What a list finds is what its rows show.

-- As before, but for leads that are booked: an agent's are those who meet that agent, as their badge says. Whom colleagues meet is
-- not theirs to find out.
CREATE OR REPLACE FUNCTION find_leads(
    typed text, digits text, owner uuid, unassigned boolean, spoken text, origin text, state text, before_time timestamptz,
    before_id uuid, most bigint
) RETURNS TABLE (id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan SET enable_seqscan = off SET jit = off ROWS 50 AS $$
DECLARE
    -- Values rather than functions, so that the planner knows them.
    whose uuid := viewer_agency();
    mine uuid := CASE WHEN NOT viewer_is_owner() THEN viewer_agent() END;
    -- lead_text puts blanks between its parts.
    piece text := '%' || replace(replace(replace(
        trim(lead_text(typed, NULL, NULL)), '\', '\\'), '%', '\%'), '_', '\_') || '%';
    number text := '%' || digits || '%';
BEGIN
    IF NOT viewer_is_owner() AND mine IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT l.id FROM leads l
    WHERE l.agency_id = whose
        AND (mine IS NULL OR l.id IN (
            SELECT o.id FROM leads o WHERE o.owner_agent_id = mine
            UNION ALL SELECT c.lead_id FROM call_logs c WHERE c.agent_id = mine
            UNION ALL SELECT a.lead_id FROM appointments a WHERE a.agency_id = whose AND a.agent_id = mine))
        AND (typed IS NULL OR l.search_text LIKE piece OR (digits IS NOT NULL AND l.search_text LIKE number))
        AND (owner IS NULL OR l.owner_agent_id = owner) AND (NOT unassigned OR l.owner_agent_id IS NULL)
        AND (spoken IS NULL OR split_part(l.preferred_language, '-', 1) = spoken)
        AND (origin IS NULL OR l.source = origin)
        AND (before_time IS NULL OR (l.created_at, l.id) < (before_time, before_id))
        AND CASE state
            WHEN 'callable' THEN l.phone IS NOT NULL AND l.consent_kind IS DISTINCT FROM 'refused' AND NOT EXISTS (
                SELECT FROM do_not_call d WHERE d.agency_id = whose AND d.phone = l.phone)
            WHEN 'opted-out' THEN l.consent_kind = 'refused' OR EXISTS (
                SELECT FROM do_not_call d WHERE d.agency_id = whose AND d.phone = l.phone)
            WHEN 'no-number' THEN l.phone IS NULL
            WHEN 'booked' THEN EXISTS (
                SELECT FROM appointments a WHERE a.lead_id = l.id AND a.status = 'scheduled' AND a.scheduled_at > now()
                    AND (mine IS NULL OR a.agent_id = mine))
            ELSE true END
    ORDER BY l.created_at DESC, l.id DESC LIMIT most;
END
$$;

-- A call is found by the name that its row shows, too: the lead's, where the call itself has none or another.
UPDATE call_search s SET words = s.words || search_words(c.language, l.name)
FROM call_logs c JOIN leads l ON l.id = c.lead_id
WHERE s.call_id = c.id AND l.name <> '' AND l.name IS DISTINCT FROM c.customer_name;
