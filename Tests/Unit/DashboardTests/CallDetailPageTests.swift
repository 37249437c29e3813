import Contracts
import Foundation
import Postgres
import Testing

@testable import Dashboard

@Suite struct CallDetailPageTests {
    private let now = Date(timeIntervalSince1970: 1_772_546_400)
    private let agentID = AgentID(rawValue: UUID())

    private func frame(_ role: Viewer.Role) -> PageFrame {
        let viewer = Viewer(
            accountID: UUID(), agencyID: AgencyID(rawValue: UUID()), role: role,
            agentID: role == .agent ? agentID : nil, name: "Olga", email: "o@example.com", language: "en",
            timeZone: .gmt, theme: "system", agencyName: "Meridian", proofID: UUID())
        return PageFrame(
            assets: Assets(), viewer: viewer, formToken: "t", words: Words(language: .english),
            time: ViewerTime(zone: .gmt, language: .english, now: now))
    }

    private func detail() -> CallDetail {
        let call = ReadCall.Call(
            id: UUID(), leadID: LeadID(rawValue: UUID()), agentID: agentID, agentName: "Ana", vapiCallID: "v1",
            status: "completed", outcome: "conversation", endedReason: "customer-ended-call", direction: "outbound",
            customerNumber: "+34612555018", customerName: nil, durationSeconds: 247, transcript: nil,
            summary: "<script>alert(1)</script>", language: "es", metadata: JSONB(#"{"cost": 0.12}"#),
            startedAt: now, endedAt: now, reportReceivedAt: now, createdAt: now)
        let lead = ReadCallLead.Lead(
            id: UUID(), name: "Rosa <b>", phone: "+34612555018", email: nil, postcode: nil, country: "ES",
            language: nil, timeZone: TimeZone(identifier: "Europe/Madrid"), source: "hand", ownerName: "Ana",
            optedOutAt: nil, calls: 1)
        return CallDetail(
            call: call, lead: lead, assignment: nil, followUp: nil, recording: nil, turns: [], notes: [], tasks: [],
            webhooks: [], messages: [], retries: [], attempts: [], appointments: [], changes: [], otherCalls: [],
            agents: [])
    }

    private func recording(_ status: String) -> ReadCallRecording.Recording {
        ReadCallRecording.Recording(
            status: status, reason: nil, contentType: "audio/wav", bytes: 100, durationSeconds: 247.3,
            storedAt: now, deletedAt: nil, deletedBy: nil, updatedAt: now)
    }

    private func render(_ detail: CallDetail, as role: Viewer.Role = .owner, start: Int? = nil) -> String {
        let part = TranscriptPart(of: detail.turns, second: start.map { Double($0) })
        return CallDetailPage(frame: frame(role), detail: detail, part: part, start: start).render().text
    }

    @Test func whatPeopleSaidIsText() {
        var detail = detail()
        detail.turns = [CallTurn(who: .lead, at: 1, text: "<img src=x>")]
        let html = render(detail)
        #expect(!html.contains("<script>alert") && !html.contains("<img") && !html.contains("Rosa <b>"))
        #expect(html.contains("&lt;img src=x&gt;"))
    }

    @Test func thePlayerStartsWhereTheAddressSays() {
        var detail = detail()
        detail.recording = recording("stored")
        #expect(render(detail, start: 75).contains("/recording#t=75\""))
        #expect(render(detail).contains("/recording\"></audio>"))
    }

    @Test func aTurnSaysWhenTheNextOneBegins() {
        var detail = detail()
        detail.turns = [CallTurn(who: .lead, at: 1, text: "a"), CallTurn(who: .assistant, at: 4.25, text: "b")]
        let html = render(detail)
        #expect(html.contains(#"data-start="1.0" data-end="4.3">"#) && html.contains(#"data-start="4.3">"#))
    }

    @Test func aCallOfHoursIsALightPage() {
        var detail = detail()
        detail.recording = recording("stored")
        detail.turns = (0..<5000).map {
            CallTurn(
                who: $0.isMultiple(of: 2) ? .assistant : .lead, at: Double($0),
                text: String(repeating: "word ", count: 12))
        }
        #expect(render(detail).utf8.count < 100_000)
    }

    @Test func onlyOwnersAreOfferedWhatOwnersDo() {
        var detail = detail()
        detail.recording = recording("stored")
        #expect(render(detail).contains("/recording/remove"))
        #expect(!render(detail, as: .agent).contains("/recording/remove"))
        #expect(!render(detail, as: .agent).contains("$0.12"))
    }

    @Test func theFirstThingThatAppliesIsNext() {
        var detail = detail()
        func step() -> String { "\(NextStep(detail, now: now))".prefix { $0 != "(" }.description }
        #expect(step() == "nothing")
        detail.followUp = ReadCallFollowUp.FollowUp(
            agentName: "Ana", assignedAt: now, dueAt: now, openedAt: nil, firstOpenedAt: nil, remindedAt: nil,
            reassignedAt: nil, escalatedAt: nil, isUnopened: true)
        #expect(step() == "open")
        detail.call.agentID = nil
        detail.assignment = ReadCallAssignment.Assignment(
            rule: "catch_all", decision: JSONB("{}"), decidedAt: now, agentName: nil, actorName: nil)
        #expect(step() == "assign")
        detail.retries = [
            ListCallRetries.Retry(
                id: UUID(), isAfterThisCall: true, kind: "retry", count: 1, status: "pending", reason: nil,
                scheduledAt: now.addingTimeInterval(60), pausedAt: nil, createdAt: now, updatedAt: now)
        ]
        #expect(step() == "plannedCall")
        detail.appointments = [
            ListCallAppointments.Appointment(
                id: UUID(), isOfThisCall: true, scheduledAt: now, endsAt: now.addingTimeInterval(60),
                status: "scheduled", agentName: "Ana", notes: nil)
        ]
        #expect(step() == "appointment")
        detail.lead?.optedOutAt = now
        #expect(step() == "optedOut")
        detail.call.status = "in_progress"
        #expect(step() == "underWay")
    }

    @Test(arguments: [("scheduled", true), ("completed", true), ("no_show", true), ("cancelled", false)])
    func aCallIsBookedUnlessItsAppointmentWasCancelled(_ status: String, _ isBooked: Bool) {
        var detail = detail()
        let appointment = ListCallAppointments.Appointment(
            id: UUID(), isOfThisCall: true, scheduledAt: now, endsAt: now.addingTimeInterval(60), status: status,
            agentName: "Ana", notes: nil)
        detail.appointments = [appointment]
        #expect(detail.isBooked == isBooked)
        // The lead's other appointments are no merit of this call.
        detail.appointments[0].isOfThisCall = false
        #expect(!detail.isBooked)
    }

    @Test func aCallOfWhichTheOwnersWereToldIsNotFinished() {
        var detail = detail()
        detail.followUp = ReadCallFollowUp.FollowUp(
            agentName: "Ana", assignedAt: now, dueAt: nil, openedAt: nil, firstOpenedAt: nil, remindedAt: now,
            reassignedAt: nil, escalatedAt: now, isUnopened: true)
        guard case .open(due: nil, isEscalated: true) = NextStep(detail, now: now) else {
            Issue.record("\(NextStep(detail, now: now))")
            return
        }
        let html = render(detail)
        #expect(html.contains("Ana has to look at this call") && html.contains("The owners have been told"))
        #expect(html.contains(">Not opened<") && !html.contains("Nothing is left to do"))
        detail.followUp?.openedAt = now
        detail.followUp?.firstOpenedAt = now
        detail.followUp?.isUnopened = false
        #expect(render(detail).contains("Nothing is left to do"))
    }

    @Test func whatNobodyIsAskedToOpenIsNotUnopened() {
        var detail = detail()
        detail.followUp = ReadCallFollowUp.FollowUp(
            agentName: "Ana", assignedAt: now, dueAt: nil, openedAt: nil, firstOpenedAt: nil, remindedAt: nil,
            reassignedAt: nil, escalatedAt: nil, isUnopened: false)
        #expect(!render(detail).contains("Not opened"))
        // Somebody who had it before has opened it, and whoever has it now has not.
        detail.followUp?.firstOpenedAt = now
        detail.followUp?.isUnopened = true
        #expect(render(detail).contains(">Not opened<"))
    }

    @Test func thoseWhoDoNotWantToBeCalledAreNotOfferedACall() {
        var detail = detail()
        detail.lead?.optedOutAt = now
        let html = render(detail)
        #expect(!html.contains("call-again") && !html.contains("tel:"))
    }

    @Test func aComplaintIsNoDelivery() {
        var detail = detail()
        detail.messages = [
            ListCallMessages.Message(
                kind: "call.completed", channel: "email", recipientKind: "agent", recipientName: "Ana", status: "sent",
                reason: nil, createdAt: now, updatedAt: now, sentAt: now, receipt: "complained",
                receiptAt: now.addingTimeInterval(60), receiptReason: nil)
        ]
        let timeline = CallTimeline(
            detail, words: Words(language: .english), time: ViewerTime(zone: .gmt, language: .english, now: now))
        let messages = timeline.entries.filter { $0.title.hasSuffix(": Email to Ana") }
        #expect(messages.map(\.title) == ["Sent: Email to Ana", "Marked as unwanted: Email to Ana"])
        #expect(messages.map(\.tone) == [.good, .bad])
    }

    @Test func aCallFromTheWebsiteIsNotOutbound() {
        var detail = detail()
        detail.call.direction = "web"
        let html = render(detail)
        #expect(html.contains("<span>From the website</span>") && html.contains("<dd>From the website</dd>"))
        #expect(!html.contains("Outbound"))
    }

    @Test func whatHappenedIsInOrder() {
        var detail = detail()
        detail.recording = recording("stored")
        detail.call.startedAt = now.addingTimeInterval(-247)
        detail.webhooks = (0..<40).map {
            ListCallWebhooks.Webhook(
                id: UUID(), receivedAt: now.addingTimeInterval(Double($0) - 240), source: "vapi", type: "transcript",
                disposition: "ignored", bytes: 380)
        }
        let timeline = CallTimeline(
            detail, words: Words(language: .english), time: ViewerTime(zone: .gmt, language: .english, now: now))
        #expect(timeline.entries.map(\.at) == timeline.entries.map(\.at).sorted())
        #expect(timeline.entries.first?.title == "The call began")
        #expect(timeline.entries.contains { $0.title == "Posted: transcript" && $0.count == 40 })
    }
}
