/// The agency that all webhooks of a benchmark are about.
enum Agency {
    static let id = "b0000000-0000-4000-8000-000000000001"
    static let phoneNumberID = "pn_bench"
    static let leads = 1000
    /// Calls that are there before.
    static let pastCalls = 20_000

    /// The number of a lead, from 0.
    static func number(_ lead: Int) -> String {
        let digits = String(lead % leads)
        return "+1512" + String(repeating: "0", count: 7 - digits.count) + digits
    }

    static let sql = """
        INSERT INTO agencies (id, name, default_country) VALUES ('\(id)', 'Bench Agency', 'US');
        INSERT INTO agency_vapi_resources VALUES ('\(phoneNumberID)', '\(id)', 'phone_number'),
            ('asst_bench', '\(id)', 'assistant');
        INSERT INTO agents (id, agency_id, name, email, phone)
        SELECT ('b1000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, '\(id)', 'Agent ' || n,
            'agent' || n || '@example.com', '+1512555' || lpad(n::text, 4, '0')
        FROM generate_series(1, 6) n;
        INSERT INTO agent_territories (id, agency_id, agent_id, pattern)
        SELECT gen_random_uuid(), '\(id)', ('b1000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid,
            'US 787' || lpad(n::text, 2, '0')
        FROM generate_series(1, 4) n;
        INSERT INTO accounts (id, agency_id, role, name, email)
        VALUES ('b2000000-0000-4000-8000-000000000001', '\(id)', 'owner', 'Olga Owner', 'owner@example.com');
        INSERT INTO leads (id, agency_id, name, phone, country, postcode, preferred_language)
        SELECT ('b3000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, '\(id)', 'Lead ' || n,
            '+1512' || lpad(n::text, 7, '0'), 'US', '787' || lpad((n % 8)::text, 2, '0'), 'en'
        FROM generate_series(0, \(leads - 1)) n;
        \(history)
        """

    static let history = """
        INSERT INTO call_logs (
            id, agency_id, lead_id, vapi_call_id, status, outcome, direction, customer_number, transcript, summary, started_at,
            ended_at, report_received_at, announced_at)
        SELECT id, '\(id)', ('b3000000-0000-4000-8000-' || lpad((n % \(leads))::text, 12, '0'))::uuid, id::text, 'completed',
            'conversation', 'outbound', '+1512' || lpad((n % \(leads))::text, 7, '0'), repeat('said ' || n || ' ', 100),
            'They talked.', ended - interval '2 minutes', ended, ended, ended
        FROM (
            SELECT n, ('00000000-' || lpad((n / 10000)::text, 4, '0') || '-4000-8000-' || lpad(n::text, 12, '0'))::uuid AS id,
                now() - make_interval(mins => \(pastCalls) - n) AS ended
            FROM generate_series(1, \(pastCalls)) n
        ) past;
        """
}
