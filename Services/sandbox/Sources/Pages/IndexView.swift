/// What the sandbox is and what it has done.
struct IndexView: Sendable {
    var mailCount: Int
    var messageCount: Int
    var accountCount: Int
    var webhook: String
    var phoneNumberID: String
    var calls: [CallRecord]
    var faults: [Fault]

    private static let labels: [CallOutcome: String] = [
        .talks: "Talks", .noAnswer: "No answer", .busy: "Busy", .voicemail: "Voicemail", .failed: "Failed",
    ]

    var values: [String: Any] {
        [
            "title": "Sandbox", "onIndex": true, "webhook": webhook, "phoneNumberID": phoneNumberID,
            "mailCounts": mailCount == 1 ? "1 mail has arrived." : "\(mailCount) mails have arrived.",
            "messageCounts": messageCount == 1 ? "1 message." : "\(messageCount) messages.",
            "accountCounts": accountCount == 1
                ? "1 account has a calendar." : "\(accountCount) accounts have a calendar.",
            "outcomes": CallOutcome.allCases.map { ["value": $0.rawValue, "label": Self.labels[$0] ?? ""] },
            "hasCalls": !calls.isEmpty, "calls": calls.map(Self.values), "hasFaults": !faults.isEmpty,
            "faults": faults.map(Self.text),
        ]
    }

    private static func values(_ record: CallRecord) -> [String: Any] {
        [
            "id": record.call.id, "iso": record.call.createdAt.iso, "time": record.call.createdAt.readable,
            "who": record.call.order.customerName ?? "Unnamed customer", "number": record.call.order.number,
            "outcome": record.isEnded ? labels[record.outcome] ?? "" : "Under way: \(record.status)",
            "deliveries": record.deliveries.map {
                ["message": $0.message, "result": $0.result, "mood": $0.isSuccess ? "good" : "bad"]
            },
        ]
    }

    private static func text(_ fault: Fault) -> String {
        let left = fault.remaining.map { ", \($0) left" } ?? ""
        let share = fault.probability < 1 ? ", \(Int((fault.probability * 100).rounded())) % of requests" : ""
        return "\(fault.provider.rawValue): \(fault.kind.rawValue)\(share)\(left), applied \(fault.applied) times"
    }
}
