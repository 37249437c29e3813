-- An agency to try things on. Ids are fixed; rows that exist are left as they are. Telephone numbers are from ranges
-- that the authorities of each country keep free for fiction, mail addresses are at example.com.
INSERT INTO agencies (id, name, time_zone, default_language, default_country)
VALUES ('a0000000-0000-4000-8000-000000000001', 'Nordlicht Estates', 'Europe/Berlin', 'de', 'DE')
ON CONFLICT DO NOTHING;

INSERT INTO agency_vapi_resources (vapi_id, agency_id, kind, label) VALUES
    ('pn_demo', 'a0000000-0000-4000-8000-000000000001', 'phone_number', 'Main line'),
    ('asst_demo', 'a0000000-0000-4000-8000-000000000001', 'assistant', 'Receptionist')
ON CONFLICT DO NOTHING;

INSERT INTO agents (id, agency_id, name, email, phone, language_preference, languages, time_zone, weight) VALUES
    ('a1000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001',
        'Anna Petersen', 'anna.petersen@example.com', '+491713920001', 'de', '{de,en}', 'Europe/Berlin', 2),
    ('a1000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000001',
        'Jonas Weber', 'jonas.weber@example.com', '+491713920002', 'de', '{de,en}', 'Europe/Berlin', 1),
    ('a1000000-0000-4000-8000-000000000003', 'a0000000-0000-4000-8000-000000000001',
        'Meryem Aydin', 'meryem.aydin@example.com', '+491713920003', 'de', '{de,tr,en}', 'Europe/Berlin', 2),
    ('a1000000-0000-4000-8000-000000000004', 'a0000000-0000-4000-8000-000000000001',
        'Lukas Brandt', 'lukas.brandt@example.com', '+491713920004', 'de', '{de,en}', 'Europe/Berlin', 1),
    ('a1000000-0000-4000-8000-000000000005', 'a0000000-0000-4000-8000-000000000001',
        'Claire Moreau', 'claire.moreau@example.com', '+33639980005', 'fr', '{fr,en}', 'Europe/Paris', 1),
    ('a1000000-0000-4000-8000-000000000006', 'a0000000-0000-4000-8000-000000000001',
        'Oliver Hughes', 'oliver.hughes@example.com', '+447700900006', 'en', '{en}', 'Europe/London', 1),
    ('a1000000-0000-4000-8000-000000000007', 'a0000000-0000-4000-8000-000000000001',
        'Lucia Navarro', 'lucia.navarro@example.com', '+13055550107', 'es', '{es,en}', 'America/New_York', 1)
ON CONFLICT DO NOTHING;

INSERT INTO accounts (id, agency_id, role, name, email, language) VALUES
    ('a2000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'owner', 'Nora Lichtenberg',
        'nora.lichtenberg@example.com', 'en')
ON CONFLICT DO NOTHING;
INSERT INTO accounts (id, agency_id, role, name, email, language, agent_id)
SELECT ('a2000000-0000-4000-8000-' || lpad((100 + number)::text, 12, '0'))::uuid, agency_id, 'agent', name, email, NULL, id
FROM (SELECT *, row_number() OVER (ORDER BY id) AS number FROM agents
    WHERE agency_id = 'a0000000-0000-4000-8000-000000000001') AS agent
WHERE email LIKE '%@example.com' ON CONFLICT DO NOTHING;

INSERT INTO agent_territories (id, agency_id, agent_id, pattern) VALUES
    ('a3000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001',
        'a1000000-0000-4000-8000-000000000001', 'DE 20000-22999'),
    ('a3000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000001',
        'a1000000-0000-4000-8000-000000000002', 'DE 10115'),
    ('a3000000-0000-4000-8000-000000000003', 'a0000000-0000-4000-8000-000000000001',
        'a1000000-0000-4000-8000-000000000003', 'DE 10*'),
    ('a3000000-0000-4000-8000-000000000004', 'a0000000-0000-4000-8000-000000000001',
        'a1000000-0000-4000-8000-000000000004', 'DE'),
    ('a3000000-0000-4000-8000-000000000005', 'a0000000-0000-4000-8000-000000000001',
        'a1000000-0000-4000-8000-000000000005', 'FR'),
    ('a3000000-0000-4000-8000-000000000006', 'a0000000-0000-4000-8000-000000000001',
        'a1000000-0000-4000-8000-000000000005', 'FR 75*'),
    ('a3000000-0000-4000-8000-000000000007', 'a0000000-0000-4000-8000-000000000001',
        'a1000000-0000-4000-8000-000000000006', 'GB'),
    ('a3000000-0000-4000-8000-000000000008', 'a0000000-0000-4000-8000-000000000001',
        'a1000000-0000-4000-8000-000000000006', 'IE'),
    ('a3000000-0000-4000-8000-000000000009', 'a0000000-0000-4000-8000-000000000001',
        'a1000000-0000-4000-8000-000000000006', 'US'),
    ('a3000000-0000-4000-8000-000000000010', 'a0000000-0000-4000-8000-000000000001',
        'a1000000-0000-4000-8000-000000000007', 'US 331*')
ON CONFLICT DO NOTHING;

INSERT INTO leads (id, agency_id, name, phone, email, country, postcode, preferred_language, time_zone, owner_agent_id)
SELECT ('a4000000-0000-4000-8000-' || lpad(number::text, 12, '0'))::uuid,
    'a0000000-0000-4000-8000-000000000001', name, phone,
    lower(replace(name, ' ', '.')) || '@example.com', country, postcode, language, time_zone,
    ('a1000000-0000-4000-8000-' || lpad(owner::text, 12, '0'))::uuid
FROM (VALUES
    (1, 'Friederike Lorenz', '+493023125001', 'DE', '10115', 'de', 'Europe/Berlin', NULL::int),
    (2, 'Thomas Adler', '+493023125002', 'DE', '10117', 'de', 'Europe/Berlin', NULL::int),
    (3, 'Selin Kaya', '+493023125003', 'DE', '10999', 'tr', 'Europe/Berlin', NULL::int),
    (4, 'Martin Vogel', '+493023125004', 'DE', '10178', 'de', 'Europe/Berlin', 3),
    (5, 'Katharina Busch', '+493023125005', 'DE', '12045', 'de', 'Europe/Berlin', NULL::int),
    (6, 'Emre Demir', '+493023125006', 'DE', '10551', 'tr', 'Europe/Berlin', NULL::int),
    (7, 'Sabine Kraft', '+494066969001', 'DE', '20095', 'de', 'Europe/Berlin', NULL::int),
    (8, 'Hendrik Lange', '+494066969002', 'DE', '20354', 'de', 'Europe/Berlin', 1),
    (9, 'Wiebke Jansen', '+494066969003', 'DE', '22765', 'de', 'Europe/Berlin', NULL::int),
    (10, 'Torben Albers', '+494066969004', 'DE', '22999', 'de', 'Europe/Berlin', NULL::int),
    (11, 'Maren Iversen', '+494066969005', 'DE', '21029', 'de', 'Europe/Berlin', NULL::int),
    (12, 'Peter Schmitz', '+492214710001', 'DE', '50667', 'de', 'Europe/Berlin', NULL::int),
    (13, 'Ursula Esser', '+492214710002', 'DE', '50823', 'de', 'Europe/Berlin', 4),
    (14, 'Daniel Krings', '+492214710003', 'DE', '51063', 'de', 'Europe/Berlin', NULL::int),
    (15, 'Julia Roth', '+496990009001', 'DE', '60311', 'de', 'Europe/Berlin', NULL::int),
    (16, 'Stefan Hahn', '+496990009002', 'DE', '60594', 'de', 'Europe/Berlin', NULL::int),
    (17, 'Veronika Huber', '+498999998001', 'DE', '80331', 'de', 'Europe/Berlin', NULL::int),
    (18, 'Florian Maier', '+498999998002', 'DE', '81541', 'de', 'Europe/Berlin', NULL::int),
    (19, 'Elena Fischer', '+498999998003', 'DE', '80803', 'en', 'Europe/Berlin', NULL::int),
    (20, 'Camille Laurent', '+33199000001', 'FR', '75001', 'fr', 'Europe/Paris', NULL::int),
    (21, 'Hugo Bernard', '+33199000002', 'FR', '75011', 'fr', 'Europe/Paris', 5),
    (22, 'Margaux Petit', '+33261910001', 'FR', '35000', 'fr', 'Europe/Paris', NULL::int),
    (23, 'Antoine Girard', '+33536490001', 'FR', '33000', 'fr', 'Europe/Paris', NULL::int),
    (24, 'Chloe Fontaine', '+33639980101', 'FR', '69002', 'fr', 'Europe/Paris', NULL::int),
    (25, 'Amelia Clarke', '+442079460001', 'GB', 'SW1A 1AA', 'en', 'Europe/London', NULL::int),
    (26, 'Harry Bennett', '+442079460002', 'GB', 'EC2A 4NE', 'en', 'Europe/London', 6),
    (27, 'Isla Murray', '+441314960001', 'GB', 'EH1 1YZ', 'en', 'Europe/London', NULL::int),
    (28, 'George Patel', '+441614960001', 'GB', 'M1 1AE', 'en', 'Europe/London', NULL::int),
    (29, 'Olivia Ward', '+447700900101', 'GB', 'BS1 4DJ', 'en', 'Europe/London', NULL::int),
    (30, 'Emily Carter', '+12125550101', 'US', '10001', 'en', 'America/New_York', NULL::int),
    (31, 'James Rivera', '+13055550102', 'US', '33101', 'es', 'America/New_York', NULL::int),
    (32, 'Sophia Nguyen', '+14155550103', 'US', '94103', 'en', 'America/Los_Angeles', NULL::int),
    (33, 'Mark Sullivan', '+13125550104', 'US', '60601', 'en', 'America/Chicago', NULL::int),
    (34, 'Ava Thompson', '+16025550105', 'US', '85001', 'en', 'America/Phoenix', 6),
    (35, 'Astrid Lindqvist', '+46701740605', 'SE', '111 20', 'sv', 'Europe/Stockholm', NULL::int),
    (36, 'Erik Nyberg', '+46701740606', 'SE', '411 03', 'sv', 'Europe/Stockholm', NULL::int),
    (37, 'Linnea Holm', '+46846500401', 'SE', '114 55', 'en', 'Europe/Stockholm', NULL::int),
    (38, 'Charlotte Reid', '+61491570006', 'AU', '2000', 'en', 'Australia/Sydney', NULL::int),
    (39, 'Jack Morrison', '+61491570156', 'AU', '6000', 'en', 'Australia/Perth', NULL::int),
    (40, 'Grace Wilson', '+61491570157', 'AU', '3000', 'en', 'Australia/Melbourne', NULL::int)
) AS demo (number, name, phone, country, postcode, language, time_zone, owner)
ON CONFLICT DO NOTHING;

-- They filled in the form on the web site and ticked the box.
UPDATE leads SET source = 'demo', consent_kind = 'express_written', consent_source = 'demo', consent_at = created_at,
    consent_proof = '{"page": "https://nordlicht.example.com/contact", "text": "I agree to be called by an automated assistant."}'
WHERE agency_id = 'a0000000-0000-4000-8000-000000000001' AND consent_kind IS NULL AND source = 'hand';

-- The token is "demo-lead-token"; its form does not let anybody through who has not ticked the box.
INSERT INTO lead_tokens (id, agency_id, token_hash, label, consent_kind) VALUES
    ('a5000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001',
        sha256('demo-lead-token'), 'Web site', 'express_written')
ON CONFLICT DO NOTHING;

-- Seconds instead of hours, so that there is something to watch. Calling hours stay what they are.
INSERT INTO calling_settings (agency_id, rules, changed_by) VALUES
    ('a0000000-0000-4000-8000-000000000001', '{
        "hours": {"mon": ["00:00-24:00"], "tue": ["00:00-24:00"], "wed": ["00:00-24:00"], "thu": ["00:00-24:00"],
            "fri": ["00:00-24:00"], "sat": ["00:00-24:00"], "sun": ["00:00-24:00"]},
        "calls_per_lead": 20, "calls_per_day": 10,
        "retries": {"jitter_seconds": 0,
            "no_answer": {"delays_seconds": [10, 20], "max_retries": 2},
            "busy": {"delays_seconds": [10, 20], "max_retries": 2},
            "voicemail": {"delays_seconds": [20], "max_retries": 1},
            "failed": {"delays_seconds": [20], "max_retries": 1}}}', 'demo')
ON CONFLICT DO NOTHING;
