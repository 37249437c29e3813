import FoundationEssentials
import OutboundHTTP
import Testing

@testable import Sandbox

@Suite struct VapiTests {
    private static let order: JSON = [
        "assistantId": "asst_1", "phoneNumberId": "pn_1", "customer": ["number": "+15125550100", "name": "Zoë"],
    ]

    private static func order(_ changes: JSON) -> JSON {
        var order = order
        for (name, value) in changes.members ?? [:] { order[name] = value == .null ? nil : value }
        return order
    }

    @Test(
        arguments: [
            (["metadata": [:]], "property metadata should not exist"),
            (["assistantOverrides": ["customer": [:]]], "assistantOverrides.property customer should not exist"),
            (["customer": ["number": "+15125550100", "x": 1]], "customer.property x should not exist"),
            (["customer": .null], "Couldn't Get Customer. Need Either `customerId` Or `customer`."),
            (["phoneNumberId": .null], "Couldn't Get Phone Number. Need Either `phoneNumber` Or `phoneNumberId`."),
            (["phoneNumber": [:]], "Only one of phoneNumberId, phoneNumber may be given"),
            (["assistant": [:]], "Only one of assistantId, assistant may be given"),
            (
                ["name": .string(String(repeating: "n", count: 41))],
                "name must be shorter than or equal to 40 characters"
            ),
            (["customer": [:]], "customer.number must be a string"),
            (["assistantId": 7], "assistantId must be a string"),
        ] as [(JSON, String)])
    func anOrderThatIsWrongIsRefused(_ change: JSON, _ problem: String) {
        #expect(CreateCallRules.problems(with: Self.order(change)) == [problem])
    }

    @Test(arguments: [
        ("+15125550100", true), ("15125550100", false), ("+0123", false), ("+1512555010012345", false), ("+1a5", false),
    ])
    func numbersAreE164(_ number: String, _ isGood: Bool) {
        let order = Self.order(["customer": ["number": .string(number)]])
        #expect(CreateCallRules.problems(with: order).isEmpty == isGood)
    }

    @Test func theCheckOfANumberCanBeTurnedOff() {
        let customer: JSON = ["number": "abc123", "numberE164CheckEnabled": false]
        #expect(CreateCallRules.problems(with: Self.order(["customer": customer])).isEmpty)
    }

    @Test func theKeyIsChecked() async throws {
        try await withSandbox { (sandbox) async throws in
            let body = String(decoding: Self.order.bytes, as: UTF8.self)
            #expect(try await sandbox.send(.post, "/vapi/call", body: body).status == 401)
            let wrong = try await sandbox.send(.post, "/vapi/call", headers: ["authorization": "Bearer x"], body: body)
            #expect(wrong.json["statusCode"] == 401)
            let missing = try await sandbox.send(
                .get, "/vapi/call/x", headers: ["authorization": "Bearer vapi_sandbox"])
            #expect(missing.status == 404)
        }
    }

    @Test(arguments: [
        (CallOutcome.talks, ["ringing", "in-progress", "ended"]), (.noAnswer, ["ringing", "ended"]),
        (.busy, ["ringing", "ended"]), (.voicemail, ["ringing", "in-progress", "ended"]),
        (.failed, ["ringing", "in-progress", "ended"]),
    ])
    func aCallIsPlayedAndReported(_ outcome: CallOutcome, _ statuses: [String]) async throws {
        let receiver = WebhookReceiver()
        try await receiver.run { (url) async throws in
            var configuration = Sandbox.Configuration()
            configuration.vapiServerURL = url
            configuration.callDuration = .zero
            try await withSandbox(configuration) { (sandbox) async throws in
                let overrides: JSON = ["metadata": ["retry": "r1"], "variableValues": ["a": "b"]]
                let ordered = try await sandbox.send(
                    .post, "/vapi/call?outcome=\(outcome.rawValue)", headers: ["authorization": "Bearer vapi_sandbox"],
                    body: String(decoding: Self.order(["assistantOverrides": overrides]).bytes, as: UTF8.self))
                #expect(ordered.status == 201)
                #expect(ordered.json["status"] == "queued")
                let id = try #require(ordered.json["id"]?.string)
                let received = await receiver.collect { $0.message["type"] == "end-of-call-report" }
                #expect(received.dropLast().map { $0.message["status"]?.string } == statuses)
                #expect(received.allSatisfy { $0.secret == "sandbox-secret" && $0.callID == id })
                for message in received.map(\.message) { expectStaleSnapshot(message, id, overrides) }
                let report = try #require(received.last?.message)
                expectReport(report, of: outcome)
                let read = try await sandbox.send(
                    .get, "/vapi/call/\(id)", headers: ["authorization": "Bearer vapi_sandbox"])
                #expect(read.json["status"] == "ended")
                #expect(read.json["endedReason"]?.string == outcome.endedReason)
            }
        }
    }

    private func expectStaleSnapshot(_ message: JSON, _ id: String, _ overrides: JSON) {
        #expect(message.at("call", "id")?.string == id)
        #expect(message.at("call", "status") == "queued")
        #expect(message.at("call", "updatedAt") == message.at("call", "createdAt"))
        #expect(message.at("call", "assistantOverrides") == overrides)
        #expect(message.at("customer", "number") == "+15125550100")
    }

    private func expectReport(_ report: JSON, of outcome: CallOutcome) {
        #expect(report["endedReason"]?.string == outcome.endedReason)
        #expect((report["startedAt"] != nil) == outcome.isAnswered)
        #expect((report.at("artifact", "presignedMonoUrl") != nil) == outcome.isAnswered)
        #expect((report.at("analysis", "summary") != nil) == (outcome == .talks || outcome == .voicemail))
        #expect(report.at("artifact", "variableValues", "a") == "b")
        if outcome == .talks { #expect(report.at("artifact", "transcript")?.string?.contains("User: ") == true) }
    }

    @Test func theCallsOwnServerIsUsedAndItsPlanRepeats() async throws {
        let receiver = WebhookReceiver(answering: [500, 503])
        try await receiver.run { (url) async throws in
            var configuration = Sandbox.Configuration()
            configuration.callDuration = .zero
            try await withSandbox(configuration) { (sandbox) async throws in
                let server: JSON = [
                    "url": .string(url), "secret": "own",
                    "backoffPlan": ["type": "exponential", "maxRetries": 3, "baseDelaySeconds": 0],
                ]
                let overrides: JSON = ["server": server, "serverMessages": ["end-of-call-report"]]
                _ = try await sandbox.send(
                    .post, "/vapi/call", headers: ["authorization": "Bearer vapi_sandbox"],
                    body: String(decoding: Self.order(["assistantOverrides": overrides]).bytes, as: UTF8.self))
                var attempts = 0
                let received = await receiver.collect { _ in
                    attempts += 1
                    return attempts == 3
                }
                #expect(received.allSatisfy { $0.message["type"] == "end-of-call-report" && $0.secret == "own" })
                let urls = Set(received.compactMap { $0.message.at("artifact", "presignedMonoUrl")?.string })
                #expect(urls.count == 3)
            }
        }
    }

    @Test func aPlanRepeatsWhatItDoesNotExclude() {
        let plan = BackoffPlan([
            "type": "exponential", "maxRetries": 3, "baseDelaySeconds": 1, "excludedStatusCodes": [400],
        ])
        #expect(BackoffPlan(nil) == nil)
        #expect(plan?.delay(afterAttempt: 1, status: 500) == .seconds(1))
        #expect(plan?.delay(afterAttempt: 3, status: nil) == .seconds(4))
        #expect(plan?.delay(afterAttempt: 4, status: 500) == nil)
        #expect(plan?.delay(afterAttempt: 1, status: 400) == nil)
        #expect(plan?.delay(afterAttempt: 1, status: 204) == nil)
    }

    @Test func linesAreLimitedAndFreedByTheEnd() throws {
        let order = try CallOrder(checking: Self.order)
        let book = CallBook()
        let first = CallRecord(CallSnapshot(order, direction: .outbound, createdAt: .now), outcome: .busy)
        let second = CallRecord(CallSnapshot(order, direction: .outbound, createdAt: .now), outcome: .busy)
        #expect(book.open(lines: 1) { first } != nil)
        #expect(book.open(lines: 1) { second } == nil)
        _ = book.update(first.call.id) { $0.apply(.ended, at: .now) }
        #expect(book.open(lines: 1) { second } != nil)
    }

    @Test func callsAreListedByTheFiltersThatExist() throws {
        let book = CallBook()
        let begin = Date(timeIntervalSince1970: 1_790_000_000)
        for index in 0..<3 {
            let order = CallOrder(json: Self.order(["assistantId": index == 2 ? "other" : "asst_1"]))
            let call = CallSnapshot(order, direction: .outbound, createdAt: begin + Double(index))
            #expect(book.open { CallRecord(call, outcome: .talks) } != nil)
        }
        func count(_ query: [String: String]) throws -> Int { try book.list(CallFilter { query[$0] }).count }
        #expect(try count([:]) == 3)
        #expect(try count(["assistantId": "asst_1"]) == 2)
        #expect(try count(["limit": "1"]) == 1)
        #expect(try count(["createdAtGt": begin.iso]) == 2)
        #expect(try count(["createdAtGe": begin.iso, "createdAtLt": (begin + 2).iso]) == 2)
        #expect(throws: VapiProblem.self) { try count(["limit": "1001"]) }
        #expect(throws: VapiProblem.self) { try count(["updatedAtLe": "x"]) }
    }

    @Test func aSimulationCountsTheAnswers() async throws {
        let receiver = WebhookReceiver(answering: [503])
        try await receiver.run { (url) async throws in
            var configuration = Sandbox.Configuration()
            configuration.vapiServerURL = url
            try await withSandbox(configuration) { (sandbox) async throws in
                let result = try await sandbox.send(
                    .post, "/simulate", body: #"{"count":5,"duplicates":1,"concurrency":2,"outcome":"talks"}"#)
                #expect(result.json["calls"] == 5)
                #expect(result.json["results"] == ["200": 9, "503": 1])
                #expect(Set(result.json["callIds"]?.elements?.compactMap(\.string) ?? []).count == 5)
                #expect(try await sandbox.send(.post, "/simulate", body: #"{"count":10001}"#).status == 400)
                #expect(try await sandbox.send(.post, "/simulate", body: #"{"cuont":1}"#).status == 400)
            }
        }
    }

    @Test func theFormReportsACallAndShowsTheAnswers() async throws {
        let receiver = WebhookReceiver(answering: [200, 200, 200, 401])
        try await receiver.run { (url) async throws in
            var configuration = Sandbox.Configuration()
            configuration.vapiServerURL = url
            try await withSandbox(configuration) { (sandbox) async throws in
                let sent = try await sandbox.send(
                    .post, "/calls", headers: ["content-type": "application/x-www-form-urlencoded"],
                    body: "outcome=talks&name=%3Cscript%3E&number=%2B15125550147&phoneNumberId=pn_9")
                #expect(sent.status == 303)
                let received = await receiver.collect { $0.message["type"] == "end-of-call-report" }
                #expect(received.last?.message.at("phoneNumber", "id") == "pn_9")
                let page = try await sandbox.send(.get, "/").text
                #expect(page.contains("+15125550147"))
                #expect(page.contains("<span class=\"bad\">401</span>"))
                #expect(!page.contains("<script"))
            }
        }
    }

    @Test func aSampleReportIsFreshAndConsistent() async throws {
        try await withSandbox { (sandbox) async throws in
            let one = try await sandbox.send(.get, "/sample-report.json").json
            let other = try await sandbox.send(.get, "/sample-report.json?outcome=no_answer&number=+15125550111").json
            #expect(one.at("message", "call", "id") != other.at("message", "call", "id"))
            #expect(one.at("message", "phoneNumber", "id") == "pn_demo")
            let times = try ["startedAt", "endedAt"].map { name in
                try #require(one.at("message", name)?.string.flatMap { Date(iso: $0) })
            }
            let duration = try #require(one.at("message", "durationSeconds")?.double)
            #expect(abs(times[1].timeIntervalSince(times[0]) - duration) < 0.01)
            #expect(other.at("message", "startedAt") == nil)
            #expect(other.at("message", "customer", "number") == "+15125550111")
            #expect(try await sandbox.send(.get, "/sample-report.json?outcome=x").status == 400)
        }
    }

    @Test(arguments: [("dropped_after_processing", 1), ("dropped_before_processing", 0)])
    func anOrderWhoseAnswerIsLostMayExist(_ kind: String, _ count: Int) async throws {
        var configuration = Sandbox.Configuration()
        try configuration.faults.add(["provider": "vapi", "kind": .string(kind), "count": 1])
        configuration.callDuration = .seconds(600)
        try await withSandbox(configuration) { (sandbox) async throws in
            await #expect(throws: HTTPClientError.self) {
                try await sandbox.send(
                    .post, "/vapi/call", headers: ["authorization": "Bearer vapi_sandbox"],
                    body: String(decoding: Self.order.bytes, as: UTF8.self))
            }
            let list = try await sandbox.send(.get, "/vapi/call", headers: ["authorization": "Bearer vapi_sandbox"])
            #expect(list.json.elements?.count == count)
        }
    }
}
