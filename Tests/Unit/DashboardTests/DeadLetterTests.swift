import AMQP
import Contracts
import Foundation
import Testing

@testable import Dashboard

@Suite struct DeadLetterTests {
    private static let agency = "a0000000-0000-4000-8000-000000000001"

    private func message(
        _ headers: AMQPTable, body: String? = nil, id: String? = "m1"
    ) -> AMQPMessage {
        let event = """
            {"specversion": "1.0", "id": "b0000000-0000-4000-8000-000000000001", "source": "webhook-ingest",
            "type": "io.thavon.call.ended.v1", "subject": "c1", "time": "2026-11-29T10:00:00.000Z",
            "agencyid": "\(Self.agency)", "data": {}}
            """
        return AMQPMessage(body: Array((body ?? event).utf8), messageID: id, headers: headers)
    }

    private static let marks: AMQPTable = [
        "x-thavon-queue": .string("thavon.notifier"), "x-thavon-reason": .string("no such call"),
        "x-thavon-attempts": .int64(5), "traceparent": .string("00-1-2-01"),
    ]

    @Test func saysWhatFailedWhereAndWhy() throws {
        let letter = try #require(DeadLetter(message(Self.marks)))
        #expect(letter.agencyID.description == Self.agency)
        #expect((letter.name, letter.service, letter.subject) == ("call.ended", "notifier", "c1"))
        #expect((letter.reason, letter.attempts) == ("no such call", 5))
        #expect(letter.time != nil)
    }

    @Test func theBrokersOwnWordsStandIn() throws {
        let letter = try #require(
            DeadLetter(
                message([
                    "x-first-death-queue": .string("thavon.assignment"),
                    "x-first-death-reason": .string("delivery_limit"),
                ])))
        #expect((letter.queue, letter.reason, letter.attempts) == ("thavon.assignment", "delivery_limit", nil))
    }

    @Test func whatIsNobodysIsNotShown() {
        #expect(DeadLetter(message(Self.marks, body: "no JSON")) == nil)
        #expect(DeadLetter(message(Self.marks, body: #"{"type": "io.thavon.call.ended.v1"}"#)) == nil)
        #expect(DeadLetter(message(Self.marks, id: nil)) == nil)
        #expect(DeadLetter(message([:])) == nil)
    }

    @Test func nothingIsSentWhereNoneOfOursWaits() {
        for queue in ["thavon.dead", "thavon.events.log", "somebody.else", "thavon.notifier.commands", ""] {
            #expect(DeadLetter(message(["x-thavon-queue": .string(queue)])) == nil)
        }
    }

    @Test func aRevivedOneHasNeverFailed() {
        let revived = DeadLetter.revived(message(Self.marks))
        #expect(revived.headers == ["traceparent": .string("00-1-2-01")])
        #expect(revived.body == message(Self.marks).body)
        #expect(revived.messageID == "m1")
    }
}
