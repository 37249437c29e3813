-- What follows from calls: appointments, calls that are tried again, messages, notes, webhooks.

-- step: appointments
-- An agent's follow one another through the year, an hour apart at least.
INSERT INTO appointments (
    id, agency_id, lead_id, agent_id, call_id, scheduled_at, ends_at, status, notes, time_zone, language, source, version,
    created_at, updated_at)
SELECT pg_temp.key('c5', agency, n), agency_id, lead_id, pg_temp.key('c1', agency, agent), id, at, at + interval '45 minutes',
    CASE WHEN at > now() THEN CASE WHEN n % 11 = 0 THEN 'cancelled' ELSE 'scheduled' END
        WHEN n % 9 = 0 THEN 'no_show' WHEN n % 7 = 0 THEN 'cancelled' WHEN n % 13 = 0 THEN 'scheduled' ELSE 'completed' END,
    CASE WHEN n % 4 = 0 THEN 'Bring the last invoice.' END, zone, tag, 'call', (n % 3)::integer, called_at, called_at
FROM (
    SELECT c.n, c.agency, c.agency_id, c.lead_id, c.agent, c.id, c.at AS called_at, a.zone, l.language AS tag,
        date_trunc('hour', now() - interval '363 days')
            + (row_number() OVER agent * 380 * 24 / (1 + count(*) OVER (PARTITION BY c.agency, c.agent))) * interval '1 hour' AS at
    FROM console_calls c JOIN console_agencies a ON a.number = c.agency JOIN console_languages l ON l.number = c.language
    WHERE c.outcome = 'conversation' AND c.agent IS NOT NULL AND c.lead_id IS NOT NULL AND pg_temp.part(c.n, 60) < 0.09
    WINDOW agent AS (PARTITION BY c.agency, c.agent ORDER BY c.n)
) AS booked;
INSERT INTO appointment_changes (id, appointment_id, change, version, actor, scheduled_at, at)
SELECT gen_random_uuid(), id, CASE WHEN number = 0 THEN 'booked' ELSE 'moved' END, number, 'assistant', scheduled_at, created_at
FROM appointments, LATERAL generate_series(0, version) AS number;

-- step: calls tried again
INSERT INTO call_retries (
    id, call_id, lead_id, agency_id, retry_count, scheduled_at, status, kind, reason, due_at, created_at, updated_at)
SELECT pg_temp.key('c6', 0, n), id, lead_id, agency_id, 1 + (n % 3)::integer, at + interval '2 hours', fate, 'retry',
    CASE WHEN fate = 'cancelled' THEN 'reached' WHEN fate = 'failed' THEN 'calls_used_up'
        WHEN fate = 'pending' AND n % 2 = 0 THEN 'outside_hours' END,
    CASE WHEN fate = 'pending' THEN now() + (n % 1440) * interval '1 minute' ELSE 'infinity' END, at, at
FROM (
    SELECT *, CASE WHEN at > now() - interval '2 days' THEN CASE WHEN row_number() OVER (PARTITION BY lead_id ORDER BY n DESC) = 1
            THEN 'pending' ELSE 'completed' END
        WHEN n % 10 = 0 THEN 'cancelled' WHEN n % 23 = 0 THEN 'failed' ELSE 'completed' END AS fate
    FROM console_calls
    WHERE outcome IN ('voicemail', 'no_answer', 'busy') AND lead_id IS NOT NULL AND direction = 'outbound') AS c
ORDER BY n;
INSERT INTO call_attempts (
    id, retry_id, agency_id, lead_id, account, phone, state, vapi_call_id, call_id, requested_at, placed_at, ended_at)
SELECT pg_temp.key('c7', 0, c.n), r.id, r.agency_id, r.lead_id, 'vapi', d.phone, 'ended', r.call_id::text, r.call_id,
    c.at - interval '1 second', c.at, c.at + interval '1 minute'
FROM call_retries r JOIN console_calls c ON c.id = r.call_id JOIN leads d ON d.id = r.lead_id
WHERE d.phone IS NOT NULL ORDER BY c.n;

-- step: messages
-- Partitions as they would have been made month by month and week by week.
DO $$
DECLARE
    policy partition_policies;
    step interval;
    lower_bound timestamptz;
BEGIN
    SET LOCAL timezone = 'UTC';
    FOR policy IN SELECT * FROM partition_policies WHERE table_name IN ('notifications', 'webhook_events') LOOP
        step := ('1 ' || policy.unit)::interval;
        FOR past IN 0..CASE policy.unit WHEN 'month' THEN 12 ELSE 13 END LOOP
            lower_bound := date_trunc(policy.unit, now()) - past * step;
            CONTINUE WHEN to_regclass(policy.table_name || to_char(lower_bound, '_YYYYMMDD')) IS NOT NULL;
            PERFORM make_partition(
                policy.table_name, policy.table_name || to_char(lower_bound, '_YYYYMMDD'), lower_bound, lower_bound + step);
        END LOOP;
    END LOOP;
END
$$;
INSERT INTO notifications (
    id, event_time, agency_id, kind, call_id, lead_id, recipient_kind, recipient_id, channel, address, language, payload, status,
    attempts, provider_message_id, sent_at, receipt, receipt_at, created_at, updated_at)
SELECT gen_random_uuid(), c.at, c.agency_id, 'call.completed', c.id, c.lead_id, person.kind, person.id, 'email', person.address, 'en',
    '{}', CASE WHEN c.n % 50 = 0 THEN 'failed' ELSE 'sent' END, 1, 're_' || c.n || person.kind, c.at + interval '2 seconds',
    CASE WHEN c.n % 50 > 0 THEN 'delivered' END, c.at + interval '4 seconds', c.at, c.at
FROM console_calls c, LATERAL (VALUES
    ('agent', pg_temp.key('c1', c.agency, c.agent), 'agent' || c.agent || '@agency' || c.agency || '.example'),
    ('owner', pg_temp.key('c2', c.agency, 100), 'owner@agency' || c.agency || '.example')) AS person (kind, id, address)
WHERE c.talked AND c.agent IS NOT NULL AND c.outcome IS NOT NULL AND (c.at > now() - interval '30 days' OR c.n % 10 = 0);

-- step: webhooks
INSERT INTO webhook_events (
    id, received_at, source, type, provider_call_id, call_id, agency_id, disposition, headers, body)
SELECT gen_random_uuid(), c.at + make_interval(secs => number * 10), 'vapi',
    CASE number WHEN 2 THEN 'end-of-call-report' ELSE 'status-update' END, c.id::text, c.id, c.agency_id, 'applied',
    '{"content-type": "application/json"}', convert_to('{"message":{"note":"' || repeat(c.id::text, 20) || '"}}', 'UTF8')
FROM console_calls c, generate_series(0, 2) AS number
WHERE c.at > now() - interval '20 days' AND c.outcome IS NOT NULL;

-- step: notes and tasks
INSERT INTO call_notes (id, call_id, agency_id, account_id, author, body, created_at, updated_at)
SELECT gen_random_uuid(), id, agency_id, pg_temp.key('c2', agency, 100), 'Olga Owner', 'Spoke to them again, call ' || n || '.', at, at
FROM console_calls WHERE n % 50 = 0 AND talked;
INSERT INTO tasks (id, agency_id, agent_id, lead_id, call_id, kind, text, created_at, done_at)
SELECT gen_random_uuid(), agency_id, pg_temp.key('c1', agency, agent), lead_id, id, 'call_back', 'They asked to be called back.', at,
    CASE WHEN n % 1500 > 0 THEN at + interval '1 day' END
FROM console_calls WHERE n % 300 = 0 AND talked AND agent IS NOT NULL;
INSERT INTO audit_log (id, agency_id, account_id, actor, action, subject_kind, subject_id, at)
SELECT gen_random_uuid(), agency_id, pg_temp.key('c2', agency, 100), 'Olga Owner', 'calls.open', 'call', id, at
FROM console_calls WHERE n % 60 = 0;

-- step: indexes
DO $$
DECLARE
    index text;
BEGIN
    FOR index IN SELECT definition FROM console_indexes LOOP EXECUTE index; END LOOP;
END
$$;

-- step: statistics
DROP TABLE console_languages, console_agencies, console_indexes, console_texts, console_calls, console_decisions;
RESET session_replication_role;
RESET synchronous_commit;
RESET maintenance_work_mem;
RESET work_mem;
RESET jit;

-- step: vacuum
VACUUM (ANALYZE);
