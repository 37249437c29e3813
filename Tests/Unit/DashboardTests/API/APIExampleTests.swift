import Contracts
import Foundation
import TestSupport
import Testing

@testable import Dashboard

/// What the operations of owners answer is as the description says, also where much of it is not known.
@Suite struct APIExampleTests {
    private let schema: OpenAPISchema
    private let now = Date(timeIntervalSince1970: 1_772_546_400.123)

    init() throws {
        let table = try IdleConsole.table()
        schema = try OpenAPISchema(description: Data(APIDocument(operations: table.operations).json.json.utf8))
    }

    private func problems(_ value: JSONValue, _ name: String) throws -> [String] {
        try schema.problems(of: Data(value.json.utf8), as: name)
    }

    @Test(arguments: [nil, "?status=missed"]) func aReassignment(_ query: String?) throws {
        var job = Reassignment(
            id: UUID(), state: .waiting, held: nil, failure: nil, query: query, isCollected: query == nil,
            collectedTo: nil, agentID: query == nil ? nil : .new(), agentName: nil, fromName: nil, accountID: UUID(),
            accountName: nil, address: "192.0.2.1", calls: 10, done: 5, moved: 2, refused: 1, leaseToken: 1,
            createdAt: now, endedAt: nil)
        let waiting = try problems(ReassignmentResources.job.json(job), "ReassignmentJob")
        #expect(waiting.isEmpty)
        (job.state, job.held, job.failure, job.endedAt) = (.failed, .unanswered, .agentGone, now)
        let failed = ReassignmentResources.job.json(job)
        let wrong = try problems(failed, "ReassignmentJob")
        #expect(wrong.isEmpty)
        #expect(failed.json.contains(#""kept":2"#) && !failed.json.contains("192.0.2.1"))
        let refused = ListRefusedCalls.Refused(
            position: 3, callID: .new(), reason: .notOver, createdAt: nil, name: nil)
        let cut = APIPage([refused, refused], limit: 1) { Cursor(key: Int64($0.position), id: $0.callID.rawValue) }
        let page = try problems(ReassignmentResources.refused.page.json(cut), "RefusedCallList")
        #expect(page.isEmpty && cut.next?.key == 3)
    }

    @Test(arguments: [true, false]) func anOverview(_ isOwner: Bool) throws {
        let nobody = CountCallsByAgent.Row(agentID: nil, calls: 3, answered: 2, conversations: 1)
        let numbers = OverviewNumbers(
            calls: [nobody], bookings: [], unopened: [], names: [],
            firstCalls: DelayMeasure(total: 2, done: 1, median: 1.5, ninetieth: 2), openings: nil)
        let work = WaitingWork(
            unopened: 1, late: 1, counts: isOwner ? .init(nobodys: 1, failedMessages: 2, parkedMessages: 3) : nil,
            held: isOwner ? [.init(reason: "held", count: 1, first: now)] : [],
            unopenedCalls: [
                .init(
                    callID: UUID(), leadName: nil, agentName: nil, assignedAt: now, isLate: true, leadTimeZone: nil)
            ],
            tasks: [
                .init(
                    id: UUID(), kind: "call_back", text: "<b>", createdAt: now, callID: nil, leadName: nil,
                    agentName: nil)
            ], calendars: [.init(agentID: UUID(), agentName: "Bea", account: nil, since: nil, reason: nil)])
        let value = OverviewResources.overview.json(
            .init(
                report: .init(numbers: numbers, work: work, outreach: isOwner ? .init(isActive: true) : nil),
                period: .week, range: (from: now, to: now), showsAgents: isOwner))
        let wrong = try problems(value, "Overview")
        #expect(wrong.isEmpty)
        #expect(value.json.contains(#""agents":[]"#) != isOwner && value.json.contains(#""calls":3"#))
    }

    @Test func operations() throws {
        let event = ListWebhookEvents.Row(
            id: UUID(), receivedAt: now, source: "vapi", type: "status-update", disposition: "applied", callID: nil)
        let row = ReadWebhookEvent.Row(event: event, providerCallID: nil, headers: #"{"a": "b"}"#, body: [0x22, 0xff])
        let webhook = WebhookResources.detail.json(row)
        #expect(webhook.json.contains(#""key":"\#(Cursor(now, event.id).text)""#))
        let health = ProviderDesk.Health(
            limits: [.init(account: "resend", closedUntil: nil, reason: nil, updatedAt: now)],
            accounts: [
                .init(
                    account: "vapi", breaker: "half_open", retryAt: now, reason: "503", pausedUntil: nil,
                    pauseReason: nil, lines: nil, updatedAt: now)
            ], queues: [.init(service: "notifier", events: 1, commands: nil, workers: 0)])
        var away = health
        away.queues = nil
        let message = ListTroubledMessages.Row(
            id: UUID(), time: now, kind: "call.completed", channel: "sms", recipient: "lead", address: nil,
            status: "failed", reason: nil, attempts: 3, nextAttemptAt: now, callID: nil)
        let entry = ListAuditEntries.Row(
            id: UUID(), at: now, actor: "Olga", action: "task.done", subjectKind: nil, subjectID: nil,
            detail: #"{"via": "api"}"#, address: nil)
        let examples: [(String, JSONValue)] = [
            ("Webhook", webhook), ("WebhookSummary", WebhookResources.row.json(event)),
            ("WebhookReplay", WebhookResources.replayed.json(.init(disposition: "repeated"))),
            ("ProviderHealth", ProviderResources.health.json(health)),
            ("ProviderHealth", ProviderResources.health.json(away)),
            ("TroubledMessageList", MessageResources.troubled.page.json(APIPage([message]))),
            ("AllowedAddress", MessageResources.allowed.json(.init(wasSuppressed: true))),
            (
                "BarredAddress",
                MessageResources.barred.json(
                    .init(channel: "email", address: "a@b.example", cause: "bounced", detail: nil, createdAt: now))
            ),
            ("DeadLetterList", DeadLetterResources.list.json(.init(letters: [], areMore: true))),
            ("AuditEntryList", AuditResources.entry.page.json(APIPage([entry]))),
            ("AppointmentReminder", AppointmentResources.reminder.json(.init(reminderID: .new()))),
        ]
        for (name, value) in examples {
            let wrong = try problems(value, name)
            #expect(wrong.isEmpty, "\(name)")
        }
        // Only what is parked is tried again.
        #expect(MessageResources.troubled.json(message).json.contains(#""next_attempt_at":null"#))
    }

    @Test func aWebhooksKeyIsDescribedAsWhatItIs() throws {
        let table = try IdleConsole.table()
        let show = try #require(table.operations.first { $0.id == "getWebhook" })
        let text = OperationDocument(operation: show).json.json
        #expect(text.contains(#""name":"key""#) && text.contains(#""maxLength":100"#) && !text.contains("uuid"))
    }
}
