internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// Whom the viewer may see of the team: an owner all, an agent themselves.
struct ListAgentNames: PostgresStatement {
    static let sql = "SELECT id, name, active FROM agents ORDER BY active DESC, name, id LIMIT 500"

    static func decode(_ row: PostgresRow) throws(PostgresError) -> NamedAgent {
        let (id, name, isActive) = try row.decode((UUID, String, Bool).self)
        return NamedAgent(id: id, name: name, isActive: isActive)
    }
}

/// The languages that the agency speaks with its leads: its own, and those of the latest calls.
struct ListCallLanguages: PostgresStatement {
    static let sql = """
        SELECT DISTINCT split_part(language, '-', 1) FROM (
            SELECT default_language AS language FROM agencies
            UNION ALL
            (SELECT language FROM call_logs WHERE agency_id = (SELECT viewer_agency()) ORDER BY created_at DESC, id LIMIT 500)
        ) AS spoken WHERE language IS NOT NULL AND language <> '' ORDER BY 1 LIMIT 12
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> String {
        try row.decode(column: 0, as: String.self)
    }
}

struct NameLead: PostgresStatement {
    static let sql = "SELECT coalesce(name, phone) FROM leads WHERE id = $1"

    var id: LeadID?
    var parameters: [PostgresParameter] { [.init(id)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String? {
        try row.decode(column: 0, as: String?.self)
    }
}

struct ListSavedViews: PostgresStatement {
    static let sql =
        "SELECT id, name, query FROM saved_views WHERE page = $1 ORDER BY created_at LIMIT \(SaveView.most)"

    var page: String
    var parameters: [PostgresParameter] { [.init(page)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> SavedView {
        let (id, name, query) = try row.decode((UUID, String, String).self)
        return SavedView(id: id, name: name, query: query)
    }
}

/// One that has the name already becomes this. Touches no row when there are as many others as a page shows.
struct SaveView: PostgresStatement {
    typealias Row = NoRow
    /// Of one page.
    static let most = 30
    static let sql = """
        INSERT INTO saved_views (id, account_id, agency_id, page, name, query)
        SELECT gen_random_uuid(), $1::uuid, $2::uuid, $3::text, $4::text, $5::text WHERE (
            SELECT count(*) FROM saved_views v WHERE v.account_id = $1 AND v.page = $3 AND v.name <> $4) < \(most)
        ON CONFLICT (account_id, page, name) DO UPDATE SET query = excluded.query
        """

    var viewer: Viewer
    var page: String
    var name: String
    var query: String

    var parameters: [PostgresParameter] {
        [.init(viewer.accountID), .init(viewer.agencyID), .init(page), .init(name), .init(query)]
    }
}

struct RemoveSavedView: PostgresStatement {
    typealias Row = NoRow
    static let sql = "DELETE FROM saved_views WHERE id = $1"

    var id: UUID
    var parameters: [PostgresParameter] { [.init(id)] }
}
