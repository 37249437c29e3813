import Contracts
import Foundation
import Logging
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// What the provider refuses, and what becomes of the mails.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct MailFailureTests {
    struct Mail: PostgresStatement {
        struct Row: Sendable {
            var kind: String
            var status: String
            var reason: String?
            var attempts: Int32
        }

        static let sql = "SELECT recipient_kind, status, reason, attempts FROM notifications ORDER BY recipient_kind"

        static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
            let (kind, status, reason, attempts) = try row.decode((String, String, String?, Int32).self)
            return Row(kind: kind, status: status, reason: reason, attempts: attempts)
        }
    }

    /// Runs `body` with a stream of the statuses that notifications take.
    static func watchingStatuses<R: Sendable>(
        _ system: ThavonSystem, _ body: (AsyncStream<String>) async throws -> R
    ) async throws -> R {
        try await system.pool.simpleQuery(
            """
            CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN PERFORM pg_notify('statuses', NEW.status); RETURN NULL; END $$;
            CREATE TRIGGER tell AFTER INSERT OR UPDATE ON notifications FOR EACH ROW EXECUTE FUNCTION tell();
            """)
        let listener = PostgresListener(
            configuration: system.database, channels: ["statuses"], logger: Logger(label: "test"))
        let (statuses, sink) = AsyncStream.makeStream(of: String.self)
        let (connected, isConnected) = AsyncStream.makeStream(of: Void.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await listener.run { event in
                    switch event {
                    case .connected: isConnected.yield()
                    case .notification(_, let payload): sink.yield(payload)
                    }
                }
            }
            for await _ in connected { break }
            let result = try await body(statuses)
            group.cancelAll()
            return result
        }
    }

    static func order(_ fault: String, from system: ThavonSystem) async throws {
        let answer = try await system.http.send(
            HTTPRequest(
                method: .post, url: system.sandboxURL + "/faults", headers: ["content-type": "application/json"],
                body: Array(fault.utf8)))
        #expect(answer.isSuccess)
    }

    @Test func oneRefusedMailDoesNotTakeTheOtherWithIt() async throws {
        try await ThavonSystem.run { system in
            try await system.pool.simpleQuery("UPDATE agents SET email = 'bea at@home' WHERE name = 'Bea Berlin'")
            try await EventObserver.observe(system.broker) { events in
                _ = try await system.post(TestReport().body)
                try await events.waitFor("notification.sent")
                try await events.waitFor("notification.failed")
                let mails = try await system.pool.execute(Mail())
                #expect(mails.map(\.kind) == ["agent", "owner"])
                #expect(mails.map(\.status) == ["failed", "sent"])
                #expect(mails.first?.reason?.contains("422") == true)
                let box = try await system.mailbox()
                #expect(box.map(\.to) == [["olga@example.com"]])
            }
        }
    }

    @Test func somebodyWithoutAnAddressIsWrittenDownAsNotSent() async throws {
        try await ThavonSystem.run { system in
            try await system.pool.simpleQuery("UPDATE agents SET email = NULL")
            try await EventObserver.observe(system.broker) { events in
                _ = try await system.post(TestReport().body)
                try await events.waitFor("notification.sent")
                try await events.waitFor("notification.failed")
                let mails = try await system.pool.execute(Mail())
                #expect(mails.map(\.status) == ["not_sent", "sent"])
                #expect(mails.first?.reason == "the agent has no mail address")
            }
        }
    }

    @Test func aUsedUpQuotaParksTheMails() async throws {
        try await ThavonSystem.run { system in
            try await Self.order(#"{"provider":"resend","kind":"quota","count":1}"#, from: system)
            try await Self.watchingStatuses(system) { statuses in
                _ = try await system.post(TestReport().body)
                for await status in statuses where status == "parked" { break }
                let mails = try await system.pool.execute(Mail())
                #expect(mails.map(\.status) == ["parked", "parked"])
                #expect(mails.first?.reason?.contains("quota_exceeded") == true)
                let box = try await system.mailbox()
                #expect(box.isEmpty)
            }
        }
    }

    /// Mails that have been tried travel with mails that have not: each is settled by its own claim.
    @Test func parkedMailsAndNewOnesGoOutTogetherOnce() async throws {
        try await ThavonSystem.run { system in
            try await Self.order(#"{"provider":"resend","kind":"quota","count":1}"#, from: system)
            try await EventObserver.observe(system.broker) { events in
                try await Self.watchingStatuses(system) { statuses in
                    _ = try await system.post(TestReport().body)
                    for await status in statuses where status == "parked" { break }
                }
                _ = try await system.post(TestReport().body)
                try await events.waitFor("call.assigned", subjects: 2)
                try await system.pool.simpleQuery(
                    "UPDATE notifications SET next_attempt_at = now(); UPDATE provider_limits SET closed_until = NULL")
                try await events.waitFor("notification.sent", subjects: 4)
                let mails = try await system.pool.execute(Mail())
                #expect(mails.map(\.status) == ["sent", "sent", "sent", "sent"])
                let box = try await system.mailbox()
                #expect(Set(box.compactMap { $0.tags?["delivery"] }).count == 4)
                #expect(box.count == 4)
            }
        }
    }

    /// Resend forgets keys after a day: what may have been sent is then never sent again.
    @Test func anOutcomeThatStaysOpenForADayIsUnknown() async throws {
        try await ThavonSystem.run { system in
            try await Self.order(#"{"provider":"resend","kind":"500","probability":1}"#, from: system)
            try await EventObserver.observe(system.broker) { events in
                try await Self.watchingStatuses(system) { statuses in
                    _ = try await system.post(TestReport().body)
                    var wasSending = false
                    for await status in statuses {
                        if status == "sending" { wasSending = true }
                        if wasSending, status == "pending" { break }
                    }
                }
                try await system.pool.simpleQuery(
                    "UPDATE notifications SET first_attempt_at = now() - interval '24 hours' WHERE request_id IS NOT NULL"
                )
                try await events.waitFor("notification.failed", subjects: 2)
                let mails = try await system.pool.execute(Mail())
                #expect(mails.map(\.status) == ["unknown", "unknown"])
            }
        }
    }

    @Test func aRefusedKeyKeepsTheMails() async throws {
        var options = ThavonSystem.Options()
        options.environment["notifier"] = ["RESEND_API_KEY": "re_wrong"]
        try await ThavonSystem.run(options) { system in
            try await Self.watchingStatuses(system) { statuses in
                _ = try await system.post(TestReport().body)
                var seen: [String] = []
                for await status in statuses {
                    seen.append(status)
                    // Back to waiting after the attempt.
                    if seen.contains("sending"), status == "pending" { break }
                }
                let mails = try await system.pool.execute(Mail())
                #expect(mails.map(\.status) == ["pending", "pending"])
                #expect(mails.first?.reason?.contains("invalid_api_key") == true)
            }
        }
    }

    @Test(arguments: ["dropped_after_processing", "500", "429", "html_error"])
    func anUncertainOutcomeIsSettledUnderTheSameKey(kind: String) async throws {
        try await ThavonSystem.run { system in
            try await Self.order(#"{"provider":"resend","kind":"\#(kind)","count":2}"#, from: system)
            try await EventObserver.observe(system.broker) { events in
                _ = try await system.post(TestReport().body)
                try await events.waitFor("notification.sent", subjects: 2)
                let box = try await system.mailbox()
                #expect(box.count == 2)
                let mails = try await system.pool.execute(Mail())
                #expect(mails.map(\.attempts) == [3, 3])
            }
        }
    }
}
