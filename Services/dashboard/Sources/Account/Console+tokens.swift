internal import Foundation
internal import Postgres

extension Console {
    /// Ends one of somebody's own tokens.
    ///
    /// - Throws: ``NotFound`` when there is none that works.
    func revokeAPIToken(_ id: UUID, by principal: Principal) async throws {
        try await database.run(as: principal.viewer) { transaction in
            guard let label = try await transaction.execute(RevokeAPIToken(id: id)).first else { throw NotFound() }
            _ = try await transaction.execute(
                principal.entry(
                    "api_token.revoked", subject: ("api_token", id.uuidString.lowercased()),
                    detail: try AuditDetail(["label": label]).jsonb))
        }
    }
}
