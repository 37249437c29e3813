import OutboundHTTP
import Testing

@testable import Sandbox

@Suite struct TwilioMessageTests {
    @Test(arguments: [
        ("sms", ["queued", "sent", "delivered"]), ("whatsapp", ["queued", "sent", "delivered", "read"]),
    ])
    func aMessageIsAcceptedAndReported(_ channel: String, _ statuses: [String]) async throws {
        let receiver = PostReceiver()
        try await withMessages(receiver) { (sandbox, url) async throws in
            if channel == "whatsapp" {
                #expect(try await sandbox.reply("Hi", channel: channel).status == 201)
                #expect(await receiver.next(1).first?.form["ProfileName"] == "Sandbox")
            }
            let callback = [("StatusCallback", "\(url)/status/d1?a=b#rc=2")]
            let sent =
                try await channel == "sms"
                ? sandbox.sms("+15125550147", "Hello", callback) : sandbox.whatsApp("+15125550147", "Hello", callback)
            #expect(sent.status == 201)
            #expect(sent.json["status"] == "queued")
            let sid = try #require(sent.json["sid"]?.string)
            let posts = await receiver.next(statuses.count)
            #expect(posts.map { $0.form["MessageStatus"] } == statuses)
            for post in posts {
                #expect(post.path == "/status/d1?a=b")
                #expect(post.form["MessageSid"] == sid)
                let fields = post.form.fields.map { ($0.name, $0.value) }
                let signature = TwilioSignature.make(
                    url: url + post.path, fields: fields, token: TwilioAccount().authToken)
                #expect(post.header("x-twilio-signature") == signature)
                #expect(post.header("i-twilio-idempotency-token") != nil)
            }
            let read = try await sandbox.twilio("\(SandboxUnderTest.messages)/\(sid).json").json
            #expect(read["status"]?.string == statuses.last)
            #expect(read["date_sent"]?.string?.hasSuffix("+0000") == true)
        }
    }

    /// The example in Twilio's documentation and SDKs.
    @Test func theSignatureIsTwilios() {
        let fields = [
            ("To", "+18005551212"), ("CallSid", "CA1234567890ABCDE"), ("Caller", "+14158675310"),
            ("Digits", "1234"), ("From", "+14158675310"),
        ]
        let signature = TwilioSignature.make(
            url: "https://mycompany.com/myapp.php?foo=1&bar=2", fields: fields, token: "12345")
        #expect(signature == "GvWf1cFY/Q7PnoempGyD5oXAezc=")
    }

    @Test(arguments: [
        ("+15125563003", "whatsapp", "failed", "63003"), ("+15125530005", "sms", "undelivered", "30005"),
        ("+15125550147", "whatsapp", "failed", "63016"),
    ])
    func whatIsAcceptedMayFailLater(
        _ number: String, _ channel: String, _ status: String, _ code: String
    ) async throws {
        let receiver = PostReceiver()
        try await withMessages(receiver) { (sandbox, url) async throws in
            let callback = [("StatusCallback", url)]
            let sent =
                try await channel == "sms"
                ? sandbox.sms(number, "Hello", callback) : sandbox.whatsApp(number, "Hello", callback)
            #expect(sent.status == 201)
            #expect(sent.json["error_code"] == .null)
            let posts = await receiver.next(channel == "sms" ? 3 : 2)
            #expect(posts.last?.form["MessageStatus"] == status)
            #expect(posts.last?.form["ErrorCode"] == code)
            let sid = try #require(sent.json["sid"]?.string)
            let read = try await sandbox.twilio("\(SandboxUnderTest.messages)/\(sid).json").json
            #expect(read["error_code"]?.int.map { "\($0)" } == code)
        }
    }

    @Test func aTemplateNeedsNoWindowAndIsShownWithItsText() async throws {
        let receiver = PostReceiver()
        let template = "HX00000000000000000000000000000001"
        try await withMessages(receiver) {
            $0.templates = [template: "Hello {{1}}, see you at {{2}}"]
        } _: { (sandbox, url) async throws in
            let sent = try await sandbox.message([
                ("To", "whatsapp:+15125550147"), ("From", "whatsapp:+15125550100"), ("ContentSid", template),
                ("ContentVariables", #"{"1":"Ana","2":"10:00"}"#), ("StatusCallback", url), ("contentLanguage", "de"),
            ])
            #expect(sent.json["body"] == "Hello Ana, see you at 10:00")
            #expect(await receiver.next(4).last?.form["MessageStatus"] == "read")
            let seen = try await sandbox.send(.get, "/inbox.json").json.elements?.first
            #expect(seen?["ignoredParameters"] == ["contentLanguage"])
        }
    }

    @Test func aServicePicksTheSender() async throws {
        let receiver = PostReceiver()
        try await withMessages(receiver) {
            $0.senders = ["whatsapp:+15125550109", "+15125550108"]
        } _: { (sandbox, url) async throws in
            let service = "MG00000000000000000000000000000001"
            let sent = try await sandbox.message(
                [
                    ("To", "+15125550147"), ("MessagingServiceSid", service), ("Body", "Hi"), ("StatusCallback", url),
                ], path: "/twilio\(SandboxUnderTest.messages).json")
            #expect(sent.json["status"] == "accepted")
            #expect(sent.json["from"] == .null)
            let posts = await receiver.next(3)
            #expect(posts.allSatisfy { $0.form["From"] == "+15125550108" })
            #expect(posts.allSatisfy { $0.form["MessagingServiceSid"] == service })
        }
    }

    @Test(arguments: [
        ("", 1), (String(repeating: "a", count: 160), 1), (String(repeating: "a", count: 161), 2),
        (String(repeating: "€", count: 80), 1), (String(repeating: "€", count: 81), 2), ("“quoted”", 1),
        (String(repeating: "م", count: 70), 1), (String(repeating: "م", count: 71), 2),
    ])
    func textsTravelInSegments(_ text: String, _ count: Int) {
        #expect(MessageSegments.count(text) == count)
    }

    @Test func whatWasNotSentYetIsFoundByNoDate() throws {
        let account = TwilioAccount()
        var state = TwilioState(account: account)
        let now = MovedTime().ambient.now()
        let form = FormFields("To=%2B15125550147&From=%2B15125550100&Body=Hi")
        let draft = try MessageDraft(form, account: account)
        let record = try state.accept(draft, id: "1", fault: nil, at: now)
        func count(_ query: String) throws -> Int? {
            try state.list(MessageQuery(FormFields(query)))["messages"]?.elements?.count
        }
        #expect(try count("") == 1)
        #expect(try count("DateSent=2026-09-21") == 0)
        state.update(record.sid) { $0.apply(MessageEvent(.sent), at: now) }
        #expect(try count("DateSent=2026-09-21") == 1)
        #expect(try count("DateSent>=2026-09-22") == 0)
        #expect(try count("DateSent<=2026-09-20") == 0)
    }

    @Test func messagesAreListedByRecipientAndDayInPages() async throws {
        let time = MovedTime()
        let receiver = PostReceiver()
        try await withMessages(receiver, ambient: time.ambient) { (sandbox, url) async throws in
            // Sent when it has been reported, so at 2026-09-21T14:13:20Z and later.
            func deliver(_ to: String, _ body: String) async throws {
                #expect(try await sandbox.sms(to, body, [("StatusCallback", url)]).status == 201)
                #expect(await receiver.next(3).count == 3)
                time.move(by: 1)
            }
            for index in 0..<5 { try await deliver("+15125550147", "\(index)") }
            time.move(by: 86_400)
            try await deliver("+15125550148", "other")
            let path = "\(SandboxUnderTest.messages).json"
            func bodies(_ query: String) async throws -> [String] {
                let list = try await sandbox.twilio(path + query).json["messages"]?.elements
                return try #require(list).compactMap { $0["body"]?.string }
            }
            #expect(try await bodies("") == ["other", "4", "3", "2", "1", "0"])
            #expect(try await bodies("?To=%2B15125550148") == ["other"])
            #expect(try await bodies("?From=%2B15125550199") == [])
            #expect(try await bodies("?DateSent=2026-09-22") == ["other"])
            #expect(try await bodies("?DateSent%3E=2026-09-22") == ["other"])
            #expect(try await bodies("?DateSent%3C=2026-09-21&To=%2B15125550147").count == 5)
            #expect(try await bodies("?DateSent=%3E%3D2026-09-22") == ["other"])
            #expect(try await sandbox.twilio(path + "?DateSent=yesterday").status == 400)
            var pages: [[String]] = []
            var uri: String? = path + "?To=%2B15125550147&PageSize=2"
            while let next = uri {
                let page = try await sandbox.twilio(next).json
                pages.append(page["messages"]?.elements?.compactMap { $0["body"]?.string } ?? [])
                uri = page["next_page_uri"]?.string
                // What comes in between moves nothing.
                try await deliver("+15125550147", "new")
            }
            #expect(pages == [["4", "3"], ["2", "1"], ["0"]])
            let back = try await sandbox.twilio(path + "?PageSize=2&Page=1").json["previous_page_uri"]?.string
            #expect(try await sandbox.twilio(try #require(back)).json["messages"]?.elements?.count == 2)
        }
    }
}
