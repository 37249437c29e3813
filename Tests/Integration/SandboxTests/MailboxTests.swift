import OutboundHTTP
import Testing

@testable import Sandbox

@Suite struct MailboxTests {
    @Test func theListForProgramsIsFilteredByRecipientAndTime() async throws {
        let time = MovedTime()
        try await withSandbox(ambient: time.ambient) { (sandbox) async throws in
            let first = try await sandbox.mail(mail(["to": "Sara <Sara@Example.com>"]), key: "a")
            time.move(by: 10)
            _ = try await sandbox.mail(mail(["tags": [["name": "delivery", "value": "d1"]]]), key: "b")
            let all = try #require(try await sandbox.send(.get, "/mailbox.json").json.elements)
            #expect(all.map { $0["idempotencyKey"] } == ["b", "a"])
            #expect(all.first?.at("tags", "delivery") == "d1")
            let sara = try await sandbox.send(.get, "/mailbox.json?to=sara%40example.com").json.elements
            #expect(sara?.map { $0["id"] } == [first.json["id"]])
            #expect(try await sandbox.send(.get, "/mailbox.json?to=ara%40example.com").text == "[]")
            #expect(try await sandbox.send(.get, "/mailbox.json?to=ara").json.elements?.count == 1)
            let since = try #require(all.first?["receivedAt"]?.string)
            #expect(try await sandbox.send(.get, "/mailbox.json?since=\(since)").json.elements?.count == 1)
            #expect(try await sandbox.send(.get, "/mailbox.json?since=yesterday").status == 400)
            let counts = try await sandbox.send(.get, "/mailbox/count.json").json
            #expect(counts["total"] == 2)
            #expect(counts["distinctRecipientsAndSubjects"] == 2)
            #expect(counts.at("answers", "200") == 2)
            #expect(try await sandbox.send(.delete, "/mailbox").status == 204)
            #expect(try await sandbox.send(.get, "/mailbox.json").text == "[]")
        }
    }

    @Test func pagesShowWhatPeopleWroteAsText() async throws {
        try await withSandbox { (sandbox) async throws in
            let evil = "<script>alert(1)</script> \"\u{301} onclick='x'"
            let sent = try await sandbox.mail(
                mail([
                    "subject": .string(evil), "from": "<b> <a@example.com>", "html": "<i>mail</i>",
                    "text": .string(evil),
                ]))
            let id = try #require(sent.json["id"]?.string)
            for path in ["/mailbox", "/mailbox/\(id)", "/mailbox?to=%3Cscript%3E%22%CC%81onclick"] {
                let page = try await sandbox.send(.get, path)
                #expect(page.status == 200)
                #expect(!page.text.contains("<script"))
                #expect(
                    !page.text.unicodeScalars.split(separator: " ").contains {
                        $0.starts(with: "\"\u{301}".unicodeScalars)
                    })
                #expect(page.headers["content-security-policy"]?.contains("default-src 'none'") == true)
                #expect(page.headers["content-security-policy"]?.contains("script-src") == false)
            }
            let inner = try await sandbox.send(.get, "/mailbox/\(id)/html")
            #expect(inner.text == "<i>mail</i>")
            #expect(inner.headers["content-security-policy"]?.hasPrefix("sandbox") == true)
            #expect(try await sandbox.send(.get, "/mailbox/\(id)").text.contains("&lt;script&gt;"))
        }
    }

    @Test func thePagesHaveAnEmptyStateAndAnEnd() async throws {
        try await withSandbox { (sandbox) async throws in
            #expect(try await sandbox.send(.get, "/mailbox").text.contains("No mail has arrived yet"))
            #expect(try await sandbox.send(.get, "/mailbox/nothing").status == 404)
            #expect(try await sandbox.send(.get, "/mailbox/nothing/html").status == 404)
            #expect(try await sandbox.send(.get, "/").text.contains("No calls yet"))
            #expect(try await sandbox.send(.get, "/style.css").headers["content-type"] == "text/css; charset=utf-8")
        }
    }

    @Test func aLongMailboxHasPages() async throws {
        var configuration = Sandbox.Configuration()
        configuration.resendRateLimit = 0
        configuration.mailboxCapacity = 60
        try await withSandbox(configuration) { (sandbox) async throws in
            let batch = "[" + Array(repeating: mail(), count: 61).joined(separator: ",") + "]"
            #expect(try await sandbox.mail(batch, path: "/resend/emails/batch").status == 200)
            let first = try await sandbox.send(.get, "/mailbox?to=example").text
            #expect(first.contains("/mailbox?to=example&amp;page=2"))
            #expect(first.contains("1 older ones were dropped"))
            let second = try await sandbox.send(.get, "/mailbox?to=example&page=2").text
            #expect(second.contains("href=\"/mailbox?to=example\""))
            #expect(second.components("class=\"row\"") == 10)
        }
    }

    @Test func anotherSiteCannotMakeABrowserEmptyIt() async throws {
        try await withSandbox { (sandbox) async throws in
            _ = try await sandbox.mail(mail())
            let refused = try await sandbox.send(.post, "/mailbox/empty", headers: ["sec-fetch-site": "cross-site"])
            #expect(refused.status == 403)
            #expect(try await sandbox.send(.post, "/mailbox/empty").status == 303)
            #expect(sandbox.world.resend.mailbox.count == 0)
        }
    }
}

extension String {
    /// How often a text occurs.
    func components(_ text: String) -> Int { ranges(of: text).count }
}
