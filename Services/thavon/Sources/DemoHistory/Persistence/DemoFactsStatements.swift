internal import Foundation
internal import Postgres
internal import Territories

/// Until the end of the transaction; who else loads the demo waits, and then sees that there is nothing to do.
struct LockDemoPast: PostgresStatement {
    typealias Row = NoRow
    static let sql = "SELECT pg_advisory_xact_lock(hashtextextended('thavon.demo', 0))"
}

/// The time by the database's clock, if the demo has no past yet. No row when it has.
struct BeginDemoPast: PostgresStatement {
    static let sql = "SELECT now() WHERE NOT EXISTS (SELECT FROM call_logs WHERE id = '\(DemoID.call(1))')"

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Date { try row.decode(Date.self) }
}

/// Leads of the demo have been known for longer than their first call is ago.
struct PredateDemoLeads: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE leads SET created_at = long_ago, consent_at = long_ago, updated_at = long_ago
        FROM (
            SELECT id, now() - interval '15 days' - interval '7 hours' * right(id::text, 2)::int AS long_ago FROM leads
            WHERE agency_id = '\(DemoID.agency)' AND source = 'demo' AND consent_source = 'demo'
                AND id::text LIKE 'a4000000-%'
        ) AS known
        WHERE leads.id = known.id
        """
}

struct ListDemoLeads: PostgresStatement {
    static let sql = """
        SELECT id, name, phone, email, country, postcode, preferred_language, time_zone, owner_agent_id FROM leads
        WHERE agency_id = '\(DemoID.agency)' AND id::text LIKE 'a4000000-%' ORDER BY id
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> DemoLeadFacts {
        let (id, name, phone, email, country, postcode, language, zone, owner) = try row.decode(
            (UUID, String?, String?, String?, String?, String?, String?, String?, UUID?).self)
        return DemoLeadFacts(
            id: id.uuidString.lowercased(), name: name, phone: phone, email: email, country: country,
            postcode: postcode, language: language, timeZone: zone, ownerID: owner?.uuidString.lowercased())
    }
}

struct ListDemoAgentFacts: PostgresStatement {
    static let sql = """
        SELECT id, name, email, phone, languages, language_preference,
            ARRAY(SELECT pattern FROM agent_territories WHERE agent_id = agents.id ORDER BY pattern)
        FROM agents WHERE agency_id = '\(DemoID.agency)' AND active AND id::text LIKE 'a1000000-%' ORDER BY id
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> DemoAgentFacts {
        let (id, name, email, phone, languages, language, territories) = try row.decode(
            (UUID, String, String?, String?, [String], String?, [String]).self)
        return DemoAgentFacts(
            id: id.uuidString.lowercased(), name: name, email: email, phone: phone, languages: languages,
            language: language, territories: territories.compactMap { TerritoryPattern($0) })
    }
}

/// The words of those calls, as the console keeps them.
struct IndexDemoCalls: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO call_search (call_id, agency_id, words, created_at)
        SELECT id, agency_id, search_words(language, concat_ws(E'\\n', customer_name, summary, transcript)), created_at
        FROM call_logs WHERE agency_id = '\(DemoID.agency)' AND id::text LIKE 'a6000000-%'
        ON CONFLICT DO NOTHING
        """
}
