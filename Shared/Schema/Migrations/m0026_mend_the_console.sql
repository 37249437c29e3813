-- A call that was nobody's when it ended may become an agency's later, and is given to somebody then.
GRANT UPDATE (agency_id, lead_id) ON assignments TO assignment;
UPDATE recordings SET agency_id = call_logs.agency_id, updated_at = now()
FROM call_logs WHERE call_logs.id = recordings.call_id AND recordings.agency_id IS NULL AND call_logs.agency_id IS NOT NULL;

-- What somebody typed, in the languages given: "exact phrase", -without, or. A word that is wanted counts in any of its
-- readings; one that is not, in none of them. Words that a language leaves out are looked for only when there are no others.
CREATE OR REPLACE FUNCTION search_query(typed text, languages text[]) RETURNS tsquery
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    given text := searchable(typed);
    configurations regconfig[] := ARRAY(SELECT DISTINCT search_configuration(l) FROM unnest(languages) AS l);
    configuration regconfig;
    parts text[];
    part text;
    as_written tsquery;
    reading tsquery;
    readings tsquery;
    known text[];
    is_common boolean;
    required tsquery;
    common tsquery;
    excluded tsquery;
    result tsquery;
BEGIN
    -- Signs that were put apart belong together.
    IF typed ~ '[\u0E00-\u0E7F\u3040-\u30FF\u3400-\u9FFF\uF900-\uFAFF]' THEN
        RETURN phraseto_tsquery('simple', given);
    END IF;
    parts := ARRAY(SELECT piece[1] FROM regexp_matches(given, '(-*"[^"]*"?|[^\s"]+)', 'g') AS piece);
    FOREACH part IN ARRAY parts || 'or'::text LOOP
        IF lower(part) = 'or' THEN
            required := coalesce(required, common);
            required := coalesce(required && excluded, required, excluded);
            result := coalesce(result || required, required, result);
            required := NULL;
            common := NULL;
            excluded := NULL;
            CONTINUE;
        END IF;
        as_written := websearch_to_tsquery('simple', ltrim(part, '-'));
        CONTINUE WHEN numnode(as_written) = 0;
        readings := as_written;
        known := ARRAY[as_written::text];
        is_common := false;
        FOREACH configuration IN ARRAY configurations LOOP
            reading := websearch_to_tsquery(configuration, ltrim(part, '-'));
            IF numnode(reading) = 0 THEN
                is_common := true;
            ELSIF reading::text <> ALL (known) THEN
                readings := readings || reading;
                known := known || reading::text;
            END IF;
        END LOOP;
        IF part LIKE '-%' THEN
            excluded := coalesce(excluded && !! readings, !! readings);
        ELSIF is_common THEN
            common := coalesce(common && as_written, as_written);
        ELSE
            required := coalesce(required && readings, readings);
        END IF;
    END LOOP;
    IF result IS NULL THEN
        RETURN websearch_to_tsquery('simple', '');
    END IF;
    RETURN result;
END
$$;

-- What an agency no longer has at Vapi is taken off its list. The policy is there already.
GRANT DELETE ON agency_vapi_resources TO dashboard;
