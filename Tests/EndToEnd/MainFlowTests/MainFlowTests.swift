import Contracts
import Foundation
import LocalServers
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// The whole way of a webhook, through the real executables.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct MainFlowTests {
    @Test func aReportBecomesOneCallOneAssignmentAndTwoMails() async throws {
        try await ThavonSystem.run { system in
            try await EventObserver.observe(system.broker) { events in
                let report = TestReport(customerNumber: TestAgency.berlinNumber)
                let answer = try await system.post(report.body)
                #expect(answer.status == 200)
                #expect(String(decoding: answer.body, as: UTF8.self) == "{}")
                try await events.waitFor("notification.sent", subjects: 2)

                let call = try #require(try await system.call(report.callID))
                #expect(call.status == "completed")
                #expect(call.durationSeconds == 135)
                #expect(call.agencyID == TestAgency.id.rawValue)
                #expect(call.leadID == TestAgency.berlinLead.rawValue)
                #expect(call.agentID == TestAgency.berliner.rawValue)
                #expect(call.rule == "territory")
                let mails = try await system.mailbox()
                #expect(Set(mails.flatMap(\.to)) == ["bea@example.com", "olga@example.com"])
                #expect(mails.count == 2)
                #expect(mails.allSatisfy { $0.subject.contains("Lena Lead") })
                #expect(await events.events("call.ended").count == 1)
                #expect(await events.events("call.assigned").count == 1)
            }
        }
    }

    @Test func theSameReportFiftyTimesAtOnceIsOneCall() async throws {
        try await ThavonSystem.run { system in
            try await EventObserver.observe(system.broker) { events in
                let report = TestReport()
                let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<50 { group.addTask { try await system.post(report.body).status } }
                    return try await group.reduce(into: [Int]()) { $0.append($1) }
                }
                #expect(statuses == Array(repeating: 200, count: 50))
                try await events.waitFor("notification.sent", subjects: 2)
                let count = try await system.count()
                #expect(count.calls == 1)
                #expect(count.assignments == 1)
                #expect(count.notifications == 2)
                let dispositions = try await system.pool.execute(RawEventDispositions())
                #expect(dispositions.filter { $0 == "end-of-call-report applied" }.count == 1)
                #expect(dispositions.filter { $0 == "end-of-call-report repeated" }.count == 49)
            }
        }
    }

    @Test func whatIsNotFromVapiOrNotReadableIsRefusedAndNotStored() async throws {
        try await ThavonSystem.run { system in
            let report = TestReport().body
            let refused: [(HTTPHeaders, [UInt8], Int)] = [
                ([:], report, 401), (["x-vapi-secret": "wrong"], report, 401),
                (["authorization": "Bearer wrong"], report, 401),
                (["x-vapi-secret": ThavonSystem.secret], Array("{not json".utf8), 400),
                (["x-vapi-secret": ThavonSystem.secret], [], 400),
                (["x-vapi-secret": ThavonSystem.secret], [UInt8](repeating: 0x20, count: 10_485_761), 413),
            ]
            for (headers, body, status) in refused {
                let answer = try await system.post(body, headers: headers)
                #expect(answer.status == status)
            }
            let found1 = try await system.pool.execute(RawEventDispositions()).isEmpty
            #expect(found1)
            let metrics = try await system.http.send(HTTPRequest(url: system.healthURL("webhook-ingest", "/metrics")))
            let text = String(decoding: metrics.body, as: UTF8.self)
            #expect(text.contains("thavon_webhooks_refused_total{reason=\"wrong secret\"} 1"))
            #expect(text.contains("thavon_webhooks_refused_total{reason=\"no credentials\"} 1"))
        }
    }

    /// Of requests that are only verified by their body: what is announced takes up nothing until it is sent.
    @Test func strangersCannotKeepOthersOut() async throws {
        try await ThavonSystem.run { system in
            let url = try #require(URL(string: system.webhookURL))
            let head = """
                POST \(url.path) HTTP/1.1\r\nHost: x\r\nX-Signature: 00\r\n\
                X-Timestamp: \(Int(Date().timeIntervalSince1970))\r\nContent-Length: 10485760\r\n\r\n{
                """
            let strangers = try (0..<60).map { _ in try LoopbackConnection(port: url.port ?? 0, sending: head) }
            let answer = try await system.post(TestReport().body)
            #expect(answer.status == 200)
            for stranger in strangers { stranger.close() }
        }
    }

    @Test(arguments: ["1e-20000", "1e20000", "-0.0e-99999", "1e308"])
    func aNumberThatTheDatabaseDoesNotHaveCostsOnlyItself(number: String) async throws {
        try await ThavonSystem.run { system in
            try await EventObserver.observe(system.broker) { events in
                let report = TestReport()
                let text = String(decoding: report.body, as: UTF8.self)
                    .replacing(
                        "\"type\":\"end-of-call-report\"", with: "\"type\":\"end-of-call-report\",\"cost\":\(number)")
                #expect(text.contains(number))
                let answer = try await system.post(Array(text.utf8))
                #expect(answer.status == 200)
                try await events.waitFor("call.ended")
                let call = try #require(try await system.call(report.callID))
                #expect(call.summary == report.summary)
            }
        }
    }

    /// A caller's patience, and Vapi's, is shorter than that of a connection to a server that has stopped.
    @Test func aDatabaseThatHangsIsAnsweredForInTime() async throws {
        try await withThavonDatabase { real in
            let proxy = try await ChaosProxy(to: real.port)
            var options = ThavonSystem.Options()
            options.databasePort = proxy.port
            options.services = ["webhook-ingest"]
            try await ThavonSystem.run(options, database: real) { system in
                await proxy.pause()
                let call = #"{"message":{"type":"assistant-request","call":{"id":"a-1","phoneNumberId":"pn_test"}}}"#
                let optOut = """
                    {"message":{"type":"tool-calls","toolCallList":[{"id":"t1","function":{"name":"opt_out"}}],
                    "customer":{"number":"+14065550120"},"call":{"id":"a-2","phoneNumberId":"pn_test"}}}
                    """
                async let waiting = system.post(Array(call.utf8))
                async let optedOut = system.post(Array(optOut.utf8))
                async let report = system.post(TestReport().body)
                async let readiness = system.http.send(
                    HTTPRequest(url: system.healthURL("webhook-ingest", "/health/ready")))
                // Each comes by its own deadline, while nothing moves.
                let statuses = try await [readiness.status, report.status]
                #expect(statuses == [503, 503])
                // Who wants no more calls is heard: Vapi is asked to send it again.
                let heard = try await optedOut.status
                #expect(heard == 503)
                // The caller is not turned away for it, but answered by the line's assistant, as last known.
                let greeting = try await waiting
                #expect(greeting.status == 200)
                #expect(String(decoding: greeting.body, as: UTF8.self).contains("asst_test"))
                await proxy.resume()
            }
        }
    }

    @Test func whatNobodyKnowsIsStoredAndShownAsUnmatched() async throws {
        try await ThavonSystem.run { system in
            try await EventObserver.observe(system.broker) { events in
                var report = TestReport(customerNumber: "+33155501234")
                report.phoneNumberID = "pn_of_nobody"
                let found2 = try await system.post(report.body).status
                #expect(found2 == 200)
                let novelty = #"{"message":{"type":"teleport-request","call":{"id":"t1"}}}"#
                let found3 = try await system.post(Array(novelty.utf8)).status
                #expect(found3 == 200)
                try await events.waitFor("call.assigned")
                let call = try #require(try await system.call(report.callID))
                #expect(call.agencyID == nil)
                #expect(call.rule == "unmatched")
                #expect(call.status == "completed")
                let dispositions = try await system.pool.execute(RawEventDispositions())
                #expect(dispositions == ["end-of-call-report unmatched", "teleport-request ignored"])
                let found4 = try await system.mailbox().isEmpty
                #expect(found4)
            }
        }
    }

    /// Its number is added after it, as happens to whoever sets Vapi up first.
    @Test func aCallThatBecomesAnAgencysLateIsTreatedLikeAnyOther() async throws {
        var options = ThavonSystem.Options()
        options.services += ["recording-archive", "dashboard"]
        try await ThavonSystem.run(options) { system in
            try await EventObserver.observe(system.broker) { events in
                var report = TestReport(customerNumber: "+33155501234")
                report.phoneNumberID = "pn_of_nobody"
                let early = try await system.post(report.body).status
                #expect(early == 200)
                try await events.waitFor("call.assigned")
                let nobodys = try await system.call(report.callID)
                #expect(nobodys?.rule == "unmatched" && nobodys?.agencyID == nil)

                try await system.pool.simpleQuery(
                    "INSERT INTO agency_vapi_resources VALUES ('pn_of_nobody', '\(TestAgency.id)', 'phone_number')")
                for _ in 0..<2 {
                    let again = try await system.post(report.body).status
                    #expect(again == 200)
                }
                try await events.waitFor("notification.sent", subjects: 2)
                let call = try #require(try await system.call(report.callID))
                #expect(call.agencyID == TestAgency.id.rawValue)
                #expect(call.agentID != nil && call.rule != "unmatched")
                let count = try await system.count()
                #expect(count.calls == 1 && count.assignments == 1 && count.notifications == 2)
                let dispositions = try await system.pool.execute(RawEventDispositions())
                    .filter { $0.hasPrefix("end-of-call-report") }
                #expect(
                    dispositions == [
                        "end-of-call-report unmatched", "end-of-call-report applied", "end-of-call-report repeated",
                    ])
                let ended = await events.events("call.ended").count
                #expect(ended == 2)
                // Nothing tells of these two.
                while try await system.pool.execute(IsKeptAndFound(agencyID: TestAgency.id.rawValue)) != [true] {
                    try Task.checkCancellation()
                }
            }
        }
    }

    /// What a body may hold and the database may not.
    @Test(arguments: [
        #""metadata":{"x":"\ud83d"}"#, #""x":1,"endedAt":"294277-01-01T00:00:00Z""#, #""cost":1e400000"#,
        #""summary":"a\u0000b\ud800""#, #""language":"\u0000""#, #""durationMs":"1e30""#,
        #""endedReason":"\udfff\u0000""#,
    ])
    func whatTheDatabaseWouldRefuseIsStillTaken(member: String) async throws {
        var options = ThavonSystem.Options()
        options.services = ["webhook-ingest"]
        try await ThavonSystem.run(options) { system in
            let body = """
                {"message":{"type":"end-of-call-report",\(member),"cost":1e400000,"analysis":{"structuredData":{"a\\ud83d":"\\u0000"}},
                "call":{"id":"odd","phoneNumberId":"pn_test","assistantOverrides":{"metadata":{"k\\u0000":"\\ud83d\\u0000"}}}}}
                """
            let status = try await system.post(Array(body.utf8)).status
            #expect(status == 200)
            let call = try await system.call("odd")
            #expect(call?.agencyID == TestAgency.id.rawValue)
            let strange = #"{"message":{"type":"x\u0000\ud800","call":{"id":"\u0000"}}}"#
            let second = try await system.post(Array(strange.utf8)).status
            #expect(second == 200)
        }
    }

    @Test func messagesThatHoldUpACallerAreAnswered() async throws {
        try await ThavonSystem.run { system in
            let requests: [(String, String)] = [
                (#"{"type":"campaign.predial"}"#, #"{"eligible":false}"#),
                (#"{"type":"knowledge-base-request"}"#, #"{"documents":[]}"#),
            ]
            for (message, expected) in requests {
                let answer = try await system.post(Array("{\"message\":\(message)}".utf8))
                #expect(answer.status == 200)
                #expect(String(decoding: answer.body, as: UTF8.self) == expected)
            }
            let request = #"{"message":{"type":"assistant-request","call":{"id":"a1","phoneNumberId":"pn_test"}}}"#
            let greeting = String(decoding: try await system.post(Array(request.utf8)).body, as: UTF8.self)
            #expect(greeting.contains(#""assistantId":"asst_test""#))
            #expect(greeting.contains(#""agency_name":"Test Agency""#))
            let tools = #"{"message":{"type":"tool-calls","toolCallList":[{"id":"t1","function":{"name":"f"}}]}}"#
            let answer = String(decoding: try await system.post(Array(tools.utf8)).body, as: UTF8.self)
            #expect(answer.contains(#""toolCallId":"t1""#))
            #expect(!answer.contains("\\n"))
        }
    }

    @Test func whileTheDatabaseIsAwayNothingIsAcknowledged() async throws {
        let proxied = try await TestPostgres.withDatabase { $0.port }
        let proxy = try await ChaosProxy(to: proxied)
        var options = ThavonSystem.Options()
        options.services = ["webhook-ingest"]
        options.databasePort = proxy.port
        try await ThavonSystem.run(options) { system in
            let report = TestReport()
            await proxy.stopAccepting()
            await proxy.cutConnections()
            let refused = try await system.post(report.body)
            #expect(refused.status == 503)
            #expect(refused.headers["retry-after"] != nil)
            let ready = try await system.http.send(
                HTTPRequest(url: system.healthURL("webhook-ingest", "/health/ready")))
            #expect(ready.status == 503)
            #expect(String(decoding: ready.body, as: UTF8.self).contains("database"))
            try await proxy.startAccepting()
            let accepted = try await system.post(report.body, retrying: RetryPolicy(maxAttempts: 50))
            #expect(accepted.status == 200)
            let found5 = try await system.count().calls
            #expect(found5 == 1)
        }
    }

    @Test func aDrainLosesNothing() async throws {
        try await ThavonSystem.run { system in
            try await EventObserver.observe(system.broker) { events in
                let reports = (0..<40).map { _ in TestReport() }
                let (firsts, first) = AsyncStream.makeStream(of: Void.self)
                let accepted = await withTaskGroup(of: String?.self) { group in
                    for report in reports {
                        group.addTask {
                            guard (try? await system.post(report.body))?.status == 200 else { return nil }
                            first.yield()
                            return report.callID
                        }
                    }
                    group.addTask {
                        // In the middle of the work.
                        for await _ in firsts { break }
                        let status = await system.stop("webhook-ingest")
                        #expect(status == .exited(code: 0))
                        return nil
                    }
                    return await group.reduce(into: [String]()) { if let id = $1 { $0.append(id) } }
                }
                try await system.start("webhook-ingest")
                try await system.waitUntilReady("webhook-ingest")
                let late = TestReport()
                let found6 = try await system.post(late.body).status
                #expect(found6 == 200)
                try await events.waitFor("call.ended", subjects: accepted.count + 1)
                #expect(!accepted.isEmpty)
                for id in accepted {
                    let call = try await system.call(id)
                    #expect(call != nil)
                }
            }
        }
    }

    @Test func aCallWithoutAReportIsAnnouncedInTheEnd() async throws {
        var options = ThavonSystem.Options()
        options.environment["webhook-ingest"] = ["REPORT_PATIENCE": "1"]
        options.services = ["webhook-ingest", "assignment"]
        try await ThavonSystem.run(options) { system in
            try await EventObserver.observe(system.broker) { events in
                let update = """
                    {"message":{"type":"status-update","status":"ended","endedReason":"call.start.error-get-assistant",
                    "call":{"id":"early-1","phoneNumberId":"pn_test","type":"outboundPhoneCall"}}}
                    """
                let found7 = try await system.post(Array(update.utf8)).status
                #expect(found7 == 200)
                try await events.waitFor("call.ended")
                let found8 = try await system.call("early-1")?.status
                #expect(found8 == "failed")
                var report = TestReport(callID: "early-1")
                report.endedReason = "customer-ended-call"
                let found9 = try await system.post(report.body).status
                #expect(found9 == 200)
                try await events.waitFor("call.amended")
                let found10 = try await system.call("early-1")?.status
                #expect(found10 == "completed")
                #expect(await events.events("call.ended").count == 1)
            }
        }
    }
}
