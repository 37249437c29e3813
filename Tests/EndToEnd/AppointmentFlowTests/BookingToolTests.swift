import Contracts
import Foundation
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// What the voice hears when the assistant asks for appointments during a call.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct BookingToolTests {
    @Test func aSlotIsOfferedBookedOnceMovedAndCancelled() async throws {
        try await Booking.run { booking in
            let offered = try await booking.tool("check_availability", #"{"date": "\#(Self.day)"}"#)
            #expect(offered.result?.contains("9") == true, "\(offered)")
            #expect(offered.result?.contains("\n") == false)

            let body = #"{"date": "\#(Self.day)", "time": "10:00"}"#
            let booked = try await booking.tool("book_appointment", body, id: "t1")
            #expect(booked.result != nil, "\(booked)")
            // The same tool call once more, and the same wish under another id.
            let again = try await booking.tool("book_appointment", body, id: "t1")
            #expect(again == booked)
            let repeated = try await booking.tool("book_appointment", body, id: "t2")
            #expect(repeated.result != nil)
            let one = try await booking.texts("SELECT status || ' ' || source FROM appointments")
            #expect(one == ["scheduled call"])

            let moved = try await booking.tool(
                "reschedule_appointment", #"{"new_date": "\#(Self.day)", "new_time": "11 AM"}"#)
            #expect(moved.result?.contains("11") == true, "\(moved)")
            let cancelled = try await booking.tool("cancel_appointment", "{}")
            #expect(cancelled.result != nil, "\(cancelled)")
            // The model asks once more: there is nothing else that the caller has called off.
            let twice = try await booking.tool("cancel_appointment", "{}")
            #expect(twice.result == cancelled.result)
            let none = try await booking.tool("cancel_appointment", #"{"when": "\#(Self.day)"}"#)
            #expect(none.error != nil)
            let end = try await booking.texts("SELECT status || version FROM appointments")
            #expect(end == ["cancelled2"])
        }
    }

    /// Each gets a sentence that helps on, and nothing is half-booked.
    @Test func whatCannotBeDoneIsAnsweredWithWhatCan() async throws {
        try await Booking.run { booking in
            for (arguments, word) in [
                (#"{"date": "2020-01-01", "time": "10:00"}"#, "passed"),
                (#"{"date": "2027-02-31", "time": "10:00"}"#, ""),
                (#"{"date": "\#(Self.day)", "time": "03:00"}"#, ""), (#"{"time": "25:00"}"#, ""), ("{}", ""),
                (#"{"date": "\#(Self.day)"}"#, ""), (#"{"when": "whenever suits you"}"#, ""),
            ] {
                let answer = try await booking.tool("book_appointment", arguments)
                let error = try #require(answer.error, "\(arguments)")
                #expect(word.isEmpty || error.contains(word), "\(arguments): \(error)")
                // What is free instead.
                #expect(
                    error.contains("AM") || error.contains("PM") || error.contains("noon"), "\(arguments): \(error)")
            }
            let cut = try await booking.tool("book_appointment", text: #"{"date": "2027-02-1"#)
            #expect(cut.error?.isEmpty == false)
            let booked = try await booking.texts("SELECT id::text FROM appointments")
            #expect(booked.isEmpty)
        }
    }

    @Test func theOlderFormIsAnsweredToo() async throws {
        try await Booking.run { booking in
            let message = """
                {"message": {"type": "function-call", "functionCall": {"name": "bookAppointment",
                "parameters": {"datetime": "\(Self.day)T10:00:00Z"}}, \(Booking.call)}}
                """
            let first = try await booking.webhook(message)
            let second = try await booking.webhook(message)
            #expect(first == second && first.contains("result"))
            let booked = try await booking.texts("SELECT status FROM appointments")
            #expect(booked == ["scheduled"])
        }
    }

    @Test func whoeverCallsAndIsNotKnownBecomesALead() async throws {
        try await Booking.run { booking in
            let answer = try await booking.tool(
                "book_appointment", #"{"datetime": "\#(Self.day)T10:00:00Z", "name": "Nora New"}"#,
                number: "+14065550177")
            #expect(answer.result != nil, "\(answer)")
            let leads = try await booking.texts(
                "SELECT leads.name || ' ' || leads.phone FROM appointments JOIN leads ON leads.id = lead_id")
            #expect(leads == ["Nora New +14065550177"])
        }
    }

    /// In the lead's language, and by the lead's clock.
    @Test func theVoiceSpeaksTheLeadsLanguage() async throws {
        try await Booking.run { booking in
            try await booking.system.pool.simpleQuery(
                "UPDATE leads SET time_zone = 'Europe/Berlin' WHERE id = '\(TestAgency.berlinLead)'")
            let answer = try await booking.tool(
                "check_availability", #"{"datetime": "\#(Self.day)T10:00:00Z"}"#, number: TestAgency.berlinNumber)
            #expect(answer.result?.contains("Uhr") == true, "\(answer)")
        }
    }

    /// Agreed on in the call and not booked by a tool.
    @Test func whatWasAgreedOnIsBookedAfterTheCallOrBecomesATask() async throws {
        try await Booking.run { booking in
            let at = Booking.tuesday()
            for (number, lead) in [TestAgency.texanNumber, "+14065550188"].enumerated() {
                let call = "agreed-\(number)"
                let message = """
                    {"message": {"type": "end-of-call-report", "endedReason": "customer-ended-call",
                    "call": {"id": "\(call)", "type": "outboundPhoneCall", "phoneNumberId": "\(TestAgency.phoneNumberID)",
                    "metadata": {}}, "customer": {"number": "\(lead)"}, "durationSeconds": 60,
                    "startedAt": "2026-08-22T14:31:02Z", "endedAt": "2026-08-22T14:32:02Z",
                    "analysis": {"summary": "s", "structuredData": {"appointmentTime": "\(at.rfc3339)"}},
                    "artifact": {"transcript": "AI: Hello\\nUser: Hello, yes please."}}}
                    """
                if number == 1 {
                    // Nobody is free then any more.
                    try await booking.system.pool.simpleQuery(
                        """
                        INSERT INTO leads (id, agency_id, name, phone, country) VALUES
                            (gen_random_uuid(), '\(TestAgency.id)', 'Late', '\(lead)', 'US');
                        INSERT INTO agent_time_off (id, agency_id, agent_id, during) SELECT gen_random_uuid(), agency_id, id,
                            '[2000-01-01, 2100-01-01)' FROM agents;
                        """)
                }
                _ = try await booking.webhook(message)
                try await booking.events.waitFor(number == 0 ? "appointment.booked" : "task.created")
            }
            let booked = try await booking.texts("SELECT source || ' ' || status FROM appointments")
            #expect(booked == ["found scheduled"])
            let tasks = try await booking.texts("SELECT kind FROM tasks")
            #expect(tasks == ["appointment_not_booked"])
        }
    }

    private static var day: String { String(Booking.tuesday().rfc3339.prefix(10)) }
}

extension Booking {
    static let call =
        #""call": {"id": "call-1", "phoneNumberId": "\#(TestAgency.phoneNumberID)"}, "customer": {"number": "\#(TestAgency.texanNumber)"}"#

    struct ToolAnswer: Decodable, Sendable, Equatable {
        var toolCallId: String
        var name: String?
        var result: String?
        var error: String?
    }

    private struct Results: Decodable { var results: [ToolAnswer] }

    /// Posts a tool call as Vapi does.
    func tool(
        _ name: String, _ arguments: String, id: String = UUID().uuidString, number: String = TestAgency.texanNumber
    ) async throws -> ToolAnswer {
        try await tool(
            #"{"id": "\#(id)", "type": "function", "function": {"name": "\#(name)", "arguments": \#(arguments)}}"#,
            number)
    }

    /// The same with arguments in a text.
    func tool(_ name: String, text: String) async throws -> ToolAnswer {
        let quoted = String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
        return try await tool(
            #"{"id": "t", "function": {"name": "\#(name)", "arguments": \#(quoted)}}"#, TestAgency.texanNumber)
    }

    private func tool(_ call: String, _ number: String) async throws -> ToolAnswer {
        let message = """
            {"message": {"type": "tool-calls", "toolCallList": [\(call)], "customer": {"number": "\(number)"},
            "call": {"id": "call-\(number)", "phoneNumberId": "\(TestAgency.phoneNumberID)"}}}
            """
        let answer = try await webhook(message)
        guard let result = try JSONDecoder().decode(Results.self, from: Data(answer.utf8)).results.first else {
            throw Unexpected(reason: answer)
        }
        return result
    }

    func webhook(_ message: String) async throws -> String {
        var request = HTTPRequest(
            method: .post, url: system.webhookURL, headers: ["x-vapi-secret": ThavonSystem.secret],
            body: Array(message.utf8))
        request.timeouts.total = .seconds(20)
        return String(decoding: try await system.http.send(request).body, as: UTF8.self)
    }
}
