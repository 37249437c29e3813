import Contracts
import Foundation
import LenientJSON
import Testing

@testable import WebhookIngest

/// What a tool call says, in every shape that occurs.
@Suite struct BookingToolTests {
    private static func message(_ json: String) throws -> JSONNode { try JSONDocument(parsing: Array(json.utf8)).root }

    @Test(arguments: [
        #"{"toolCallList": [{"id": "t", "function": {"name": "book_appointment", "arguments": {"date": "d", "time": "t"}}}]}"#,
        #"{"toolCallList": [{"id": "t", "function": {"name": "book_appointment", "arguments": "{\"date\":\"d\",\"time\":\"t\"}"}}]}"#,
        #"{"toolCallList": [{"id": "t", "function": {"name": "book_appointment", "parameters": {"date": "d", "time": "t"}}}]}"#,
        #"{"toolCallList": [{"id": "t", "name": "book_appointment", "arguments": {"date": "d", "time": "t"}}]}"#,
        #"{"toolCallList": [{"id": "t", "name": "book_appointment", "parameters": {"date": "d", "time": "t"}}]}"#,
        #"{"toolCalls": [{"id": "t", "function": {"name": "book_appointment", "arguments": {"fecha": "d", "hora": "t"}}}]}"#,
        #"{"toolWithToolCallList": [{"toolCall": {"id": "t", "function": {"name": "book_appointment", "parameters": {"appointment_date": "d", "preferred-time": "t"}}}}]}"#,
    ])
    func everyShapeIsRead(_ json: String) throws {
        let call = try #require(ToolCall.all(in: try Self.message(json)).first)
        #expect(call.id == "t")
        #expect(BookingTool(name: call.name) == .book)
        let arguments = BookingArguments(call.arguments)
        #expect(arguments.date == "d" && arguments.time == "t")
    }

    @Test(arguments: [
        ("check_availability", BookingTool.check), ("checkAvailabilityALAKRAN", .check), ("bookAppointment", .book),
        ("reschedule-appointment", .reschedule), ("Cancel_Appointment", .cancel),
    ])
    func namesGoOnAndAreWrittenAsTheyLike(_ name: String, _ tool: BookingTool) {
        #expect(BookingTool(name: name) == tool)
    }

    @Test(arguments: ["getWeather", "", "appointment", "unbook_appointment"]) func otherToolsAreOthers(_ name: String) {
        #expect(BookingTool(name: name) == nil)
    }

    /// The model's tokens ran out.
    @Test func argumentsThatAreCutOffAreNoArguments() throws {
        let json =
            #"{"toolCallList": [{"id": "t", "function": {"name": "book_appointment", "arguments": "{\"date\": \"2026-"}}]}"#
        let call = try #require(ToolCall.all(in: try Self.message(json)).first)
        guard case .cutOff = call.arguments else {
            Issue.record("\(call.arguments)")
            return
        }
    }

    /// The older form has no id: the same words are the same wish, others are another.
    @Test func theOlderFormHasAnIDOfItsWords() throws {
        func id(_ json: String) throws -> String {
            try #require(
                ToolCall.legacy(
                    in: try Self.message(#"{"functionCall": {"name": "bookAppointment", "parameters": \#(json)}}"#))
            ).id
        }
        #expect(try id(#"{"time": "10"}"#) == id(#"{"time": "10"}"#))
        #expect(try id(#"{"time": "10"}"#) != id(#"{"time": "11"}"#))
    }

    @Test func theSameTextIsTheSameCommand() {
        #expect(UUID.named("a") == UUID.named("a"))
        #expect(UUID.named("a") != UUID.named("b"))
        #expect(UUID.named("a").uuidString.dropFirst(14).first == "8")
    }

    @Test func eachProblemIsASentenceWithWhatIsFree() {
        let now = Date(timeIntervalSince1970: 1_796_025_600)
        let slot = Slot(
            startsAt: now + 86_400, endsAt: now + 88_200, agentID: AgentID(rawValue: UUID()), agentName: "Bea")
        let answers = BookingAnswers(language: "en", zone: .gmt, now: now)
        for problem in [
            "past", "too_soon", "too_far", "outside_hours", "time_off", "taken", "busy", "day_full", "new one",
        ] {
            let reply = AppointmentReply(appointment: nil, agentName: nil, problem: problem, alternatives: [slot])
            guard case .failed(let text) = answers.booked(reply) else {
                Issue.record("\(problem) was booked")
                continue
            }
            #expect(text.contains("tomorrow at 8 AM"), "\(problem): \(text)")
            #expect(!text.contains("\n"))
        }
    }
}
