-- Calls of the last twelve months with all that they leave behind.

-- step: transcripts
-- Conversations that calls share, since putting words together and stemming them is what takes the time. Each call has its
-- own first lines, with words that few others have.
CREATE TEMPORARY TABLE console_texts AS
SELECT language, number, text, left(text, 300) AS message, summary, search_words(tag, summary || E'\n' || text) AS words,
    search_words(tag, summary || E'\n' || left(text, 300)) AS message_words
FROM (
    SELECT replace(replace(l.summary, '%s', pg_temp.one_of(l.subjects, n, 42)), '%d', pg_temp.one_of(l.days, n, 43)) AS summary,
        l.number AS language, l.language AS tag, n AS number, (
        SELECT string_agg(CASE WHEN line % 2 = 1 THEN 'User: ' ELSE 'AI: ' END || replace(replace(
                pg_temp.one_of(CASE WHEN line % 2 = 1 THEN l.customer ELSE l.assistant END, n * 100 + line, 20), '%s',
                pg_temp.one_of(l.subjects, n * 100 + line, 21)), '%d', pg_temp.one_of(l.days, n * 100 + line, 22))
                || CASE WHEN line % 5 = 0 THEN ' ' || pg_temp.rare_word(n * 100 + line, 23) || '.' ELSE '' END,
            E'\n' ORDER BY line)
        FROM generate_series(1, 4 + (power(pg_temp.part(n, 24), 2) * CASE l.number WHEN 7 THEN 60 ELSE 40 END)::integer) AS line
    ) AS text
    FROM console_languages l, generate_series(1, greatest(20, least(2500, :calls / 100))) AS n
) AS talked;
CREATE INDEX ON console_texts (language, number);
ANALYZE console_texts;

-- step: calls planned
-- What is decided about each call, once; agencies come up as often as they have a share.
CREATE TEMPORARY TABLE console_calls AS
WITH placed AS (
    SELECT n, (SELECT array_agg(number ORDER BY number DESC) FROM console_agencies, generate_series(1, (share * 10000)::integer)
            )[1 + (pg_temp.part(n, 30) * 9950)::integer] AS agency,
        n::float8 / :calls AS elapsed
    FROM generate_series(1, :calls::bigint) AS n
), timed AS (
    SELECT n, agency, elapsed, CASE WHEN raw >= date_trunc('day', now()) THEN raw
        -- Between seven and nine, when people are called.
        ELSE date_trunc('day', raw) + interval '7 hours' + (raw - date_trunc('day', raw)) * 0.58 END AS at
    FROM placed, LATERAL (SELECT now() - interval '365 days' * (1 - elapsed) - interval '20 seconds' AS raw) r
), chosen AS MATERIALIZED (
    SELECT t.*, a.id AS agency_id, a.leads, a.language AS home,
        -- Those who have come lately are called most.
        greatest(1, least(a.leads,
            ceil((0.08 + 0.92 * elapsed) * a.leads * (1 - power(pg_temp.part(n, 31), 3))))::bigint) AS lead,
        pg_temp.part(n, 32) AS luck, pg_temp.part(n, 33) AS length_luck
    FROM timed t JOIN console_agencies a ON a.number = t.agency
), told AS MATERIALIZED (
    SELECT *, CASE WHEN n > :calls - 12 THEN NULL WHEN luck < 0.42 THEN 'conversation' WHEN luck < 0.44 THEN 'transferred'
            WHEN luck < 0.445 THEN 'transfer_failed' WHEN luck < 0.455 THEN 'opted_out' WHEN luck < 0.465 THEN 'unknown'
            WHEN luck < 0.6 THEN 'voicemail' WHEN luck < 0.87 THEN 'no_answer' WHEN luck < 0.94 THEN 'busy'
            WHEN luck < 0.97 THEN 'platform_fault' WHEN luck < 0.975 THEN 'configuration_fault' ELSE 'failed' END AS outcome,
        pg_temp.lead_owner(agency, lead) AS owner
    FROM chosen
)
SELECT n, agency, agency_id, lead, at, outcome, outcome IS NOT NULL AND luck < 0.455 AS talked, home,
    (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '70008000' || lpad(n::text, 12, '0'))::uuid AS id,
    CASE WHEN pg_temp.part(n, 34) < 0.97 THEN pg_temp.key('c3', agency, lead) END AS lead_id,
    CASE WHEN outcome IS NULL THEN (ARRAY['queued', 'ringing', 'in_progress'])[1 + n % 3]
        WHEN luck < 0.465 THEN 'completed' WHEN luck < 0.87 THEN 'no_answer' WHEN luck < 0.94 THEN 'busy' ELSE 'failed'
        END AS status,
    CASE WHEN pg_temp.part(n, 35) < 0.75 THEN home ELSE (n % 9)::integer END AS language,
    CASE WHEN outcome IS NULL THEN NULL WHEN luck < 0.455 THEN least(3600, (25 - ln(1 - length_luck) * 160)::integer)
        WHEN luck < 0.6 THEN 12 + (length_luck * 30)::integer WHEN luck < 0.87 THEN 0 END AS duration,
    CASE WHEN outcome IS NULL THEN NULL
        WHEN owner IS NOT NULL AND (luck < 0.465 OR pg_temp.part(n, 36) < 0.6) THEN owner
        WHEN luck < 0.455 AND pg_temp.part(n, 36) < 0.94 THEN (n % 8)::integer END AS agent,
    owner IS NOT NULL AS has_owner, 1 + (pg_temp.part(n, 37) * 1000000)::bigint AS text_number,
    CASE WHEN luck < 0.465 THEN true ELSE luck < 0.6 END AND outcome IS NOT NULL AS has_text,
    CASE WHEN n % 12 = 0 THEN 'inbound' WHEN n % 50 = 1 THEN 'web' ELSE 'outbound' END AS direction
FROM told;
ALTER TABLE console_calls ADD PRIMARY KEY (n);
ANALYZE console_calls;

-- step: calls
-- The first lines of a call: who is asked for, and a place that hardly anybody else speaks of.
CREATE FUNCTION pg_temp.opening(greeting text, name text, n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT 'AI: ' || $1 || ' ' || coalesce(nullif(left($2, 80), ''), '…') || E'?\nUser: ' || pg_temp.rare_word($3, 40) || ' '
        || ($3 % 180 + 1)::text || ', ' || pg_temp.rare_word($3 / 7, 41) || E'.\n'
$$;
INSERT INTO call_logs (
    id, agency_id, lead_id, agent_id, vapi_call_id, status, outcome, ended_reason, direction, customer_number, customer_name,
    vapi_phone_number_id, vapi_assistant_id, retryable, conversation_happened, duration_seconds, recording_url, transcript,
    summary, language, metadata, started_at, ended_at, report_received_at, announced_at, assigned_at, created_at, updated_at)
SELECT c.id, c.agency_id, c.lead_id, pg_temp.key('c1', c.agency, c.agent), c.id::text, c.status, c.outcome,
    CASE c.outcome WHEN 'conversation' THEN 'customer-ended-call' WHEN 'transferred' THEN 'assistant-forwarded-call'
        WHEN 'voicemail' THEN 'voicemail' WHEN 'no_answer' THEN 'customer-did-not-answer' WHEN 'busy' THEN 'customer-busy'
        WHEN 'platform_fault' THEN 'assistant-error' WHEN 'configuration_fault' THEN 'license-check-failed'
        WHEN 'failed' THEN 'manually-canceled' ELSE c.outcome END,
    c.direction, d.phone, d.name, 'pn_console_' || c.agency, 'asst_console_' || c.agency,
    coalesce(c.outcome IN ('voicemail', 'no_answer', 'busy', 'platform_fault'), false), c.talked, c.duration,
    CASE WHEN c.has_text THEN 'https://storage.example/' || c.id || '.wav' END,
    CASE WHEN c.has_text THEN pg_temp.opening(l.greeting, d.name, c.n) || CASE WHEN c.talked THEN t.text
        ELSE t.message END END,
    t.summary, l.language,
    CASE WHEN c.talked THEN jsonb_build_object('success_evaluation', (c.n % 3 > 0)::text, 'cost', c.n % 100 / 100.0,
        'structured_data', jsonb_build_object('budget', c.n % 20 * 500, 'interested', c.n % 3 > 0)) ELSE '{}' END,
    CASE WHEN c.outcome IS NOT NULL OR c.status = 'in_progress' THEN c.at + interval '8 seconds' END, e.ended, e.ended, e.ended,
    CASE WHEN c.agent IS NOT NULL THEN e.ended + interval '300 milliseconds' END, c.at, coalesce(e.ended, c.at)
FROM console_calls c
JOIN console_languages l ON l.number = c.language
LEFT JOIN leads d ON d.id = c.lead_id
LEFT JOIN console_texts t ON c.has_text AND t.language = c.language
    AND t.number = 1 + c.text_number % greatest(20, least(2500, :calls / 100)),
LATERAL (SELECT CASE WHEN c.outcome IS NOT NULL
    THEN least(now(), c.at + make_interval(secs => 8 + coalesce(c.duration, 20))) END AS ended) e
ORDER BY c.n;

-- step: long transcripts
UPDATE call_logs SET transcript = transcript || E'\n' || long.text
FROM (SELECT language, string_agg(text, E'\n') AS text FROM (
        SELECT language, text, sum(octet_length(text)) OVER (PARTITION BY language ORDER BY number) AS bytes
        FROM console_texts) AS summed WHERE bytes < 61440 GROUP BY language) AS long
JOIN console_calls c ON c.language = long.language AND c.talked AND c.n % 9973 < 2
WHERE call_logs.id = c.id;

-- step: words of calls
-- What a call shares with others has been stemmed; its own lines are names.
INSERT INTO call_search (call_id, agency_id, words, created_at)
SELECT c.id, c.agency_id, CASE WHEN c.n % 9973 < 2 AND c.talked
        THEN (SELECT search_words(l.language, concat_ws(E'\n', d.name, t.summary, k.transcript)) FROM call_logs k WHERE k.id = c.id)
        ELSE to_tsvector('simple', searchable(concat_ws(E'\n', d.name,
            CASE WHEN c.has_text THEN pg_temp.opening(l.greeting, d.name, c.n) END)))
            || CASE WHEN c.talked THEN t.words WHEN c.has_text THEN t.message_words ELSE '' END END,
    c.at
FROM console_calls c
JOIN console_languages l ON l.number = c.language
LEFT JOIN leads d ON d.id = c.lead_id
LEFT JOIN console_texts t ON c.has_text AND t.language = c.language
    AND t.number = 1 + c.text_number % greatest(20, least(2500, :calls / 100))
WHERE c.outcome IS NOT NULL ORDER BY c.n;

-- step: assignments
-- As the ladder writes them down: every agent with what became of them.
CREATE TEMPORARY TABLE console_decisions AS
SELECT number AS agency, chosen, rule, jsonb_build_object('rule', rule, 'candidates', coalesce((
    SELECT jsonb_agg(jsonb_build_object('agent_id', a.id, 'name', a.name,
        'result', CASE WHEN a.id = chosen_id THEN 'chosen' WHEN rule = 'round_robin' AND a.availability = 'available'
            THEN 'kept' ELSE 'dropped' END,
        'reason', CASE WHEN a.id = chosen_id THEN CASE rule WHEN 'owner' THEN 'owns the lead'
                WHEN 'territory' THEN 'the only candidate' ELSE 'it is their turn' END
            WHEN rule = 'owner' THEN 'the lead belongs to ' || c.name WHEN rule = 'territory' THEN 'has no territory that matches'
            WHEN a.availability = 'away' THEN 'set themselves to away' ELSE 'not their turn yet' END) ORDER BY a.id)
    FROM agents a WHERE a.agency_id = g.id AND rule NOT IN ('not_needed', 'catch_all')), '[]')) AS decision
FROM console_agencies g, (
    SELECT rule, agent AS chosen FROM unnest('{owner,territory,round_robin}'::text[]) AS rule, generate_series(0, 7) AS agent
    UNION ALL SELECT rule, NULL FROM unnest('{not_needed,catch_all}'::text[]) AS rule) r,
LATERAL (SELECT pg_temp.key('c1', number, chosen) AS chosen_id) k LEFT JOIN agents c ON c.id = k.chosen_id;
INSERT INTO assignments (id, call_id, agency_id, lead_id, agent_id, rule, decision, decided_at)
SELECT pg_temp.key('c4', 0, c.n), c.id, c.agency_id, c.lead_id, pg_temp.key('c1', c.agency, c.agent), d.rule, d.decision,
    k.announced_at + interval '300 milliseconds'
FROM console_calls c JOIN call_logs k ON k.id = c.id
JOIN console_decisions d ON d.agency = c.agency AND d.chosen IS NOT DISTINCT FROM c.agent
    AND d.rule = CASE WHEN c.agent IS NULL THEN CASE WHEN c.talked THEN 'catch_all' ELSE 'not_needed' END
        WHEN c.has_owner THEN 'owner' WHEN c.n % 3 = 0 THEN 'territory' ELSE 'round_robin' END
WHERE c.outcome IS NOT NULL ORDER BY c.n;

-- step: follow-ups
INSERT INTO follow_ups (
    call_id, agency_id, lead_id, agent_id, assigned_at, call_ended_at, began_at, stage, due_at, opened_at, first_opened_at,
    escalated_at, created_at, updated_at)
SELECT c.id, c.agency_id, c.lead_id, pg_temp.key('c1', c.agency, c.agent), k.assigned_at, k.ended_at, k.assigned_at,
    CASE WHEN o.at IS NOT NULL THEN 'opened' WHEN c.talked AND k.ended_at < now() - interval '1 day' THEN 'escalated'
        ELSE 'assigned' END,
    CASE WHEN o.at IS NULL AND c.talked AND k.ended_at >= now() - interval '1 day' THEN now() + interval '1 hour' END, o.at, o.at,
    CASE WHEN o.at IS NULL AND c.talked AND k.ended_at < now() - interval '1 day' THEN k.ended_at + interval '2 hours' END,
    k.assigned_at, k.assigned_at
FROM console_calls c JOIN call_logs k ON k.id = c.id, LATERAL (
    SELECT CASE WHEN pg_temp.part(c.n, 50) < 0.97 AND k.assigned_at - ln(1 - pg_temp.part(c.n, 51)) * interval '9 minutes' < now()
        THEN k.assigned_at - ln(1 - pg_temp.part(c.n, 51)) * interval '9 minutes' END AS at) o
WHERE c.agent IS NOT NULL ORDER BY c.n;

-- step: recordings
INSERT INTO recordings (
    call_id, agency_id, status, reason, object_key, content_type, bytes, duration_seconds, source, attempts, due_at, stored_at,
    deleted_at, created_at, updated_at)
SELECT id, agency_id, kept, CASE kept WHEN 'absent' THEN 'none_at_provider' WHEN 'failed' THEN 'not_found' END,
    CASE kept WHEN 'stored' THEN agency_id || '/' || id || '.wav' END, CASE kept WHEN 'stored' THEN 'audio/wav' END,
    CASE kept WHEN 'stored' THEN 44 + 16000 * duration END, CASE kept WHEN 'stored' THEN duration END, 'link', 1,
    CASE kept WHEN 'waiting' THEN now() + interval '1 minute' ELSE 'infinity' END,
    CASE kept WHEN 'stored' THEN at + interval '10 minutes' END, CASE kept WHEN 'deleted' THEN at + interval '30 days' END, at, at
FROM (
    SELECT *, CASE WHEN NOT has_text THEN 'absent' WHEN at > now() - interval '3 minutes' THEN 'waiting'
        WHEN n % 97 = 0 THEN 'failed' WHEN n % 89 = 0 THEN 'deleted' ELSE 'stored' END AS kept
    FROM console_calls WHERE outcome IS NOT NULL) AS c
ORDER BY n;
