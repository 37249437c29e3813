import Contracts
import Foundation
import Testing

/// Published events never change: each has a golden file, which its producer must still write byte for byte and its
/// consumers must still read.
@Suite struct GoldenFileTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fixtures/contracts")

    static func uuid(_ number: UInt8) -> UUID {
        UUID(uuid: (1, 0x9a, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
    }

    static let call = CallID(rawValue: uuid(1))
    static let lead = LeadID(rawValue: uuid(2))
    static let agency = AgencyID(rawValue: uuid(3))
    static let agent = AgentID(rawValue: uuid(4))
    static let notification = NotificationID(rawValue: uuid(5))
    static let time = Date(timeIntervalSince1970: 1_787_000_000.25)

    static func event<Payload: EventPayload>(_ source: String, _ subject: String, _ payload: Payload) -> CloudEvent<
        Payload
    > {
        CloudEvent(
            id: EventID(rawValue: uuid(9)), source: source, subject: subject, time: time, agencyID: agency,
            traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", data: payload)
    }

    static func check<Payload: EventPayload>(_ event: CloudEvent<Payload>) throws {
        let file = folder.appendingPathComponent("\(Payload.routingKey).v\(Payload.version).json")
        let written = String(decoding: try ContractJSON.encode(event), as: UTF8.self)
        if ProcessInfo.processInfo.environment["WRITE_GOLDEN_FILES"] == "1" {
            try Data((written + "\n").utf8).write(to: file)
        }
        let golden = try String(contentsOf: file, encoding: .utf8)
        #expect(written + "\n" == golden)
        let read = try ContractJSON.decode(CloudEvent<Payload>.self, from: Array(golden.utf8))
        #expect(read == event)
    }

    /// A command, and what is answered to it.
    static func check<Payload: CommandPayload>(_ payload: Payload, reply: Payload.Reply? = nil) throws {
        let command = Command(
            id: CommandID(rawValue: uuid(8)), source: "thavon", actor: "operator", time: time,
            deadline: time + 20, agencyID: agency, data: payload)
        try check(command, in: "command.\(Payload.routingKey).v\(Payload.version).json")
        guard let reply else { return }
        try check(
            CommandResult<Payload.Reply>.done(reply), in: "reply.\(Payload.routingKey).v\(Payload.version).json")
    }

    private static func check<Value: Codable & Equatable>(_ value: Value, in name: String) throws {
        let written = String(decoding: try ContractJSON.encode(value), as: UTF8.self) + "\n"
        let file = folder.appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["WRITE_GOLDEN_FILES"] == "1" { try Data(written.utf8).write(to: file) }
        let golden = try String(contentsOf: file, encoding: .utf8)
        #expect(written == golden)
        let read = try ContractJSON.decode(Value.self, from: Array(golden.utf8))
        #expect(read == value)
    }

    @Test func callProgressed() throws {
        try Self.check(
            Self.event(
                "webhook-ingest", Self.call.description,
                CallProgressed(callID: Self.call, vapiCallID: "v1", leadID: Self.lead, status: .inProgress)))
    }

    @Test func callEnded() throws {
        try Self.check(
            Self.event(
                "webhook-ingest", Self.call.description,
                CallEnded(
                    callID: Self.call, vapiCallID: "v1", leadID: Self.lead, direction: .outbound, status: .completed,
                    outcome: .conversation, endedReason: "customer-ended-call", retryable: false,
                    conversationHappened: true,
                    startedAt: Self.time - 135, endedAt: Self.time, durationSeconds: 135, language: "de",
                    recordingAvailable: true)))
    }

    @Test func callAmended() throws {
        try Self.check(
            Self.event(
                "webhook-ingest", Self.call.description,
                CallAmended(
                    callID: Self.call, vapiCallID: "v1", leadID: nil, status: .completed, outcome: .conversation,
                    recordingAvailable: false)))
    }

    @Test func callAssigned() throws {
        try Self.check(
            Self.event(
                "assignment", Self.call.description,
                CallAssigned(
                    callID: Self.call, leadID: Self.lead, agentID: Self.agent, rule: .territory, status: .completed,
                    outcome: .conversation)))
    }

    @Test func leadAssigned() throws {
        try Self.check(
            Self.event(
                "assignment", Self.lead.description,
                LeadAssigned(leadID: Self.lead, agentID: Self.agent, previousAgentID: nil)))
    }

    @Test func notificationSent() throws {
        try Self.check(
            Self.event(
                "notifier", Self.notification.description,
                NotificationSent(
                    notificationID: Self.notification, callID: Self.call, channel: .email, providerMessageID: "re_1")))
    }

    @Test func notificationFailed() throws {
        try Self.check(
            Self.event(
                "notifier", Self.notification.description,
                NotificationFailed(
                    notificationID: Self.notification, callID: Self.call, channel: .email, reason: "no address")))
    }

    @Test func everyEventHasAGoldenFile() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
        #expect(
            files == [
                "agent.changed.v1.json",
                "appointment.booked.v1.json",
                "appointment.cancelled.v1.json",
                "appointment.completed.v1.json",
                "appointment.moved.v1.json",
                "appointment.no_show.v1.json",
                "calendar.changed.v1.json",
                "calendar.connected.v1.json",
                "calendar.disconnected.v1.json",
                "calendar.unhealthy.v1.json",
                "call.amended.v1.json",
                "call.assigned.v1.json",
                "call.ended.v1.json",
                "call.lost.v1.json",
                "call.opened.v1.json",
                "call.placed.v1.json",
                "call.progressed.v1.json",
                "call.reassigned.v1.json",
                "call.refused.v1.json",
                "command.accounts.send_link.v1.json",
                "command.appointments.annotate.v1.json",
                "command.appointments.book.v1.json",
                "command.appointments.cancel.v1.json",
                "command.appointments.complete.v1.json",
                "command.appointments.configure.v1.json",
                "command.appointments.find_slots.v1.json",
                "command.appointments.link.v1.json",
                "command.appointments.no_show.v1.json",
                "command.appointments.remind.v1.json",
                "command.appointments.reschedule.v1.json",
                "command.calendar.disconnect.v1.json",
                "command.calendar.link.v1.json",
                "command.calls.cancel.v1.json",
                "command.calls.configure.v1.json",
                "command.calls.open.v1.json",
                "command.calls.pause.v1.json",
                "command.calls.place.v1.json",
                "command.calls.reassign.v1.json",
                "command.calls.reschedule.v1.json",
                "command.follow_up.configure.v1.json",
                "command.leads.reassign.v1.json",
                "command.notifications.allow_address.v1.json",
                "command.notifications.brand_mails.v1.json",
                "command.notifications.configure.v1.json",
                "command.notifications.preview.v1.json",
                "command.notifications.set_texts.v1.json",
                "command.notifications.test.v1.json",
                "command.recordings.configure.v1.json",
                "command.recordings.delete.v1.json",
                "command.webhooks.ingest_call.v1.json",
                "command.webhooks.replay.v1.json",
                "dialing.interrupted.v1.json",
                "followup.overdue.v1.json",
                "lead.assigned.v1.json",
                "lead.created.v1.json",
                "lead.opted_in.v1.json",
                "lead.opted_out.v1.json",
                "lead.updated.v1.json",
                "message.received.v1.json",
                "notification.delivered.v1.json",
                "notification.failed.v1.json",
                "notification.sent.v1.json",
                "outreach.paused.v1.json",
                "receipt.message.v1.json",
                "recording.archived.v1.json",
                "recording.deleted.v1.json",
                "recording.failed.v1.json",
                "reminder.due.v1.json",
                "reply.accounts.send_link.v1.json",
                "reply.appointments.annotate.v1.json",
                "reply.appointments.book.v1.json",
                "reply.appointments.cancel.v1.json",
                "reply.appointments.complete.v1.json",
                "reply.appointments.configure.v1.json",
                "reply.appointments.find_slots.v1.json",
                "reply.appointments.link.v1.json",
                "reply.appointments.no_show.v1.json",
                "reply.appointments.remind.v1.json",
                "reply.appointments.reschedule.v1.json",
                "reply.calendar.disconnect.v1.json",
                "reply.calendar.link.v1.json",
                "reply.calls.open.v1.json",
                "reply.calls.reassign.v1.json",
                "reply.follow_up.configure.v1.json",
                "reply.leads.reassign.v1.json",
                "reply.notifications.allow_address.v1.json",
                "reply.notifications.brand_mails.v1.json",
                "reply.notifications.configure.v1.json",
                "reply.notifications.preview.v1.json",
                "reply.notifications.set_texts.v1.json",
                "reply.notifications.test.v1.json",
                "reply.recordings.configure.v1.json",
                "reply.recordings.delete.v1.json",
                "retry.cancelled.v1.json",
                "retry.exhausted.v1.json",
                "retry.paused.v1.json",
                "retry.planned.v1.json",
                "retry.rescheduled.v1.json",
                "task.created.v1.json",
            ])
    }

    @Test func anotherVersionOrTypeIsNotReadAsThisOne() throws {
        let file = Self.folder.appendingPathComponent("call.ended.v1.json")
        let golden = try String(contentsOf: file, encoding: .utf8)
        for change in [("call.ended.v1", "call.ended.v2"), ("\"specversion\":\"1.0\"", "\"specversion\":\"2.0\"")] {
            let other = golden.replacingOccurrences(of: change.0, with: change.1)
            #expect(other != golden)
            #expect(throws: DecodingError.self) {
                try ContractJSON.decode(CloudEvent<CallEnded>.self, from: Array(other.utf8))
            }
        }
    }

    @Test func whatAFutureVersionAddsIsIgnored() throws {
        let file = Self.folder.appendingPathComponent("call.ended.v1.json")
        let golden = try String(contentsOf: file, encoding: .utf8)
        let more = golden.replacingOccurrences(of: "\"data\":{", with: "\"new\":[1],\"data\":{\"mood\":\"good\",")
        _ = try ContractJSON.decode(CloudEvent<CallEnded>.self, from: Array(more.utf8))
    }
}

@Suite struct IdentifierTests {
    @Test func timeOrderedIDsAreVersion7AndSortByTime() {
        let dates = (0..<100).map { Date(timeIntervalSince1970: 1_787_000_000 + Double($0) / 1000 * 7) }
        let ids = dates.map { UUID.timeOrdered(at: $0).uuidString }
        #expect(ids == ids.sorted())
        for id in ids {
            #expect(id.dropFirst(14).first == "7")
            #expect("89AB".contains(id.dropFirst(19).first ?? "x"))
        }
    }

    @Test func timesAreReadWithAndWithoutFractions() {
        #expect(Date(rfc3339: "2026-08-22T14:31:02Z") == Date(timeIntervalSince1970: 1_787_409_062))
        #expect(Date(rfc3339: "2026-08-22T16:31:02.250+02:00") == Date(timeIntervalSince1970: 1_787_409_062.25))
        #expect(Date(rfc3339: "yesterday") == nil)
    }

    @Test func everyMillisecondIsWrittenAsItIs() {
        for millisecond in 0..<1000 {
            let time = Date(timeIntervalSince1970: (1_796_151_000_000 + Double(millisecond)) / 1000)
                .roundedToMilliseconds
            let digits = "\(1000 + millisecond)".dropFirst()
            #expect(time.rfc3339 == "2026-12-01T18:50:00.\(digits)Z")
            #expect(Date(rfc3339: time.rfc3339)?.roundedToMilliseconds == time)
        }
    }
}
