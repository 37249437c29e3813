internal import Foundation
internal import Postgres

/// Calling, as the benchmarks need it: an agency that may call at any hour, and leads who are called for the first time.
enum Outreach {
    static let token = "bench-lead-token"
    /// Calls that go on until the provider is stopped, with room for all of them.
    static let sandbox = [
        "SANDBOX_VAPI_LINES": "1000000", "SANDBOX_CALL_CAPACITY": "1000000", "SANDBOX_CALL_SECONDS": "3600",
    ]
    static let scheduler = ["VAPI_LINES": "100000", "VAPI_LINES_RESERVED": "0", "RECONCILE_AFTER": "86400"]

    /// A zone in which it is about noon: the law has hours of its own.
    static var noon: String {
        // From UTC+12 at midnight there to UTC-11, by the hour that it is in UTC now; none of them has a summer time.
        let byHour = [
            "Pacific/Tarawa", "Pacific/Noumea", "Australia/Brisbane", "Asia/Tokyo", "Asia/Singapore", "Asia/Bangkok",
            "Asia/Dhaka", "Asia/Karachi", "Asia/Dubai", "Africa/Nairobi", "Africa/Maputo", "Africa/Lagos",
            "Africa/Accra", "Atlantic/Cape_Verde", "America/Noronha", "America/Montevideo", "America/La_Paz",
            "America/Bogota", "America/Costa_Rica", "America/Phoenix", "Pacific/Pitcairn", "Pacific/Gambier",
            "Pacific/Honolulu", "Pacific/Pago_Pago",
        ]
        return byHour[Int(Date().timeIntervalSince1970 / 3600) % 24]
    }

    static let rules = """
        INSERT INTO lead_tokens (id, agency_id, token_hash, label)
            VALUES (gen_random_uuid(), '\(Agency.id)', sha256('\(token)'), 'Web site') ON CONFLICT DO NOTHING;
        INSERT INTO calling_settings (agency_id, rules) VALUES ('\(Agency.id)', '{
            "hours": {"mon": ["00:00-24:00"], "tue": ["00:00-24:00"], "wed": ["00:00-24:00"], "thu": ["00:00-24:00"],
                "fri": ["00:00-24:00"], "sat": ["00:00-24:00"], "sun": ["00:00-24:00"]}}') ON CONFLICT DO NOTHING;
        """

    /// As before the first call.
    static let forget = """
        TRUNCATE call_attempts, inbox, outbox; DELETE FROM call_retries WHERE status = 'pending' OR id::text NOT LIKE 'd0000000-%';
        """

    /// Leads who have never been called, each with a call that is due.
    ///
    /// - Parameter due: an SQL expression of `number`, from 1.
    static func due(_ count: Int, at due: String) -> String {
        """
        INSERT INTO leads (id, agency_id, name, phone, country, time_zone_given, consent_kind, source)
            SELECT gen_random_uuid(), '\(Agency.id)', 'Lead ' || number, '+1406' || (2000000 + number)::text, 'US',
                '\(noon)', 'express_written', 'bench'
            FROM generate_series(1, \(count)) AS number ON CONFLICT DO NOTHING;
        INSERT INTO call_retries (id, lead_id, agency_id, retry_count, scheduled_at, kind, due_at)
            SELECT ('c' || substr(gen_random_uuid()::text, 2))::uuid, id, agency_id, 0, at, 'first', at
            FROM (
                SELECT id, agency_id, \(due) AS at
                FROM (SELECT *, row_number() OVER () AS number FROM leads WHERE source = 'bench') AS counted
                WHERE number <= \(count)
            ) AS lead;
        ANALYZE call_retries, leads;
        """
    }

    /// Calls that were made some time, of leads who are not called now; the first number is 0.
    static func history(_ numbers: Range<Int>) -> String {
        """
        SET session_replication_role = replica;
        INSERT INTO call_retries (id, lead_id, agency_id, retry_count, scheduled_at, kind, due_at, status, created_at)
            SELECT ('d0000000-0000-4000-8000-' || lpad(number::text, 12, '0'))::uuid,
                ('b3000000-0000-4000-8000-' || lpad((number % \(Agency.leads))::text, 12, '0'))::uuid, '\(Agency.id)', 0, at,
                'first', 'infinity', 'completed', at
            FROM (
                SELECT number, now() - make_interval(secs => \(numbers.upperBound) - number) AS at
                FROM generate_series(\(numbers.lowerBound), \(numbers.upperBound - 1)) AS number
            ) AS past;
        SET session_replication_role = origin;
        """
    }
}

/// Whether every planned call has been made.
struct AllCalled: PostgresStatement {
    static let sql = "SELECT NOT EXISTS (SELECT FROM call_retries WHERE status = 'pending')"
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(Bool.self) }
}
