internal import Foundation
internal import Postgres

/// What the audit log says of something that another service did.
struct AuditNote: Sendable {
    var action: String
    var subject: (kind: String, id: String)?
    /// A JSON object.
    var detail: JSONB

    init(_ action: String, _ subject: (kind: String, id: String)? = nil, detail: JSONB = JSONB("{}")) {
        self.action = action
        self.subject = subject
        self.detail = detail
    }

    /// - Parameter detail: names and short texts; what is nil is left out.
    init(_ action: String, _ subject: (kind: String, id: String)? = nil, _ detail: [String: String?]) throws {
        self.init(action, subject, detail: try AuditDetail(detail).jsonb)
    }
}
