import OutboundHTTP
import Testing

@testable import Sandbox

/// Twilio's connection overrides.
@Suite struct CallbackRetryTests {
    @Test func aCallbackThatFailsIsPostedAgainAsItsAddressAsks() async throws {
        let receiver = PostReceiver(answering: [500, 404])
        try await withMessages(receiver) { (sandbox, url) async throws in
            let callback = [("StatusCallback", "\(url)/status?x=1#rc=3&rp=all")]
            #expect(try await sandbox.sms("+15125550147", "Hi", callback).status == 201)
            let posts = await receiver.next(5)
            #expect(
                posts.map { $0.form["MessageStatus"] } == ["queued", "queued", "queued", "sent", "delivered"])
            #expect(Set(posts.prefix(3).compactMap { $0.header("i-twilio-idempotency-token") }).count == 1)
            for post in posts {
                #expect(post.path == "/status?x=1")
                let signature = TwilioSignature.make(
                    url: "\(url)/status?x=1", fields: post.form.fields.map { ($0.name, $0.value) },
                    token: TwilioAccount().authToken)
                #expect(post.header("x-twilio-signature") == signature)
            }
        }
    }

    @Test(arguments: [
        ("", 1), ("#rc=0&rp=all", 1), ("#rc=2&rp=all", 3), ("#rc=9&rp=all", 6), ("#rp=5xx", 2), ("#rc=3&rp=4xx,ct", 1),
        ("#rc=3", 1), ("#rc=1&rp=4xx,5xx", 2),
    ])
    func itIsPostedNoMoreOftenThanThat(fragment: String, count: Int) async throws {
        let receiver = PostReceiver(answering: Array(repeating: 503, count: count))
        let inbound: @Sendable (inout TwilioAccount) -> Void = { $0.inboundURL? += fragment }
        try await withMessages(receiver, inbound) { (sandbox, _) async throws in
            let first = try await sandbox.reply("First").json["id"]?.string
            #expect(await receiver.next(count).map { $0.form["MessageSid"] } == Array(repeating: first, count: count))
            // Nothing else comes of it.
            let second = try await sandbox.reply("Second").json["id"]?.string
            #expect(await receiver.next(1).first?.form["MessageSid"] == second)
        }
    }

    @Test func thePausesGrow() {
        let retries = CallbackRetries(url: "https://a.example/x#rc=2&rp=rt,5xx&tt=5000")
        #expect(retries.pause(afterAttempt: 1, .unanswered) == .milliseconds(100))
        #expect(retries.pause(afterAttempt: 2, .broken) == .milliseconds(200))
        #expect(retries.pause(afterAttempt: 3, .broken) == nil)
        #expect(retries.pause(afterAttempt: 1, .refused) == nil && retries.pause(afterAttempt: 1, nil) == nil)
        #expect(CallbackRetries.Failure(status: 200) == nil && CallbackRetries.Failure(status: 302) == nil)
    }
}
