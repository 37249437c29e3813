internal import Foundation
internal import Postgres

/// What `messages show` knows beyond a line of a list.
struct MessageFacts: Sendable {
    var language: String
    var attempts: Int32
    var isWaiting: Bool
    var errorCode: Int32?
    var providerMessageID: String?
    var callID: UUID?
    var leadID: UUID?
    var appointmentID: UUID?
    var createdAt: Date
    var nextAttemptAt: Date
    var firstAttemptAt: Date?
    var sentAt: Date?
    var turnBeganAt: Date?
    var chainDueAt: Date?
    var checkAt: Date?
}

struct LoadMessageFacts: PostgresStatement {
    static let sql = """
        SELECT language, attempts, status IN ('pending', 'parked'), error_code, provider_message_id, call_id, lead_id,
            appointment_id, created_at, next_attempt_at, first_attempt_at, sent_at, turn_began_at, chain_due_at, check_at
        FROM notifications WHERE id = $1
        """

    let id: UUID
    var parameters: [PostgresParameter] { [.init(id)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> MessageFacts {
        let (
            language, attempts, isWaiting, errorCode, providerMessageID, call, lead, appointment, createdAt,
            nextAttemptAt, firstAttemptAt, sentAt, turnBeganAt, chainDueAt, checkAt
        ) = try row.decode(
            (
                String, Int32, Bool, Int32?, String?, UUID?, UUID?, UUID?, Date, Date, Date?, Date?, Date?, Date?, Date?
            ).self)
        return MessageFacts(
            language: language, attempts: attempts, isWaiting: isWaiting, errorCode: errorCode,
            providerMessageID: providerMessageID, callID: call, leadID: lead, appointmentID: appointment,
            createdAt: createdAt, nextAttemptAt: nextAttemptAt, firstAttemptAt: firstAttemptAt, sentAt: sentAt,
            turnBeganAt: turnBeganAt, chainDueAt: chainDueAt, checkAt: checkAt)
    }
}

/// One word of a provider about a message.
struct MessageReceiptRow: Sendable {
    var status: String
    var errorCode: Int32?
    var reason: String?
    var occurredAt: Date
}

struct LoadReceipts: PostgresStatement {
    static let sql = """
        SELECT status, error_code, reason, occurred_at FROM notification_receipts
        WHERE notification_id = $1 ORDER BY occurred_at, received_at
        """

    let id: UUID
    var parameters: [PostgresParameter] { [.init(id)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> MessageReceiptRow {
        let (status, errorCode, reason, occurredAt) = try row.decode((String, Int32?, String?, Date).self)
        return MessageReceiptRow(status: status, errorCode: errorCode, reason: reason, occurredAt: occurredAt)
    }
}
