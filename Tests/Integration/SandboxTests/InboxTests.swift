import OutboundHTTP
import Testing

@testable import Sandbox

@Suite struct InboxTests {
    private static let form: HTTPHeaders = ["content-type": "application/x-www-form-urlencoded"]
    private static let chat = "/inbox/chat?channel=sms&number=%2B15125550147&sender=%2B15125550100"

    @Test func thereIsAConversationForEachAddressAndEachPairOfNumbers() async throws {
        let time = MovedTime()
        try await withMessages(ambient: time.ambient) { (sandbox, _) async throws in
            #expect(try await sandbox.mail(mail(["to": ["Sara <Sara@Example.com>", "b@example.com"]])).status == 200)
            time.move(by: 1)
            #expect(try await sandbox.sms("+15125550147", "First").status == 201)
            #expect(try await sandbox.sms("+15125550147", "Second").status == 201)
            time.move(by: 1)
            #expect(try await sandbox.reply("Hi", channel: "whatsapp").status == 201)
            let page = try await sandbox.send(.get, "/inbox").text
            #expect(page.components("class=\"row\"") == 4)
            #expect(page.contains("/inbox/mail?address=sara%40example.com"))
            #expect(page.contains("1 mail, 3 messages"))
            #expect(page.contains("Second"))
            #expect(!page.contains("First"))
            #expect(try await sandbox.send(.get, "/inbox?to=sara").text.components("class=\"row\"") == 1)
            let mails = try await sandbox.send(.get, "/inbox/mail?address=sara%40example.com").text
            #expect(mails.contains("Hello"))
            let list = try await sandbox.send(.get, "/inbox.json").json.elements
            #expect(list?.map { $0["channel"] } == ["whatsapp", "sms", "sms", "mail"])
            #expect(try await sandbox.send(.get, "/inbox.json?to=+15125550147").json.elements?.count == 3)
            #expect(try await sandbox.send(.get, "/inbox.json?channel=sms").json.elements?.count == 2)
            let since = try #require(list?.first?["receivedAt"]?.string)
            #expect(try await sandbox.send(.get, "/inbox.json?since=\(since)").json.elements?.count == 1)
            #expect(try await sandbox.send(.get, "/inbox.json?channel=fax").status == 400)
            #expect(try await sandbox.send(.get, "/inbox.json?since=now").status == 400)
            let counts = try await sandbox.send(.get, "/inbox/count.json").json
            #expect(counts["sms"] == 2)
            #expect(counts["mail"] == 1)
            #expect(counts.at("directions", "inbound") == 1)
            #expect(counts.at("answers", "201") == 2)
            #expect(try await sandbox.send(.delete, "/inbox").status == 204)
            #expect(try await sandbox.send(.get, "/inbox.json").text == "[]")
            #expect(try await sandbox.send(.get, "/inbox").text.contains("Nothing has arrived yet"))
        }
    }

    @Test func aPersonCanWriteStopOnThePage() async throws {
        let receiver = PostReceiver()
        try await withMessages(receiver) { (sandbox, url) async throws in
            #expect(try await sandbox.sms("+15125550147", "Reminder", [("StatusCallback", url)]).status == 201)
            #expect(await receiver.next(3).count == 3)
            let page = try await sandbox.send(.get, Self.chat).text
            #expect(page.contains("Reminder"))
            #expect(page.contains("Delivered"))
            #expect(page.contains("✓✓"))
            let body = "channel=sms&number=%2B15125550147&sender=%2B15125550100&text="
            let sent = try await sandbox.send(.post, "/inbox/replies", headers: Self.form, body: body + "STOP")
            #expect(sent.status == 303)
            #expect(sent.headers["location"] == Self.chat + "#end")
            #expect(await receiver.next(1).first?.form["Body"] == "STOP")
            let after = try await sandbox.send(.get, Self.chat).text
            #expect(after.contains("This person wrote STOP"))
            #expect(after.contains("bubble own"))
            #expect(try await sandbox.sms().json["code"] == 21610)
            let empty = try await sandbox.send(.post, "/inbox/replies", headers: Self.form, body: body + "+")
            #expect(empty.headers["location"]?.hasPrefix(Self.chat + "&problem=") == true)
            let elsewhere = try await sandbox.send(.post, "/inbox/replies", headers: Self.form, body: "text=x")
            #expect(elsewhere.headers["location"]?.hasPrefix("/inbox?problem=") == true)
            let foreign = ["sec-fetch-site": "cross-site"] as HTTPHeaders
            #expect(try await sandbox.send(.post, "/inbox/replies", headers: foreign, body: body).status == 403)
            #expect(try await sandbox.send(.get, "/inbox/chat").status == 303)
        }
    }

    @Test func whatPeopleAndProgramsWroteIsShownAsText() async throws {
        try await withMessages { (sandbox, _) async throws in
            let evil = "<script>alert(1)</script>\"'"
            #expect(try await sandbox.sms("+15125550147", evil).status == 201)
            #expect(try await sandbox.reply(evil).status == 201)
            let html = mail(["subject": .string(evil), "html": .string(evil), "to": "sara@example.com"])
            #expect(try await sandbox.mail(html).status == 200)
            for path in ["/inbox", Self.chat, "/inbox/mail?address=sara%40example.com", "/inbox?problem=%3Cscript"] {
                let page = try await sandbox.send(.get, path)
                #expect(page.status == 200)
                #expect(!page.text.contains("<script"))
                #expect(page.text.contains("&lt;script"))
                #expect(page.headers["content-security-policy"]?.contains("default-src 'none'") == true)
            }
            let mails = try await sandbox.send(.get, "/inbox/mail?address=sara%40example.com").text
            #expect(mails.contains("sandbox=\"allow-popups"))
        }
    }
}
