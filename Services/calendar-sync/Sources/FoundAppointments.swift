internal import Contracts
internal import Foundation
internal import LenientJSON
internal import Messaging
internal import Postgres

/// Appointments that were agreed on in a call and that no tool booked: what was written down about the call has them. Made if the
/// time is free, else something for a person.
struct FoundAppointments: Sendable {
    let desk: BookingDesk

    func take(_ event: CloudEvent<CallEnded>, in transaction: PostgresTransaction) async throws -> [OutgoingEvent] {
        guard let agencyID = event.agencyID, let leadID = event.data.leadID,
            let call = try await transaction.execute(LoadAgreed(callID: event.data.callID)).first, !call.isBooked,
            let agreed = AgreedAppointment(json: call.analysis)
        else { return [] }
        guard let at = agreed.at else {
            return try await task(
                event, agencyID, leadID, "An appointment was agreed on, at a time that cannot be read: \(agreed.words)",
                in: transaction)
        }
        let command = Command(
            source: CalendarSync.name, actor: "call:\(event.data.callID)", deadline: Date().addingTimeInterval(20),
            agencyID: agencyID, traceparent: event.traceparent,
            data: BookAppointment(
                party: AppointmentParty(leadID: leadID, callID: event.data.callID), at: at, source: .found))
        let (reply, events) = try await desk.book(command, in: transaction)
        guard reply.appointment == nil else { return events }
        let reason = reply.problem ?? "not free"
        return try await task(
            event, agencyID, leadID, "An appointment was agreed on for \(at.rfc3339), which cannot be made: \(reason)",
            in: transaction)
    }

    private func task(
        _ event: CloudEvent<CallEnded>, _ agencyID: AgencyID, _ leadID: LeadID, _ text: String,
        in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        let create = CreateTask(
            id: .new(), agencyID: agencyID, leadID: leadID, callID: event.data.callID, kind: "appointment_not_booked",
            text: text)
        guard let id = try await transaction.execute(create).first.map(TaskID.init(rawValue:)) else { return [] }
        return [
            try OutgoingEvent(
                from: CalendarSync.name, about: id, agencyID: agencyID, traceparent: event.traceparent,
                TaskCreated(
                    taskID: id, kind: create.kind, agentID: nil, leadID: leadID, callID: event.data.callID))
        ]
    }
}

/// What a call's analysis says about an appointment. Names vary with who set the analysis up: the usual ones are known.
struct AgreedAppointment: Sendable, Equatable {
    /// Nil when the time does not read, or has no offset: then it could be any of several moments.
    var at: Date?
    var words: String

    private static let flags = ["appointmentBooked", "appointment_booked", "booked"]
    private static let times = [
        "appointmentTime", "appointment_time", "appointmentDateTime", "appointment_datetime", "appointmentAt",
        "appointment_at", "scheduledAt", "scheduled_at",
    ]

    /// Nil when no appointment was agreed on.
    init?(json: String) {
        guard let root = (try? JSONDocument(parsing: Array(json.utf8)))?.root else { return nil }
        var found: String?
        var isSaid = false
        for facts in Self.candidates(root) {
            if Self.flags.contains(where: { facts[$0]?.bool == false }) { return nil }
            isSaid = isSaid || Self.flags.contains { facts[$0]?.bool == true }
            found = found ?? Self.times.lazy.compactMap { facts[$0]?.nonEmptyString }.first
        }
        guard let words = found ?? (isSaid ? "no time is given" : nil) else { return nil }
        self.words = String(words.prefix(100))
        at = Date(rfc3339: words)
    }

    /// `structuredData` itself, its `appointment`, and the results of structured outputs.
    private static func candidates(_ root: JSONNode) -> [JSONNode] {
        let outputs = root["structured_outputs"]?.members.compactMap { $0.value["result"] } ?? []
        let own = [root["structured_data"], root["structured_data"]?["appointment"]].compactMap { $0 }
        return own + outputs + outputs.compactMap { $0["appointment"] }
    }
}

private struct LoadAgreed: PostgresStatement {
    static let sql = """
        SELECT coalesce(metadata, '{}'), EXISTS (SELECT FROM appointments WHERE call_id = call_logs.id)
        FROM call_logs WHERE id = $1
        """

    let callID: CallID
    var parameters: [PostgresParameter] { [.init(callID.rawValue)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> (analysis: String, isBooked: Bool) {
        let (metadata, isBooked) = try row.decode((JSONB, Bool).self)
        return (metadata.text, isBooked)
    }
}
