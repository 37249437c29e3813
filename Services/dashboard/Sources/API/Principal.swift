internal import Foundation
internal import Messaging
internal import Postgres

/// Who does something, and by which way they came: what a change's entry in the audit log says besides the change.
struct Principal: Sendable {
    var viewer: Viewer
    /// Of the network.
    var address: String
    /// Nil: by a page of the console.
    var via: String?

    func entry(
        _ action: String, subject: (kind: String, id: String)? = nil, detail: JSONB = JSONB("{}")
    ) -> AddAuditEntry {
        AddAuditEntry(action, by: viewer, subject: subject, detail: detailed(detail), address: address)
    }

    /// - Parameter detail: a JSON object.
    func detailed(_ detail: JSONB) -> JSONB {
        guard let via else { return detail }
        let member = #"{"via":"\#(via)""#
        let rest = detail.text.drop { $0 != "{" }.dropFirst()
        let isEmpty = rest.allSatisfy { $0 == "}" || $0.isWhitespace }
        return JSONB(isEmpty ? "\(member)}" : "\(member),\(rest)")
    }
}

extension ViewerContext {
    var principal: Principal { Principal(viewer: viewer, address: address) }
}
