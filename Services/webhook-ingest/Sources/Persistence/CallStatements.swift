internal import Contracts
internal import FoundationEssentials
internal import Postgres

/// Locks the rows of these calls, in one order everywhere, and returns what they hold. NO KEY: rows of other tables that
/// point to a call may be written meanwhile.
struct LockCalls: PostgresStatement {
    static let sql = """
        SELECT \(CallColumns.names) FROM call_logs
        WHERE vapi_call_id = ANY ($1) ORDER BY vapi_call_id FOR NO KEY UPDATE
        """

    let vapiCallIDs: [String]
    var parameters: [PostgresParameter] { [.init(vapiCallIDs)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> CallRecord { try CallColumns.decode(row) }
}

/// The columns that an insert and an update share, one array each: many calls in one statement.
struct CallColumns {
    static let types = """
        $1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
        $10::text[], $11::text[], $12::text[], $13::bool[], $14::bool[], $15::int[], $16::text[], $17::text[], $18::text[],
        $19::text[], $20::jsonb[], $21::timestamptz[], $22::timestamptz[], $23::timestamptz[], $24::timestamptz[]
        """

    static let names = """
        id, agency_id, lead_id, vapi_call_id, status, outcome, ended_reason, direction, customer_number, customer_name,
        vapi_phone_number_id, vapi_assistant_id, retryable, conversation_happened, duration_seconds, recording_url,
        transcript, summary, language, metadata, started_at, ended_at, report_received_at, announced_at
        """

    static func parameters(_ calls: [CallRecord]) -> [PostgresParameter] {
        [
            .init(calls.map(\.id.rawValue)), .init(calls.map { $0.agencyID?.rawValue }),
            .init(calls.map { $0.leadID?.rawValue }), .init(calls.map(\.vapiCallID)),
            .init(calls.map(\.status.rawValue)),
            .init(calls.map { $0.outcome?.rawValue }), .init(calls.map(\.endedReason)),
            .init(calls.map { $0.direction?.rawValue }), .init(calls.map(\.customerNumber)),
            .init(calls.map(\.customerName)), .init(calls.map(\.phoneNumberID)), .init(calls.map(\.assistantID)),
            .init(calls.map(\.retryable)), .init(calls.map(\.conversationHappened)),
            .init(calls.map(\.durationSeconds)),
            .init(calls.map(\.recordingURL)), .init(calls.map(\.transcript)), .init(calls.map(\.summary)),
            .init(calls.map(\.language)), .init(calls.map { JSONB($0.metadata) }), .init(calls.map(\.startedAt)),
            .init(calls.map(\.endedAt)), .init(calls.map(\.reportReceivedAt)), .init(calls.map(\.announcedAt)),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> CallRecord {
        let (
            id, agencyID, leadID, vapiCallID, status, outcome, endedReason, direction, number, name, phoneNumberID,
            assistantID, retryable, conversation, duration, recording, transcript, summary, language, metadata,
            startedAt,
            endedAt, reportReceivedAt, announcedAt
        ) = try row.decode(
            (
                UUID, UUID?, UUID?, String, String, String?, String?, String?, String?, String?, String?, String?, Bool,
                Bool,
                Int32?, String?, String?, String?, String?, JSONB, Date?, Date?, Date?, Date?
            ).self)
        var call = CallRecord(
            id: CallID(rawValue: id), vapiCallID: vapiCallID, status: CallStatus(rawValue: status) ?? .queued)
        call.agencyID = agencyID.map(AgencyID.init(rawValue:))
        call.leadID = leadID.map(LeadID.init(rawValue:))
        call.outcome = outcome.flatMap(CallOutcome.init(rawValue:))
        call.endedReason = endedReason
        call.direction = direction.flatMap(CallDirection.init(rawValue:))
        call.customerNumber = number
        call.customerName = name
        call.phoneNumberID = phoneNumberID
        call.assistantID = assistantID
        call.retryable = retryable
        call.conversationHappened = conversation
        call.durationSeconds = duration
        call.recordingURL = recording
        call.transcript = transcript
        call.summary = summary
        call.language = language
        call.metadata = metadata.text
        call.startedAt = startedAt
        call.endedAt = endedAt
        call.reportReceivedAt = reportReceivedAt
        call.announcedAt = announcedAt
        return call
    }
}

/// New calls, in the order of their provider ids like every other writer's. A call that another process has just inserted
/// violates `call_logs_vapi_call_id_key`; the transaction is then repeated and finds it.
struct InsertCalls: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO call_logs (\(CallColumns.names))
        SELECT \(CallColumns.names) FROM unnest(\(CallColumns.types)) AS new (\(CallColumns.names))
        ORDER BY vapi_call_id
        """

    let calls: [CallRecord]
    var parameters: [PostgresParameter] { CallColumns.parameters(calls) }
}

struct UpdateCalls: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE call_logs SET
            agency_id = new.agency_id, lead_id = new.lead_id, status = new.status, outcome = new.outcome,
            ended_reason = new.ended_reason, direction = new.direction, customer_number = new.customer_number,
            customer_name = new.customer_name, vapi_phone_number_id = new.vapi_phone_number_id,
            vapi_assistant_id = new.vapi_assistant_id, retryable = new.retryable,
            conversation_happened = new.conversation_happened, duration_seconds = new.duration_seconds,
            recording_url = new.recording_url, transcript = new.transcript, summary = new.summary,
            language = new.language, metadata = new.metadata, started_at = new.started_at, ended_at = new.ended_at,
            report_received_at = new.report_received_at, announced_at = new.announced_at, updated_at = now()
        FROM unnest(\(CallColumns.types)) AS new (\(CallColumns.names))
        WHERE call_logs.id = new.id
        """

    let calls: [CallRecord]
    var parameters: [PostgresParameter] { CallColumns.parameters(calls) }
}
