-- For pgbench: what one webhook makes durable, in a transaction of its own: the look-ups, the raw event, the call and the
-- outbox row, as a server without batches would send them: single-row statements, prepared, in two round trips. The
-- deletion from the outbox is left out, which favours this side.
\set i :i + 1
\set lead :i % :leads
\startpipeline
BEGIN;
SELECT * FROM call_logs WHERE vapi_call_id = :prefix || lpad(:client_id::text, 4, '0') || lpad(:i::text, 8, '0') FOR UPDATE;
SELECT agency.id, numbered.id
FROM (SELECT 'pn_bench'::text AS phone_number_id, '+1512' || lpad(:lead::text, 7, '0') AS number) seen
LEFT JOIN agency_vapi_resources line ON line.vapi_id = seen.phone_number_id
LEFT JOIN agencies agency ON agency.id = line.agency_id
LEFT JOIN leads numbered ON numbered.agency_id = agency.id AND numbered.phone = seen.number;
\endpipeline
\startpipeline
INSERT INTO webhook_events (
    id, received_at, source, type, provider_call_id, call_id, agency_id, disposition, headers, body, traceparent)
VALUES (
    (:prefix || lpad(:client_id::text, 4, '0') || lpad(:i::text, 8, '0'))::uuid, now(), 'vapi', 'end-of-call-report',
    :prefix || lpad(:client_id::text, 4, '0') || lpad(:i::text, 8, '0'),
    (:prefix || lpad(:client_id::text, 4, '0') || lpad(:i::text, 8, '0'))::uuid, :agency::uuid, 'applied',
    '{"content-type":"application/json","user-agent":"wrk"}'::jsonb, :body::bytea,
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01');
INSERT INTO call_logs (
    id, agency_id, lead_id, vapi_call_id, status, outcome, ended_reason, direction, customer_number, customer_name,
    vapi_phone_number_id, vapi_assistant_id, retryable, conversation_happened, duration_seconds, recording_url,
    transcript, summary, language, metadata, started_at, ended_at, report_received_at, announced_at)
VALUES (
    (:prefix || lpad(:client_id::text, 4, '0') || lpad(:i::text, 8, '0'))::uuid, :agency::uuid, NULL,
    :prefix || lpad(:client_id::text, 4, '0') || lpad(:i::text, 8, '0'), 'completed', 'conversation',
    'customer-ended-call', 'outbound', '+1512' || lpad(:lead::text, 7, '0'), NULL, 'pn_bench', 'asst_bench', false,
    true, 135, 'https://storage.example/recording.wav', :transcript::text, :summary::text, 'en', :metadata::jsonb,
    now(), now(), now(), now());
INSERT INTO outbox (id, aggregate_id, routing_key, event_type, body, claimed_until)
SELECT (:prefix || lpad(:client_id::text, 4, '0') || lpad(:i::text, 8, '0'))::uuid,
    :prefix || lpad(:client_id::text, 4, '0') || lpad(:i::text, 8, '0'), 'call.ended', 'io.thavon.call.ended.v1',
    :event::bytea, now() + interval '1 hour'
RETURNING id;
COMMIT;
\endpipeline
