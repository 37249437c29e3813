import Testing

@testable import Sandbox

@Suite struct ResendRefusalTests {
    @Test func aRequestWithoutUserAgentIsStoppedByTheFront() async throws {
        for agent in [nil, ""] {
            let answer = try await provider().answer(call(mail(), userAgent: agent))
            #expect(answer.status == 403)
            #expect(String(decoding: answer.body, as: UTF8.self) == "error code: 1010")
        }
    }

    @Test(
        arguments: [
            (nil, 401, "missing_api_key"), ("re_sandbox", 401, "missing_api_key"),
            ("Bearer re_other", 403, "invalid_api_key"), ("bearer re_sandbox", 200, nil),
        ] as [(String?, Int, String?)])
    func theKeyIsChecked(_ authorization: String?, _ status: Int, _ name: String?) async throws {
        let answer = try await provider().answer(call(mail(), authorization: authorization))
        #expect(answer.status == status)
        #expect(answer.name == name)
    }

    @Test(
        arguments: [
            (["from": .null], "missing_required_field"), (["to": .null], "missing_required_field"),
            (["to": []], "missing_required_field"), (["to": ""], "missing_required_field"),
            (["subject": .null], "missing_required_field"), (["text": .null], "missing_required_field"),
            (["text": .null, "html": ""], "missing_required_field"), (["from": "nobody"], "invalid_from_address"),
            (["from": "A <a@b"], "invalid_from_address"), (["from": "a@localhost"], "invalid_from_address"),
            (["to": "nobody"], "validation_error"), (["to": ["b@example.com", 7]], "validation_error"),
            (["cc": "x"], "validation_error"), (["replyTo": "a@b.de"], "validation_error"),
            (["subject": "a\nb"], "validation_error"), (["subject": 7], "validation_error"),
            (["tags": [["name": "a", "value": "b c"]]], "validation_error"),
            (["tags": [["name": "a@b", "value": "c"]]], "validation_error"),
            (["tags": [["name": "a", "value": "ü"]]], "validation_error"),
            (["tags": [["name": "a"]]], "validation_error"), (["template": ["id": "t"]], "validation_error"),
            (["attachments": [["filename": "a.ics"]]], "invalid_attachment"),
            (["attachments": [["content": "YQ==", "contentType": "text/plain"]]], "validation_error"),
            (["headers": ["X-A": 1]], "validation_error"),
        ] as [(JSON, String)])
    func aMailThatIsWrongIsRefused(_ change: JSON, _ name: String) async throws {
        let provider = provider()
        let answer = try await provider.answer(call(mail(change)))
        #expect(answer.status == 422)
        #expect(answer.name == name)
        #expect(answer.json["statusCode"] == 422)
        #expect(answer.json["message"]?.string?.isEmpty == false)
        #expect(provider.mailbox.count == 0)
    }

    @Test func aMailWithEverythingIsAccepted() async throws {
        let provider = provider()
        let everything: JSON = [
            "cc": "c@example.com", "bcc": ["d@example.com"], "reply_to": "e@example.com", "html": "<p>Hi</p>",
            "headers": ["X-Entity-Ref-ID": "1"], "scheduled_at": "2026-12-01T00:00:00Z", "topic_id": "t",
            "attachments": [["content": "YQ==", "filename": "a.txt", "content_type": "text/plain", "content_id": "a"]],
            "tags": [["name": "delivery", "value": "a-b_C9"]], "from": "Élodie \"Ops\" <a@example.com>",
        ]
        let answer = try await provider.answer(call(mail(everything)))
        #expect(answer.status == 200)
        let id = try #require(answer.json["id"]?.string)
        #expect(provider.mailbox.mail(id)?.draft.recipientCount == 3)
        let read = try await provider.answer(
            ResendCall(endpoint: .read(id: id), userAgent: "tests/1", authorization: "Bearer re_sandbox"))
        #expect(read.json["object"] == "email")
        #expect(read.json["last_event"] == "scheduled")
    }

    /// Encoded as the notifier encodes it: members sorted, slashes as they are.
    @Test func whatTheNotifierSendsIsAccepted() async throws {
        let body = """
            {"from":"Thavon <calls@example.com>","html":"<p>Hi</p>","subject":"Call with Zoë","tags":[{"name":"delivery",\
            "value":"01a203a1-31e0-7a61-a28e-af4efc7a08bd"},{"name":"agency","value":"01a203a1-31e0-7a61-a28e-af4efc7a08be"}],\
            "text":"Hi","to":["agent@example.com"]}
            """
        let provider = provider()
        let key = "thavon/01a203a1-31e0-7a61-a28e-af4efc7a08bf"
        #expect(try await provider.answer(call(body, key: key)).status == 200)
        #expect(try await provider.answer(call("[\(body),\(body)]", batch: true, key: key + "2")).status == 200)
        let newest = try #require(provider.mailbox.search(recipient: "agent@example.com").first)
        #expect(newest.draft.tags.first?.value == "01a203a1-31e0-7a61-a28e-af4efc7a08bd")
        #expect(newest.idempotencyKey == key + "2")
    }

    @Test func fiftyRecipientsAreTheLimit() async throws {
        func to(_ count: Int) -> JSON { ["to": .array((0..<count).map { "b\($0)@example.com" })] }
        #expect(try await provider().answer(call(mail(to(50)))).status == 200)
        #expect(try await provider().answer(call(mail(to(51)))).name == "validation_error")
    }

    @Test func whatIsNotJSONIsRefused() async throws {
        #expect(try await provider().answer(call("from=a")).status == 400)
        #expect(try await provider().answer(call("[]")).status == 422)
    }

    @Test func aBatchIsAnsweredInOrder() async throws {
        let provider = provider()
        let answer = try await provider.answer(
            call("[\(mail(["subject": "one"])),\(mail(["subject": "two"]))]", batch: true))
        let ids = try #require(answer.json["data"]?.elements).compactMap { $0["id"]?.string }
        #expect(ids.map { provider.mailbox.mail($0)?.draft.subject } == ["one", "two"])
    }

    @Test func aBatchIsRefusedAsAWhole() async throws {
        let provider = provider()
        let hundredAndOne = Array(repeating: mail(), count: 101).joined(separator: ",")
        let attached = mail(["attachments": [["content": "YQ=="]]])
        for body in ["[]", mail(), "[\(hundredAndOne)]", "[\(mail()),\(attached)]", "[\(mail()),\(mail(["to": "x"]))]"]
        {
            #expect(try await provider.answer(call(body, batch: true)).status == 422)
        }
        #expect(provider.mailbox.count == 0)
    }

    @Test func aPermissiveBatchSendsWhatIsGood() async throws {
        let provider = provider()
        let answer = try await provider.answer(
            call("[\(mail(["to": "x"])),\(mail())]", batch: true, validation: "permissive"))
        #expect(answer.json["data"]?.elements?.count == 1)
        #expect(answer.json["errors"]?.elements?.first?["index"] == 0)
        #expect(provider.mailbox.count == 1)
    }

    @Test func theRateIsLimitedBySecond() async throws {
        let time = MovedTime()
        let provider = provider(rateLimit: 2, ambient: time.ambient)
        let first = try await provider.answer(call(mail()))
        #expect(first.headers["ratelimit-limit"] == "2")
        #expect(first.headers["ratelimit-remaining"] == "1")
        #expect(try await provider.answer(call(mail())).status == 200)
        let third = try await provider.answer(call(mail()))
        #expect(third.status == 429)
        #expect(third.name == "rate_limit_exceeded")
        #expect(third.headers["retry-after"] == "1")
        time.move(by: 1)
        #expect(try await provider.answer(call(mail())).status == 200)
        #expect(provider.mailbox.count == 3)
    }

    @Test func theDailyQuotaCountsRecipientsAndBeginsAnewAtMidnight() async throws {
        let time = MovedTime()
        let provider = provider(quota: 3, ambient: time.ambient)
        let two = mail(["cc": "c@example.com"])
        #expect(try await provider.answer(call(two)).status == 200)
        let refused = try await provider.answer(call(two, key: "k"))
        #expect(refused.status == 429)
        #expect(refused.name == "daily_quota_exceeded")
        #expect(refused.headers["retry-after"] == nil)
        time.move(by: 86_400)
        #expect(try await provider.answer(call(two, key: "k")).status == 200)
    }

    @Test func theMailboxKeepsTheNewest() async throws {
        let provider = provider(capacity: 2)
        var ids: [String] = []
        for _ in 0..<3 { ids.append(try await provider.answer(call(mail())).json["id"]?.string ?? "") }
        #expect(provider.mailbox.mail(ids[0]) == nil)
        #expect(provider.mailbox.search(recipient: nil).map(\.id) == [ids[2], ids[1]])
        #expect(provider.mailbox.dropped == 1)
    }
}
