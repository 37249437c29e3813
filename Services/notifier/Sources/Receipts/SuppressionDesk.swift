internal import Contracts
internal import FoundationEssentials
internal import Messaging
internal import Postgres

/// Keeps messages from addresses that take none, or whose owners want none.
enum SuppressionDesk {
    /// Puts an address on the list, and withdraws what waits for it.
    ///
    /// - Returns: whether it is news, and events that tell of what was withdrawn.
    static func suppress(
        _ suppression: Suppression, in transaction: PostgresTransaction
    ) async throws -> (isNew: Bool, events: [OutgoingEvent]) {
        let (inserted, withdrawn) = try await transaction.pipeline(
            InsertSuppression(suppression: suppression), WithdrawMessages(suppression: suppression))
        let reason = suppression.cause.reason(suppression.channel)
        let events = try withdrawn.map { row in
            try OutgoingEvent(
                from: Notifier.name, about: row.id, agencyID: row.agencyID,
                NotificationFailed(
                    notificationID: row.id, callID: row.callID, channel: suppression.channel, reason: reason))
        }
        return (!inserted.isEmpty, events)
    }
}
