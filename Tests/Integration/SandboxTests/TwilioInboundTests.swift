import OutboundHTTP
import Testing

@testable import Sandbox

@Suite struct TwilioInboundTests {
    @Test func aReplyIsPostedWithASignature() async throws {
        let receiver = PostReceiver()
        try await withMessages(receiver) { (sandbox, url) async throws in
            let written = try await sandbox.reply("Yes & no + ü", channel: "whatsapp")
            #expect(written.status == 201)
            #expect(written.json["direction"] == "inbound")
            let post = try #require(await receiver.next(1).first)
            #expect(post.path == "/inbound")
            #expect(post.form["MessageSid"] == written.json["id"]?.string)
            #expect(post.form["From"] == "whatsapp:+15125550147")
            #expect(post.form["To"] == "whatsapp:\(SandboxUnderTest.ours)")
            #expect(post.form["Body"] == "Yes & no + ü")
            #expect(post.form["WaId"] == "15125550147")
            #expect(post.form["SmsStatus"] == "received")
            let signature = TwilioSignature.make(
                url: "\(url)/inbound", fields: post.form.fields.map { ($0.name, $0.value) },
                token: TwilioAccount().authToken)
            #expect(post.header("x-twilio-signature") == signature)
            let list = try await sandbox.twilio("\(SandboxUnderTest.messages).json").json["messages"]?.elements
            #expect(list?.first?["direction"] == "inbound")
            #expect(list?.first?["status"] == "received")
        }
    }

    @Test func aStopIsHonouredUntilAStart() async throws {
        let receiver = PostReceiver()
        try await withMessages(receiver) { (sandbox, _) async throws in
            #expect(try await sandbox.sms().status == 201)
            #expect(try await sandbox.reply(" stop ").status == 201)
            #expect(await receiver.next(1).first?.form["Body"] == "stop")
            let refused = try await sandbox.sms()
            #expect(refused.status == 400)
            #expect(refused.json["code"] == 21610)
            // Only that person, and only from that number.
            #expect(try await sandbox.sms("+15125550148").status == 201)
            let other = [("To", "+15125550147"), ("From", "+15125550101"), ("Body", "Hi")]
            #expect(try await sandbox.message(other).status == 201)
            let replies = try await sandbox.send(.get, "/inbox.json?to=%2B15125550147").json.elements
            #expect(replies?.contains { $0["body"]?.string?.contains("unsubscribed") == true } == true)
            #expect(try await sandbox.reply("Start").status == 201)
            #expect(try await sandbox.sms().status == 201)
        }
    }

    @Test func aStopOnWhatsAppIsOurBusiness() async throws {
        try await withMessages { (sandbox, _) async throws in
            #expect(try await sandbox.reply("STOP", channel: "whatsapp").status == 201)
            #expect(try await sandbox.whatsApp().status == 201)
        }
    }

    @Test func theWindowClosesAfterADay() async throws {
        let receiver = PostReceiver()
        let time = MovedTime()
        try await withMessages(receiver, ambient: time.ambient) { (sandbox, url) async throws in
            func ending() async throws -> String? {
                let sent = try await sandbox.whatsApp("+15125550147", "Hi", [("StatusCallback", url)])
                #expect(sent.status == 201)
                var posts = await receiver.next(2)
                // A refusal comes at once.
                if posts.last?.form["MessageStatus"] == "sent" { posts = await receiver.next(2) }
                return posts.last?.form["ErrorCode"] ?? posts.last?.form["MessageStatus"]
            }
            #expect(try await ending() == "63016")
            #expect(try await sandbox.reply("Hello?", channel: "whatsapp").status == 201)
            #expect(await receiver.next(1).count == 1)
            #expect(try await ending() == "read")
            time.move(by: 24 * 3600 - 1)
            #expect(try await ending() == "read")
            time.move(by: 1)
            #expect(try await ending() == "63016")
        }
    }

    @Test(arguments: [
        #"{"channel":"fax","from":"+15125550147","to":"+15125550100","body":"x"}"#,
        #"{"channel":"sms","from":"5550147","to":"+15125550100","body":"x"}"#,
        #"{"channel":"sms","from":"+15125550147","to":"?","body":"x"}"#,
        #"{"channel":"sms","from":"+15125550147","to":"+15125550100","body":" "}"#, "[",
    ])
    func whatIsNoReplyIsRefused(_ body: String) async throws {
        try await withMessages { (sandbox, _) async throws in
            #expect(try await sandbox.send(.post, "/inbox/replies.json", body: body).status == 400)
            #expect(sandbox.world.twilio.snapshot.count == 0)
        }
    }
}
