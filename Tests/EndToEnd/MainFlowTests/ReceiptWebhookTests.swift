import Contracts
import Foundation
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// `POST /api/webhooks/twilio/…` and `/api/webhooks/resend` as the providers see them.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct ReceiptWebhookTests {
    @Test func receiptsOfTwilioAreTakenWhenTheyAreSigned() async throws {
        try await Provider.run { system, events in
            let status = "/status" + Provider.query
            let fields = Provider.status("undelivered", [("ErrorCode", "30005"), ("New", "")])
            let right = Provider.signature(Provider.publicURL + status, fields)
            let called = Provider.signature(system.provider("/twilio" + status), fields)
            let other = Provider.signature(Provider.publicURL + status, fields, token: "another")
            let refused = [
                try await system.postTwilio(status, fields, signature: "").status,
                try await system.postTwilio(status, fields, signature: "nonsense").status,
                try await system.postTwilio(status, fields, signature: other).status,
                // The address that is configured counts, not the one that was called.
                try await system.postTwilio(status, fields, signature: called).status,
                try await system.postTwilio(status, Provider.status("delivered"), signature: right).status,
                try await system.postTwilio(status + "0", fields, signature: right).status,
                try await system.postTwilio("/inbound" + Provider.query, fields, signature: right).status,
            ]
            #expect(refused == Array(repeating: 401, count: 7))
            let large = [UInt8](repeating: UInt8(ascii: "a"), count: 65_537)
            let tooLarge = try await system.postTwilio(status, body: large, signature: right)
            #expect(tooLarge.status == 413)
            let none = try await system.pool.execute(KeptPosts())
            #expect(none.isEmpty)

            let answers = [
                try await system.postTwilio(status, fields),
                try await system.postTwilio(status, Provider.status("teleported")),
                try await system.postTwilio("/status", Provider.status("sent")),
                try await system.postTwilio("/status?delivery=17", Provider.status("sent")),
            ]
            #expect(answers.map(\.status) == [204, 204, 204, 204])
            #expect(answers.allSatisfy { $0.body.isEmpty })
            try await events.waitFor("receipt.message")
            let receipts = try await events.events(of: MessageReceipt.self)
            let receipt = try #require(receipts.first)
            #expect(receipts.count == 1 && receipt.subject == Provider.delivery && receipt.agencyID == nil)
            #expect(receipt.data.notificationID == NotificationID(Provider.delivery))
            #expect(
                receipt.data.notificationTime?.roundedToMilliseconds
                    == Date(timeIntervalSince1970: 1_796_151_000.123).roundedToMilliseconds)
            #expect(receipt.data.status == .failed && receipt.data.channel == .sms)
            #expect(receipt.data.errorCode == 30005 && receipt.data.endedAddress == "+15125550122")
            let posts = try await system.pool.execute(KeptPosts())
            #expect(posts.map(\.disposition) == ["applied", "ignored", "unmatched", "unmatched"])
            #expect(posts.allSatisfy { $0.source == "twilio" && !$0.headers.contains("ignature") })
            #expect(posts.first?.body == Array(PercentEncoding.form(fields).utf8))
        }
    }

    /// What is signed and yet no form of Twilio's is kept, and does no harm.
    @Test func whatCannotBeReadIsKeptAsItCame() async throws {
        try await Provider.run { system, events in
            let bodies: [[UInt8]] = [
                [], Array("not a form".utf8), Array("{}".utf8), Array("MessageStatus=sent".utf8),
                [0x00, 0xff, 0xfe, UInt8(ascii: "="), 0x00], Array("MessageSid=SM1&MessageStatus=".utf8),
            ]
            for path in ["/status" + Provider.query, "/inbound"] {
                for body in bodies {
                    let answer = try await system.postTwilio(path, body: body, signature: Self.signed(path, body))
                    #expect(answer.status == 400)
                }
            }
            let nul = try await system.postTwilio("/inbound", Provider.message("a\u{0}b", id: "SM\u{0}7"))
            #expect(nul.status == 200)
            let receipt = try await system.postTwilio("/status" + Provider.query, Provider.status("se\u{0}nt"))
            #expect(receipt.status == 204)
            let notJSON = try await system.postResend("{not json")
            let noEvent = try await system.postResend("[]")
            #expect(notJSON == 400 && noEvent == 400)

            let posts = try await system.pool.execute(KeptPosts())
            let unreadable = posts.filter { $0.disposition == "unreadable" }
            #expect(unreadable.count == 14)
            #expect(Set(unreadable.map(\.body)).isSuperset(of: bodies))
            #expect(posts.map(\.disposition).filter { $0 != "unreadable" } == ["applied", "ignored"])
            let messages = try await system.pool.execute(InboundMessages())
            #expect(messages == ["SM7|sms|+15125550122|+15125550100|ab|none|Test Agency|Tex Ann"])
            try await events.waitFor("message.received")
            let receipts = await events.events("receipt.message")
            #expect(receipts.isEmpty)
        }
    }

    @Test func mailsAreFollowed() async throws {
        try await Provider.run { system, events in
            let tags = #""delivery": "\#(Provider.delivery)", "at": "1796151000123", "agency": "\#(TestAgency.id)""#
            let body = """
                {"type": "email.bounced", "created_at": "2026-11-30T10:00:00.250Z", "data": {"email_id": "em_1",
                "to": ["Bea <Bea@Example.com>"], "tags": {\(tags)}, "bounce": {"type": "Permanent", "message": "gone"}}}
                """
            let now = Date()
            let right = Provider.svixHeaders(body)
            var unsigned = right
            unsigned["svix-signature"] = nil
            var replayed = right
            replayed["svix-id"] = "msg_2"
            let refused = [
                try await system.postResend(body, headers: [:]),
                try await system.postResend(body, headers: unsigned),
                try await system.postResend(body, headers: replayed),
                try await system.postResend(body + " ", headers: right),
                try await system.postResend(body, headers: Provider.svixHeaders(body, key: Data("wrong".utf8))),
                try await system.postResend(body, headers: Provider.svixHeaders(body, at: now - 330)),
                try await system.postResend(body, headers: Provider.svixHeaders(body, at: now + 330)),
            ]
            #expect(refused == Array(repeating: 401, count: 7))
            let tooLarge = try await system.postResend(String(repeating: " ", count: 300_000))
            #expect(tooLarge == 413)
            let none = try await system.pool.execute(KeptPosts())
            #expect(none.isEmpty)

            let retired = Provider.svixHeaders(body, key: Data("the one before it".utf8))
            let taken = [
                try await system.postResend(body, headers: right),
                try await system.postResend(body, headers: retired),
                try await system.postResend(#"{"type": "contact.created", "data": {}}"#),
                try await system.postResend(#"{"type": "email.sent", "data": {"email_id": "em_2"}}"#),
            ]
            #expect(taken == [204, 204, 204, 204])
            try await events.waitFor("receipt.message")
            let receipt = try #require(try await events.events(of: MessageReceipt.self).first)
            #expect(receipt.subject == Provider.delivery && receipt.agencyID == TestAgency.id)
            #expect(receipt.data.status == .bounced && receipt.data.channel == .email)
            #expect(receipt.data.providerMessageID == "em_1" && receipt.data.reason == "gone")
            #expect(receipt.data.endedAddress == "bea@example.com")
            #expect(receipt.data.occurredAt.rfc3339 == "2026-11-30T10:00:00.250Z")
            let posts = try await system.pool.execute(KeptPosts())
            #expect(posts.map(\.disposition) == ["applied", "applied", "ignored", "unmatched"])
            #expect(posts.allSatisfy { $0.source == "resend" && !$0.headers.contains("ignature") })
        }
    }

    /// Nothing that could be verified.
    @Test func withoutSecretsEverythingIsRefused() async throws {
        var options = ThavonSystem.Options()
        options.services = ["webhook-ingest"]
        options.environment["webhook-ingest"] = ["TWILIO_AUTH_TOKEN": "", "RESEND_WEBHOOK_SECRET": ""]
        try await ThavonSystem.run(options) { system in
            let status = "/status" + Provider.query
            let unkeyed = Provider.signature(Provider.publicURL + status, Provider.status("sent"), token: " ")
            let statuses = [
                try await system.postTwilio(status, Provider.status("sent")).status,
                try await system.postTwilio(status, Provider.status("sent"), signature: unkeyed).status,
                try await system.postTwilio("/inbound", Provider.message("STOP", id: "SM1")).status,
                try await system.postResend("{}"),
            ]
            #expect(statuses == [401, 401, 401, 401])
            let none = try await system.pool.execute(KeptPosts())
            #expect(none.isEmpty)
        }
    }

    /// A body signed as it is, whatever it is: the fields are those that a form would have.
    private static func signed(_ path: String, _ body: [UInt8]) -> String {
        let fields = String(decoding: body, as: UTF8.self).split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return (parts[0], parts.count > 1 ? parts[1] : "")
        }
        return Provider.signature(Provider.publicURL + path, fields)
    }
}
