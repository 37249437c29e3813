-- Agencies, their people and their leads. `:leads` and `:calls` are how many there shall be. Everything is made of the row's
-- own number, so that the same sizes give the same data, but for the day on which it is made.

-- step: settings
SET session_replication_role = replica;
SET synchronous_commit = off;
SET maintenance_work_mem = '1GB';
SET work_mem = '256MB';
SET jit = off;

-- Evenly spread over [0, 1); `salt` tells the questions apart that are asked about one row.
CREATE FUNCTION pg_temp.part(number bigint, salt bigint) RETURNS float8 LANGUAGE sql IMMUTABLE AS
    $$ SELECT (hashint8extended($1, $2) & 1048575)::float8 / 1048576 $$;
CREATE FUNCTION pg_temp.one_of(choices text[], number bigint, salt bigint) RETURNS text LANGUAGE sql IMMUTABLE AS
    $$ SELECT $1[1 + (pg_temp.part($2, $3) * cardinality($1))::integer % cardinality($1)] $$;
-- The ids of a kind in an agency: readable, and in the order in which the rows were made.
CREATE FUNCTION pg_temp.key(kind text, agency integer, number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
    $$ SELECT ($1 || lpad(to_hex($2), 6, '0') || '-0000-4000-8000-' || lpad($3::text, 12, '0'))::uuid $$;
-- Which of an agency's eight agents has a lead: 0 to 7, or nobody.
CREATE FUNCTION pg_temp.lead_owner(agency integer, lead bigint) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN pg_temp.part($1 * 1000000::bigint + $2, 1) > 0.25
        THEN (pg_temp.part($1 * 1000000::bigint + $2, 2) * 8)::integer % 8 END
$$;
-- A word that hardly anybody else says.
CREATE FUNCTION pg_temp.rare_word(number bigint, salt bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT initcap(
        pg_temp.one_of('{bra,kel,mon,tur,vas,wes,hal,gri,lor,pen,sal,dor,fen,kir,nor,zan}', $1, $2)
        || pg_temp.one_of('{a,en,i,ou,er,el,on,ar}', $1, $2 + 100)
        || pg_temp.one_of('{dale,ford,mar,brook,stein,ville,berg,wick,monte,sund,garth,tal,burn,shire,holm,gate}', $1, $2 + 200)
        || pg_temp.one_of('{"",s,er,o,a,ia,um,ly}', $1, $2 + 300))
$$;

-- step: agencies
-- The first has 15 % of everything, the next four 5 % each, the others ever less.
CREATE TEMPORARY TABLE console_agencies AS
SELECT number, pg_temp.key('c0', number, 0) AS id, share,
    greatest(20, (share * :leads)::integer) AS leads, language, country, prefix, zone
FROM (
    SELECT number, CASE WHEN number = 1 THEN 0.15 WHEN number <= 5 THEN 0.05 ELSE 0.65 * (51 - number) / 1035.0 END AS share,
        (number - 1) % 12 AS place
    FROM generate_series(1, 50) AS number
) AS shared
JOIN (VALUES
    (0, 0, 'US', '+1512', 'America/Chicago'), (1, 1, 'DE', '+4930', 'Europe/Berlin'),
    (2, 2, 'ES', '+3491', 'Europe/Madrid'), (3, 3, 'FR', '+331', 'Europe/Paris'), (4, 4, 'BR', '+5511', 'America/Sao_Paulo'),
    (5, 5, 'IT', '+3906', 'Europe/Rome'), (6, 6, 'TR', '+90212', 'Europe/Istanbul'), (7, 7, 'JP', '+813', 'Asia/Tokyo'),
    (8, 8, 'AE', '+9714', 'Asia/Dubai'), (9, 0, 'GB', '+4420', 'Europe/London'),
    (10, 2, 'MX', '+5255', 'America/Mexico_City'), (11, 4, 'PT', '+35121', 'Europe/Lisbon')
) AS places (place, language, country, prefix, zone) USING (place);

INSERT INTO agencies (id, name, time_zone, default_language, default_country, created_at)
SELECT a.id, initcap(pg_temp.rare_word(a.number, 9)) || ' & ' || l.last_names[1 + a.number % 16], zone, l.language, country,
    now() - interval '400 days'
FROM console_agencies a JOIN console_languages l ON l.number = a.language;
INSERT INTO agency_vapi_resources (vapi_id, agency_id, kind, label)
SELECT kind || '_console_' || number, id, CASE kind WHEN 'pn' THEN 'phone_number' ELSE 'assistant' END, 'Main'
FROM console_agencies, unnest('{pn,asst}'::text[]) AS kind;
INSERT INTO agents (id, agency_id, name, email, phone, languages, time_zone, active, availability, created_at)
SELECT pg_temp.key('c1', a.number, agent), a.id,
    l.first_names[1 + (a.number + agent * 3) % 16] || ' ' || l.last_names[1 + (a.number * 5 + agent) % 16],
    'agent' || agent || '@agency' || a.number || '.example', prefix || lpad((a.number * 10 + agent)::text, 6, '9'),
    CASE WHEN agent < 6 THEN '{}' ELSE ARRAY[l.language, 'en'] END, zone, agent <> 7 OR a.number % 5 > 0,
    CASE WHEN agent = 5 THEN 'away' ELSE 'available' END, now() - interval '400 days'
FROM console_agencies a JOIN console_languages l ON l.number = a.language, generate_series(0, 7) AS agent;
INSERT INTO accounts (id, agency_id, role, name, email, language, agent_id)
SELECT pg_temp.key('c2', number, 100), id, 'owner', 'Olga Owner ' || number, 'owner@agency' || number || '.example', 'en', NULL
FROM console_agencies
UNION ALL
SELECT pg_temp.key('c2', number, agent), a.agency_id, 'agent', a.name, a.email, NULL, a.id
FROM console_agencies g, generate_series(0, 7) AS agent, agents a WHERE a.id = pg_temp.key('c1', number, agent);
INSERT INTO agent_territories (id, agency_id, agent_id, pattern)
SELECT pg_temp.key('c9', number, agent), id, pg_temp.key('c1', number, agent), country || ' ' || agent || '*'
FROM console_agencies, generate_series(0, 4) AS agent;
INSERT INTO calendar_connections (id, agency_id, agent_id, status, account, broken_at, broken_reason, synced_at)
SELECT pg_temp.key('c8', number, agent), id, pg_temp.key('c1', number, agent),
    CASE WHEN (number + agent) % 17 = 0 THEN 'broken' ELSE 'connected' END, 'agent' || agent || '@gmail.example',
    CASE WHEN (number + agent) % 17 = 0 THEN now() - interval '1 day' END,
    CASE WHEN (number + agent) % 17 = 0 THEN 'revoked' END, now() - interval '3 minutes'
FROM console_agencies, generate_series(0, 5) AS agent;

-- step: indexes dropped
-- Made anew at the end, which takes a fraction of the time.
CREATE TEMPORARY TABLE console_indexes AS
SELECT pg_get_indexdef(indexrelid) AS definition, indexrelid::regclass::text AS name
FROM pg_index WHERE NOT indisunique AND NOT indisexclusion AND indrelid IN (
    'leads'::regclass, 'call_logs'::regclass, 'call_search'::regclass, 'assignments'::regclass, 'follow_ups'::regclass,
    'recordings'::regclass, 'call_retries'::regclass, 'call_attempts'::regclass);
DO $$
DECLARE
    index text;
BEGIN
    FOR index IN SELECT name FROM console_indexes LOOP EXECUTE 'DROP INDEX ' || index; END LOOP;
END
$$;

-- step: leads
INSERT INTO leads (
    id, agency_id, name, phone, phone_given, phone_problem, email, postcode, country, preferred_language, time_zone,
    owner_agent_id, source, consent_kind, consent_source, consent_at, inquired_at, created_at, updated_at)
SELECT pg_temp.key('c3', agency, lead), agency_id,
    CASE WHEN luck < 0.02 THEN NULL WHEN luck < 0.025 THEN ''
        WHEN luck < 0.027 THEN repeat(given || ' ', 30) || family
        WHEN luck < 0.037 THEN (ARRAY['יוסי כהן', 'דנה לוי', '王小明', '陈丽', '김민준', 'Иван Петров', 'Νίκος Παπαδόπουλος'])[1 + lead % 7]
        WHEN luck < 0.04 THEN '<script>alert("' || family || '")</script>'
        WHEN language = 7 THEN family || ' ' || given
        ELSE given || ' ' || family END,
    CASE WHEN luck < 0.995 THEN prefix || lpad(lead::text, 7, '0') END,
    CASE WHEN luck >= 0.995 THEN 'call me ' || lead END, CASE WHEN luck >= 0.995 THEN 'not_a_number' END,
    CASE WHEN pg_temp.part(seed, 6) < 0.85 THEN CASE WHEN language < 7
        THEN lower(replace(unaccent(given || '.' || family), ' ', '')) ELSE 'lead' END || lead || '@mail' || lead % 7 || '.example' END,
    lpad((seed % 100000)::text, 5, '0'), country, tag, zone, pg_temp.key('c1', agency, owner),
    (ARRAY['form', 'import', 'hand', 'api'])[1 + lead % 4],
    (ARRAY['express_written', 'express', 'inquiry'])[1 + lead % 3], 'form', made_at, made_at, made_at, made_at
FROM (
    SELECT a.number AS agency, a.id AS agency_id, a.prefix, a.country, a.zone, lead, seed, l.number AS language,
        l.language AS tag, pg_temp.part(seed, 3) AS luck, pg_temp.lead_owner(a.number, lead) AS owner,
        pg_temp.one_of(l.first_names, seed, 4) AS given,
        pg_temp.one_of(l.last_names, seed, 5) || CASE WHEN l.number < 7 AND lead % 3 = 0
            THEN '-' || pg_temp.rare_word(seed, 12) ELSE '' END AS family,
        now() - interval '395 days' * (1 - lead::float8 / a.leads) AS made_at
    FROM console_agencies a, generate_series(1, a.leads) AS lead, LATERAL (SELECT a.number * 1000000::bigint + lead AS seed) s,
        LATERAL (SELECT CASE WHEN pg_temp.part(s.seed, 7) < 0.75 THEN a.language ELSE (s.seed % 9)::integer END AS spoken) t
        JOIN console_languages l ON l.number = t.spoken
) AS made
ORDER BY made_at;
INSERT INTO do_not_call (agency_id, phone, source, created_at)
SELECT agency_id, phone, 'call', created_at FROM leads WHERE hashtext(id::text) % 150 = 0 AND phone IS NOT NULL;
