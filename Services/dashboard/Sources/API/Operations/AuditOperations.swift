internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/api/v1/audit-log`; for owners.
struct AuditOperations: Sendable {
    let console: Console

    var all: [APIOperation] { [list] }

    private var list: APIOperation {
        APIOperation(
            "listAuditEntries", .get, "/audit-log", tag: "Audit", "Who did what, latest first",
            content: .json(AuditResources.entry.page.schema)
        ) { call in
            let (after, limit) = (try call.cursor(), call.limit)
            let rows = try await console.database.run(as: call.viewer) { transaction in
                try await transaction.execute(
                    ListAuditEntries(agencyID: call.viewer.agencyID, after: after, limit: limit + 1))
            }
            let page = APIPage(rows, limit: limit) { Cursor($0.at, $0.id) }
            return .json(AuditResources.entry.page.json(page))
        }
        .query(APIParameter.pages).forOwners()
    }
}
