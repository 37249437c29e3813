import Contracts
import Foundation
import Testing

@testable import Notifier

/// From whatever two messages of a chain can stand at, with one that waits behind them.
@Suite struct ChainStepPropertyTests {
    static let statuses: [NotificationStatus] = [
        .standby, .pending, .sending, .sent, .parked, .failed, .unknown, .notSent,
    ]
    static let receipts = [nil] + ReceiptStatus.allCases.map(Optional.some)
    static let orders: [[NotificationChannel]] = [
        [.whatsapp, .email, .sms], [.email, .sms, .whatsapp],
    ]

    @Test(arguments: statuses, orders) func everyStepMovesAllThatIsDue(
        status: NotificationStatus, channels: [NotificationChannel]
    ) {
        var faults: [String] = []
        var begun = 0
        for head in Self.heads(status, channels[0]) {
            for other in Self.others(channels[1]) {
                let links = [head, other, ChainStepTests.link(2, channels[2])]
                let step = ChainStep(links, patience: ChainStepTests.patience, now: ChainStepTests.now)
                begun += step.changes.contains(where: \.isBeginning) ? 1 : 0
                faults += Self.faults(step, links).map { "\($0): \(links)" }
            }
        }
        #expect(faults.isEmpty, "\(faults.count) faults, the first: \(faults.first ?? "")")
        #expect(begun > 0 || status == .sending)
    }

    /// By all receipts, within each of the waits and beyond all of them.
    private static func heads(_ status: NotificationStatus, _ channel: NotificationChannel) -> [ChainLink] {
        let open = [.pending, .parked].contains(status) ? [false, true] : [false]
        return receipts.flatMap { receipt in
            ([nil, 10, 700, 90_000] as [Double?]).flatMap { began in
                open.map { link(0, channel, status, began, receipt, isOpen: $0) }
            }
        }
    }

    private static func others(_ channel: NotificationChannel) -> [ChainLink] {
        statuses.flatMap { status in
            ([nil, .delivered, .bounced] as [ReceiptStatus?]).flatMap { receipt in
                ([nil, 10, 90_000] as [Double?]).map { link(1, channel, status, $0, receipt) }
            }
        }
    }

    private static func link(
        _ position: Int, _ channel: NotificationChannel, _ status: NotificationStatus, _ began: Double?,
        _ receipt: ReceiptStatus?, isOpen: Bool = false
    ) -> ChainLink {
        var link = ChainStepTests.link(position, channel, status, began: began, receipt, isOpen: isOpen)
        if status == .sending { link.leaseUntil = ChainStepTests.now + (began == 10 ? 30 : -5) }
        return link
    }

    private static func faults(_ step: ChainStep, _ links: [ChainLink]) -> [String] {
        let begun = links.filter { $0.turnBeganAt != nil }
        let isDelivered = begun.contains { $0.receipt?.isDelivered == true }
        let isReached = isDelivered || begun.contains { $0.status == .sent && $0.receipt?.isFailure != true }
        // Nothing else leaves a message whose turn has not come.
        let isUsual = links.allSatisfy { $0.turnBeganAt != nil || [.standby, .notSent].contains($0.status) }
        let beginnings = step.changes.filter(\.isBeginning)
        let goesOn = !beginnings.isEmpty || step.changes.contains(where: \.isWaiting)
        let statements = [
            ("each message has one change", step.changes.map(\.link) == links),
            (
                "nothing that is due stays so",
                step.changes.allSatisfy { $0.dueAt.map { $0 > ChainStepTests.now } ?? true }
            ),
            ("one begins at most", beginnings.count <= 1),
            ("what begins has not begun", beginnings.allSatisfy { $0.link.turnBeganAt == nil }),
            ("nothing begins after a delivery", beginnings.isEmpty || !isDelivered),
            ("nothing begins beside a request", beginnings.isEmpty || !links.contains { $0.status == .sending }),
            (
                "what may have left is not withdrawn",
                step.changes.allSatisfy { !$0.isWithdrawal || $0.link.canBeWithdrawn }
            ),
            ("nobody is reached only when nothing goes on", step.failure == nil || !goesOn && !isDelivered),
            ("an end is a delivery or a failure", goesOn || isReached || step.failure != nil || !isUsual),
        ]
        return statements.filter { !$0.1 }.map(\.0)
    }
}

extension ChainStep.Change {
    fileprivate var isBeginning: Bool {
        guard case .begin = self else { return false }
        return true
    }

    fileprivate var isWithdrawal: Bool {
        guard case .withdraw = self else { return false }
        return true
    }

    fileprivate var isWaiting: Bool {
        guard case .wait(_, let until) = self else { return false }
        return until != nil
    }

    /// When it is decided on again; nil when it is not.
    fileprivate var dueAt: Date? {
        switch self {
        case .begin(_, let date): date
        case .withdraw: nil
        case .wait(_, let until): until
        }
    }
}

extension ChainLink {
    fileprivate var canBeWithdrawn: Bool { status == .standby || [.pending, .parked].contains(status) && !isOpen }
}
