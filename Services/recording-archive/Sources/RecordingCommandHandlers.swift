internal import Contracts
internal import Messaging
internal import Postgres

/// What people can do about recordings. Who did it is kept with the command.
struct RecordingCommandHandlers: Sendable {
    private static let days = 1...36_500

    var all: [CommandHandler] {
        [
            .on(DeleteRecording.self) { try await delete($0, in: $1) },
            .on(ConfigureRecordings.self) { try await configure($0, in: $1) },
        ]
    }

    private func delete(
        _ command: Command<DeleteRecording>, in transaction: PostgresTransaction
    ) async throws -> (DeleteRecording.Reply, [OutgoingEvent]) {
        let callID = command.data.callID
        let deleted = try await transaction.execute(
            DeleteByHand(
                callID: callID, agencyID: command.agencyID, actor: command.actor, traceparent: command.traceparent))
        if deleted.isEmpty {
            let known = try await transaction.execute(IsDeleted(callID: callID, agencyID: command.agencyID)).first
            guard known == true else { throw CommandRefused("the agency has no such call") }
        }
        return (.init(callID: callID, status: "deleted"), [])
    }

    private func configure(
        _ command: Command<ConfigureRecordings>, in transaction: PostgresTransaction
    ) async throws -> (ConfigureRecordings.Reply, [OutgoingEvent]) {
        if let days = command.data.retentionDays, !Self.days.contains(days) {
            throw CommandRefused("recordings are kept for 1 to 36500 days, or for ever")
        }
        let version = try await transaction.execute(
            SaveRetention(agencyID: command.agencyID, days: command.data.retentionDays, actor: command.actor)
        ).first
        return (.init(version: Int(version ?? 1)), [])
    }
}
