import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Dashboard

/// What lies in the broker because a service gave it up, seen and settled by the agency's owner.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct DeadLetterPageTests {
    static let queue = "thavon.notifier"
    private let log = Logger(label: "test")

    @Test func anOwnerSendsTheirsBackOrThrowsThemAway() async throws {
        try await Consoling.run { console in
            let broker = AMQPAdministration(configuration: console.system.broker)
            try await Self.bury("theirs", agency: Person.otherAgency, broker)
            try await Self.bury("one", agency: "\(TestAgency.id)", broker)
            try await Self.bury("two", agency: "\(TestAgency.id)", broker)
            var owner = try await console.signedIn(.owner)
            let page = try await owner.get("/operations/dead-letters")
            #expect(page.text.contains("no such call: one") && page.text.contains("no such call: two"))
            #expect(!page.text.contains("theirs"))

            let foreign = try await owner.post(
                "/operations/dead-letters/discard", [("id", "theirs"), ("queue", Self.queue)])
            #expect(foreign.location == "/operations/dead-letters?done=gone")
            let retried = try await owner.post(
                "/operations/dead-letters/retry", [("id", "one"), ("queue", Self.queue)])
            #expect(retried.location == "/operations/dead-letters?done=retried")
            guard let back = try await broker.get(Self.queue) else {
                throw ConsoleTestError("what was sent back is not in its queue")
            }
            #expect(back.message.messageID == "one" && back.message.headers["x-thavon-reason"] == nil)
            back.ack()
            let discarded = try await owner.post(
                "/operations/dead-letters/discard", [("id", "two"), ("queue", Self.queue)])
            #expect(discarded.location == "/operations/dead-letters?done=discarded")
            let after = try await owner.get("/operations/dead-letters")
            #expect(after.text.contains("No dead letters"))
            let audit = try await owner.get("/settings/audit")
            #expect(audit.text.contains("dead_letter.retried") && audit.text.contains("dead_letter.discarded"))
            let rest = try await broker.queueDepth(EventTopology.dead)
            #expect(rest.messages == 1)
            await broker.close()
        }
    }

    @Test func othersInFrontHideNothing() async throws {
        try await Consoling.run { console in
            let broker = AMQPAdministration(configuration: console.system.broker)
            for number in 0..<205 { try await Self.bury("theirs \(number)", agency: Person.otherAgency, broker) }
            try await Self.bury("mine", agency: "\(TestAgency.id)", broker)
            var owner = try await console.signedIn(.owner)
            let page = try await owner.get("/operations/dead-letters")
            #expect(page.text.contains("no such call: mine") && !page.text.contains("theirs"))
            #expect(!page.text.contains("were not looked at"))
            let discarded = try await owner.post(
                "/operations/dead-letters/discard", [("id", "mine"), ("queue", Self.queue)])
            #expect(discarded.location == "/operations/dead-letters?done=discarded")
            // More of their own than are shown.
            var other = try await console.signedIn(.otherOwner)
            let theirs = try await other.get("/operations/dead-letters")
            #expect(theirs.text.matches(of: /no such call: theirs \d+/).count == DeadLetterDesk.mostShown)
            #expect(theirs.text.contains("were not looked at"))

            let short = DeadLetterDesk(broker: broker, logger: log, most: 3)
            let (letters, areMore) = try await short.letters(of: TestAgency.id)
            #expect(letters.isEmpty && areMore)
            let long = DeadLetterDesk(broker: broker, logger: log, most: 205)
            let (none, nothing) = try await long.letters(of: TestAgency.id)
            #expect(none.isEmpty && !nothing)
            await broker.close()
        }
    }

    @Test func whatAnotherProcessIsLookingAtIsNotGone() async throws {
        try await Consoling.run { console in
            let broker = AMQPAdministration(configuration: console.system.broker)
            try await Self.bury("one", agency: "\(TestAgency.id)", broker)
            let another = AMQPConsumer(
                configuration: console.system.broker, queue: EventTopology.dead, prefetch: 10,
                logger: log)
            let (hasIt, noted) = AsyncStream.makeStream(of: Void.self)
            let (isOver, over) = AsyncStream.makeStream(of: Void.self)
            let looking = Task {
                try await another.run { delivery in
                    noted.finish()
                    for await _ in isOver {}
                    delivery.reject(requeue: true)
                }
            }
            for await _ in hasIt {}
            var desk = DeadLetterDesk(broker: broker, logger: log)
            desk.pause = { _ in }
            let busy = await #expect(throws: AMQPError.self) { _ = try await desk.letters(of: TestAgency.id) }
            #expect(busy?.code == .resourceLocked)
            var owner = try await console.signedIn(.owner)
            let page = try await owner.get("/operations/dead-letters")
            #expect(page.status == 503 && page.text.contains("has these messages in hand"))

            desk.pause = { _ in
                over.finish()
                looking.cancel()
                _ = await looking.result
                while try await broker.queueDepth(EventTopology.dead).consumers > 0 { try Task.checkCancellation() }
            }
            let letter = try await desk.settle("one", from: Self.queue, of: TestAgency.id, .discard)
            #expect(letter?.id == "one")
            let again = try await desk.settle("one", from: Self.queue, of: TestAgency.id, .discard)
            #expect(again == nil)
            await broker.close()
        }
    }

    /// The database is away by the time that it is to be noted.
    @Test func whatWasDoneIsSaidWhenItCannotBeNoted() async throws {
        try await Consoling.run { console in
            let broker = AMQPAdministration(configuration: console.system.broker)
            try await Self.bury("one", agency: "\(TestAgency.id)", broker)
            let away = PostgresPool(
                configuration: try PostgresConfiguration(url: "postgres://nobody@127.0.0.1:1/none"), logger: log)
            let relay = OutboxRelay(
                pool: away, publisher: AMQPPublisher(configuration: console.system.broker, logger: log), logger: log)
            let viewer = Viewer(
                accountID: TestAgency.owner, agencyID: TestAgency.id, role: .owner, agentID: nil, name: "Olga",
                email: Person.owner.email, language: nil, timeZone: .gmt, theme: "system", agencyName: "Agency",
                proofID: UUID())
            let letter = try await DeadLetterDesk(broker: broker, logger: log).settle(
                "one", from: Self.queue, .discard, by: Principal(viewer: viewer, address: "127.0.0.1"),
                ConsoleDatabase(pool: away, relay: relay))
            #expect(letter?.id == "one")
            let left = try await broker.queueDepth(EventTopology.dead)
            #expect(left.messages == 0)
            await broker.close()
            await away.shutdown()
        }
    }

    @Test func theyKeepTheirOrderHoweverOftenTheyAreSeen() async throws {
        try await Consoling.run { console in
            let broker = AMQPAdministration(configuration: console.system.broker)
            let ids = (0..<40).map { "letter \($0)" }
            for id in ids { try await Self.bury(id, agency: "\(TestAgency.id)", broker) }
            let owner = try await console.program(of: .owner)
            for _ in 0..<3 {
                let list = try await owner.get("/dead-letters")
                #expect(list.data.compactMap { $0["id"] as? String } == ids)
            }
            let discard = #"{"id": "letter 20", "queue": "\#(Self.queue)"}"#
            let gone = try await owner.post("/dead-letters/discard", discard)
            #expect(gone.status == 204)
            let list = try await owner.get("/dead-letters")
            #expect(list.data.compactMap { $0["id"] as? String } == ids.filter { $0 != "letter 20" })
            await broker.close()
        }
    }

    /// A quorum queue counts how often a message was handed out.
    @Test func lookingOftenUsesNothingUp() async throws {
        try await Consoling.run { console in
            let broker = AMQPAdministration(configuration: console.system.broker)
            try await Self.bury("one", agency: "\(TestAgency.id)", broker)
            var owner = try await console.signedIn(.owner)
            for _ in 1...25 { try await owner.get("/operations/dead-letters") }
            let page = try await owner.get("/operations/dead-letters")
            #expect(page.text.contains("no such call: one"))
            await broker.close()
        }
    }

    /// Puts an event where a service puts what it gives up.
    static func bury(_ id: String, agency: String, _ broker: AMQPAdministration) async throws {
        let event = """
            {"specversion": "1.0", "id": "\(UUID().uuidString.lowercased())", "source": "webhook-ingest", "subject": "c1",
            "type": "io.thavon.call.ended.v1", "time": "2026-11-29T10:00:00.000Z", "agencyid": "\(agency)", "data": {}}
            """
        let message = AMQPMessage(
            body: Array(event.utf8), messageID: id,
            headers: [
                "x-thavon-queue": .string(queue), "x-thavon-reason": .string("no such call: \(id)"),
                "x-thavon-attempts": .int64(5),
            ])
        try await broker.publish(AMQPPublish(message, to: EventTopology.dead, routingKey: queue))
    }
}
