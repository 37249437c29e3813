import FoundationEssentials
import OutboundHTTP
import Testing

@testable import Sandbox

@Suite struct ResendWebhookTests {
    /// The example in the documentation of Svix and of Standard Webhooks.
    @Test func theSignatureIsSvixes() throws {
        let signature = try #require(SvixSignature(secret: "whsec_plJ3nmyCDGBKInavdOK15jsl"))
        let headers = signature.headers(
            id: "msg_loFOjxBNrRLzqYUf", at: .init(timeIntervalSince1970: 1_731_705_121),
            body: Array(#"{"event_type":"ping","data":{"success":true}}"#.utf8))
        #expect(headers["svix-signature"] == "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=")
        #expect(headers["svix-timestamp"] == "1731705121")
        #expect(SvixSignature(secret: "secret") == nil)
        #expect(SvixSignature(secret: "whsec_") == nil)
    }

    @Test(arguments: [
        ("sara@example.com", ["sent", "delivered"]), ("delivered+label@resend.dev", ["sent", "delivered"]),
        ("Sara <bounced@resend.dev>", ["sent", "bounced"]), ("bounced@example.com", ["sent", "bounced"]),
        ("complained@resend.dev", ["sent", "delivered", "complained"]), ("suppressed@resend.dev", ["suppressed"]),
        ("complaint@example.com", ["sent", "delivered", "complained"]),
    ])
    func theRecipientDecidesWhatBecomesOfAMail(_ recipient: String, _ events: [String]) async throws {
        let receiver = PostReceiver()
        try await withMessages(receiver) { (sandbox, _) async throws in
            let sent = try await sandbox.mail(
                mail(["to": .string(recipient), "tags": [["name": "delivery", "value": "d1"]]]))
            let id = try #require(sent.json["id"]?.string)
            let posts = await receiver.next(events.count)
            #expect(posts.map { $0.json["type"]?.string } == events.map { "email.\($0)" })
            let signature = try #require(SvixSignature(secret: "whsec_c2FuZGJveC1zZWNyZXQ="))
            for post in posts {
                #expect(post.path == "/mails")
                #expect(post.json.at("data", "email_id")?.string == id)
                #expect(post.json.at("data", "tags", "delivery") == "d1")
                let expected = signature.headers(
                    id: post.header("svix-id") ?? "", at: sandbox.world.ambient.now(), body: post.body)
                #expect(post.header("svix-signature") == expected["svix-signature"])
                #expect(post.header("svix-timestamp") == expected["svix-timestamp"])
            }
            #expect(Set(posts.compactMap { $0.header("svix-id") }).count == events.count)
            if events.last == "bounced" {
                #expect(posts.last?.json.at("data", "bounce", "type") == "Permanent")
            }
            let read = try await sandbox.send(
                .get, "/resend/emails/\(id)", headers: ["authorization": "Bearer re_sandbox"])
            #expect(read.json["last_event"]?.string == events.last)
        }
    }

    @Test(arguments: [
        ("webhooks_twice", ["sent", "sent", "delivered", "delivered"]),
        ("webhooks_disordered", ["delivered", "sent"]), ("webhooks_final_lost", ["sent"]), ("webhooks_lost", []),
        ("webhooks_late", ["sent", "delivered"]),
    ])
    func eventsGoWrongAsOrdered(_ kind: String, _ events: [String]) async throws {
        let receiver = PostReceiver()
        let fault: JSON = ["provider": "resend", "kind": .string(kind), "count": 1]
        try await withMessages(receiver, faults: fault) { (sandbox, _) async throws in
            #expect(try await sandbox.mail(mail()).status == 200)
            let posts = await receiver.next(events.count)
            #expect(posts.map { $0.json["type"]?.string } == events.map { "email.\($0)" })
            #expect(Set(posts.compactMap { $0.header("svix-id") }).count == Set(events).count)
            let second = try await sandbox.mail(mail()).json["id"]
            #expect(await receiver.next(2).allSatisfy { $0.json.at("data", "email_id") == second })
        }
    }

    @Test func anEventThatIsNotAcceptedIsRepeatedUnderItsID() async throws {
        let receiver = PostReceiver(answering: [500, 404, 200])
        try await withMessages(receiver) { (sandbox, _) async throws in
            #expect(try await sandbox.mail(mail(["to": "suppressed@resend.dev"])).status == 200)
            let posts = await receiver.next(3)
            #expect(Set(posts.compactMap { $0.header("svix-id") }).count == 1)
            #expect(Set(posts.map(\.body)).count == 1)
        }
    }
}
