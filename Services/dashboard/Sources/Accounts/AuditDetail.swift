internal import Foundation
internal import Postgres
internal import RulesJSON

/// What an entry of the audit log says beside its action: names and short texts, never secrets.
struct AuditDetail: Sendable {
    private let values: [String: String]

    init(_ values: [String: String?]) { self.values = values.compactMapValues(\.self) }

    var jsonb: JSONB { get throws { JSONB(String(decoding: try RulesJSON.encoded(values), as: UTF8.self)) } }
}
