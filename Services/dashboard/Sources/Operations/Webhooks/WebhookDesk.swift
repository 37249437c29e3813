internal import Contracts
internal import Foundation
internal import Postgres

/// Finds what was posted, and takes it in again.
struct WebhookDesk: Sendable {
    let console: Console

    /// - Throws: ``NotFound`` when it is not the viewer's to see, and for what is no key.
    func find(_ key: String?, _ viewer: Viewer) async throws -> ReadWebhookEvent.Row {
        guard let key = key.flatMap({ Cursor($0) }) else { throw NotFound() }
        let row = try await console.database.run(as: viewer) { transaction in
            try await transaction.execute(ReadWebhookEvent(key: key)).first
        }
        guard let row else { throw NotFound() }
        return row
    }

    /// - Parameter event: as ``find(_:_:)`` has it.
    func replay(
        _ event: ListWebhookEvents.Row, by principal: Principal, _ command: CommandID = .new()
    ) async throws -> CommandOutcome<ReplayWebhook.Reply> {
        try await console.settle(
            ReplayWebhook(webhookID: .init(rawValue: event.id), receivedAt: event.receivedAt), by: principal,
            id: command, noting: AuditNote("webhook.replayed", ("webhook", event.id.uuidString.lowercased())))
    }
}
