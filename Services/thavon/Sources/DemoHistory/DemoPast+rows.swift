internal import Foundation

extension DemoPast {
    /// Of so many calls, the newest, the recordings are fetched: a start shall not take long.
    private static let heardCalls = 40
    private static let unopenedCalls = 3

    func callRows(_ recordings: DemoRecordings?) -> [DemoCallRow] {
        let heard = heardIDs
        return calls.map { call in
            let link =
                heard.contains(call.id)
                ? recordings?.url(
                    vapiCallID: call.vapiCallID, outcome: call.outcome.heard, seconds: call.length,
                    key: call.key,
                    now: now) : nil
            return DemoCallRow(
                id: call.id, agencyID: call.isAgencys ? DemoID.agency : nil, leadID: call.lead?.id,
                agentID: call.agent?.id, vapiCallID: call.vapiCallID, status: call.outcome.status,
                outcome: call.outcome.word, endedReason: call.outcome.endedReason,
                direction: call.isInbound ? "inbound" : "outbound",
                customerNumber: call.lead?.phone ?? Self.strangersNumber(call.number),
                customerName: call.isInbound ? nil : call.lead?.name, retryable: call.outcome.isRetryable,
                conversationHappened: call.outcome.isConversation,
                durationSeconds: call.outcome.isAnswered ? Int(call.length.rounded()) : nil, recordingURL: link,
                transcript: call.transcript, summary: call.outcome == .voicemail ? nil : call.summary,
                language: call.language, startedAt: call.startedAt, endedAt: call.endedAt,
                reportReceivedAt: call.reportedAt, assignedAt: call.decision.map { _ in call.decidedAt },
                createdAt: call.createdAt)
        }
    }

    /// From the range that is kept free for fiction.
    private static func strangersNumber(_ number: Int) -> String {
        "+1512555\(String(10_100 + number % 100).dropFirst())"
    }

    private var heardIDs: Set<String> { Set(calls.filter(\.canBeHeard).suffix(Self.heardCalls).map(\.id)) }

    var turnRows: [DemoTurnsRow] {
        calls.filter { $0.isAgencys && !$0.lines.isEmpty }.map { DemoTurnsRow(callID: $0.id, turns: $0.turns) }
    }

    /// - Parameter areFetched: whether there is a sandbox to fetch them from.
    func recordingRows(areFetched: Bool) -> [DemoRecordingRow] {
        let heard = areFetched ? heardIDs : []
        return calls.map { call in
            let reason =
                heard.contains(call.id) ? nil : (call.outcome.isAnswered ? "none_at_provider" : "nobody_answered")
            return DemoRecordingRow(
                callID: call.id, agencyID: call.isAgencys ? DemoID.agency : nil, reason: reason,
                createdAt: call.reportedAt)
        }
    }

    var assignmentRows: [DemoAssignmentRow] {
        calls.compactMap { call in
            guard let decision = call.decision else { return nil }
            return DemoAssignmentRow(
                id: DemoID.of("a8", call.number), callID: call.id, agencyID: call.isAgencys ? DemoID.agency : nil,
                leadID: call.lead?.id, agentID: call.agent?.id, decision: decision, decidedAt: call.decidedAt)
        }
    }

    /// All have been opened but the newest few, which are not due for some days: nobody is reminded on the first start.
    mutating func followUpRows() -> [DemoFollowUpRow] {
        let followed = calls.filter(\.isFollowedUp)
        let unopened = Set(followed.suffix(Self.unopenedCalls).map(\.id))
        return followed.compactMap { call in
            guard let agent = call.agent else { return nil }
            // Most are quick, some take their time.
            let minutes = chance.percent() < 85 ? chance.seconds(1...25) : chance.seconds(40...300)
            let opened = min(call.decidedAt.addingTimeInterval(minutes * 60), now)
            let isOpened = !unopened.contains(call.id)
            return DemoFollowUpRow(
                callID: call.id, leadID: call.lead?.id, agentID: agent.id, assignedAt: call.decidedAt,
                callEndedAt: call.endedAt, dueAt: isOpened ? nil : now.addingTimeInterval(2 * 86_400),
                openedAt: isOpened ? opened : nil)
        }
    }

    /// What was planned after calls that nobody answered; nothing waits any more.
    var retryRows: [DemoRetryRow] {
        let unanswered = calls.filter { !$0.isInbound && $0.outcome.isRetryable && $0.lead != nil }
        return unanswered.enumerated().compactMap { index, call in
            guard let lead = call.lead else { return nil }
            let planned = call.endedAt.addingTimeInterval(2 * 3600)
            let later = calls.first { $0.lead?.id == lead.id && $0.createdAt > call.endedAt }
            let (status, reason, at) = Self.fate(of: planned, later, index, now)
            return DemoRetryRow(
                id: DemoID.of("a9", call.number), callID: call.id, leadID: lead.id, scheduledAt: planned,
                status: status, reason: reason, createdAt: call.decidedAt, updatedAt: at)
        }
    }

    /// What became of a planned call, given the lead's next one.
    private static func fate(
        of planned: Date, _ later: DemoPastCall?, _ index: Int, _ now: Date
    ) -> (status: String, reason: String?, at: Date) {
        guard let later else {
            let fates = [("cancelled", "by_hand"), ("failed", "calls_used_up"), ("failed", "no_consent")]
            let (status, reason) = fates[index % fates.count]
            return (status, reason, min(planned, now))
        }
        if later.createdAt < planned || later.isInbound, later.outcome.isConversation {
            return ("cancelled", "reached", later.reportedAt)
        }
        return later.isInbound ? ("cancelled", "by_hand", min(planned, now)) : ("completed", nil, later.createdAt)
    }

    var ownerRows: [DemoOwnerRow] {
        owners.sorted { $0.key < $1.key }.map { DemoOwnerRow(leadID: $0.key, agentID: $0.value) }
    }

    var optOutRows: [DemoOptOutRow] {
        calls.filter { $0.outcome == .optedOut }.compactMap { call in
            call.lead?.phone.map { DemoOptOutRow(phone: $0, callID: call.id, createdAt: call.reportedAt) }
        }
    }
}
