import Contracts
import Foundation
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// What people write to us, from Twilio's post to the events that follow.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct InboundMessageTests {
    /// Two agencies know the number.
    @Test func aStopIsSaidToEveryAgencyAndOnce() async throws {
        try await Provider.run { system, events in
            try await system.pool.simpleQuery(Self.secondAgency)
            let stop = Provider.message("BASTA", id: "SM1")
            let answers = try await withThrowingTaskGroup(of: HTTPResponse.self) { group in
                for _ in 0..<20 { group.addTask { try await system.postTwilio("/inbound", stop) } }
                return try await group.reduce(into: [HTTPResponse]()) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 200 && $0.headers["content-type"] == "text/xml" })
            #expect(answers.allSatisfy { String(decoding: $0.body, as: UTF8.self) == "<Response/>" })
            // Published after whatever the repetitions might have made.
            let start = try await system.postTwilio("/inbound", Provider.message("START", id: "SM2"))
            #expect(start.status == 200)
            try await events.waitFor("lead.opted_in", subjects: 2)
            try await events.waitFor("message.received")

            let leads: Set<String> = [TestAgency.texanLead.description, Provider.leadOfThatAgency]
            let out = try await events.events(of: LeadOptedOut.self)
            #expect(out.count == 2 && Set(out.map(\.subject)) == leads)
            #expect(Set(out.map(\.agencyID)) == [TestAgency.id, AgencyID(Provider.agencyWithTheSameLead)])
            #expect(out.allSatisfy { $0.data.source == "message" && $0.data.phone == TestAgency.texanNumber })
            #expect(out.allSatisfy { $0.data.leadID?.description == $0.subject && $0.data.callID == nil })
            let again = try await events.events(of: LeadOptedIn.self)
            #expect(again.count == 2 && Set(again.map(\.subject)) == leads)
            #expect(again.allSatisfy { $0.data.source == "message" && $0.data.phone == TestAgency.texanNumber })
            let messages = try await system.pool.execute(InboundMessages())
            #expect(
                messages == [
                    "SM1|sms|+15125550122|+15125550100|BASTA|stop|nobody's|nobody",
                    "SM2|sms|+15125550122|+15125550100|START|start|nobody's|nobody",
                ])
            let dispositions = try await system.pool.execute(KeptPosts()).map(\.disposition)
            #expect(dispositions.filter { $0 == "applied" }.count == 2)
            #expect(dispositions.filter { $0 == "repeated" }.count == 19)
        }
    }

    @Test func onlyAWholeMessageIsAWish() async throws {
        try await Provider.run { system, events in
            let whatsapp = "whatsapp:" + TestAgency.berlinNumber
            let posts = [
                Provider.message("Abmelden bitte", id: "SM1", from: whatsapp),
                Provider.message("I will stop by at noon, please do not cancel", id: "SM2"),
                Provider.message("HELP", id: "SM3"), Provider.message("stop", id: "SM4", from: "+14065550199"),
            ]
            for post in posts {
                let answer = try await system.postTwilio("/inbound", post)
                #expect(answer.status == 200)
            }
            try await events.waitFor("message.received", subjects: 3)
            try await events.waitFor("lead.opted_out")
            let received = try await events.events(of: MessageReceived.self).filter { $0.data.messageID != "SM3" }
                .sorted { $0.data.messageID < $1.data.messageID }
            #expect(received.first?.subject == TestAgency.berlinNumber)
            #expect(received.first?.data.channel == .whatsapp && received.first?.data.isAnswered == false)
            #expect(received.first?.data.wish == .stop && received.first?.agencyID == TestAgency.id)
            // Nobody's lead: nobody's opt-out either, but it is known who wants no messages.
            #expect(received.last?.data.messageID == "SM4" && received.last?.agencyID == nil)
            #expect(received.last?.data.wish == .stop && received.last?.data.isAnswered == true)
            let out = try await events.events(of: LeadOptedOut.self)
            #expect(out.map(\.subject) == [TestAgency.berlinLead.description])
            let messages = try await system.pool.execute(InboundMessages())
            #expect(
                messages == [
                    "SM1|whatsapp|+4930555010021|+15125550100|Abmelden bitte|stop|Test Agency|Lena Lead",
                    "SM2|sms|+15125550122|+15125550100|I will stop by at noon, please do not cancel|none|Test Agency|Tex Ann",
                    "SM3|sms|+15125550122|+15125550100|HELP|help|Test Agency|Tex Ann",
                    "SM4|sms|+14065550199|+15125550100|stop|stop|nobody's|nobody",
                ])
        }
    }

    /// Half of it is nothing: what could not be stored is taken when it comes again.
    @Test func whatIsNotStoredIsSaidSo() async throws {
        try await Provider.run { system, events in
            let stop = Provider.message("Stop", id: "SM1")
            try await system.pool.simpleQuery(#"REVOKE INSERT ON webhook_events FROM "webhook-ingest""#)
            let refused = [
                try await system.postTwilio("/inbound", stop).status,
                try await system.postTwilio("/status" + Provider.query, Provider.status("sent")).status,
                try await system.postResend(#"{"type": "email.sent", "data": {}}"#),
            ]
            #expect(refused == [503, 503, 503])
            let nothing = try await system.pool.execute(InboundMessages())
            #expect(nothing.isEmpty)
            try await system.pool.simpleQuery(#"GRANT INSERT ON webhook_events TO "webhook-ingest""#)
            let taken = try await system.postTwilio("/inbound", stop)
            #expect(taken.status == 200)
            try await events.waitFor("lead.opted_out")
            let count = await events.events("lead.opted_out").count
            #expect(count == 1)
            let dispositions = try await system.pool.execute(KeptPosts()).map(\.disposition)
            #expect(dispositions == ["applied"])
        }
    }

    private static let secondAgency = """
        INSERT INTO agencies (id, name, default_country)
            VALUES ('\(Provider.agencyWithTheSameLead)', 'Other Agency', 'US');
        INSERT INTO leads (id, agency_id, name, phone) VALUES
            ('\(Provider.leadOfThatAgency)', '\(Provider.agencyWithTheSameLead)', 'Tex Again', '\(TestAgency.texanNumber)');
        """
}
