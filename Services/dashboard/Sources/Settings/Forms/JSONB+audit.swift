internal import Foundation
internal import Messaging
internal import Postgres

extension JSONB {
    /// Some words, for the audit log.
    static func auditDetail(_ values: [String: String]) -> JSONB {
        let json = try? JSONEncoder().encode(values)
        return JSONB(json.map { String(decoding: $0, as: UTF8.self) } ?? "{}")
    }
}
