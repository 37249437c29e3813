internal import Contracts
internal import FoundationEssentials

/// One message of a chain, as it stands.
struct ChainLink: Sendable, Equatable {
    var chainID: UUID
    var id: UUID
    var eventTime: Date
    var position: Int
    var channel: NotificationChannel
    var status: NotificationStatus
    var receipt: ReceiptStatus?
    /// Why it failed, in the words of whoever said so.
    var reason: String?
    /// When its turn began; nil for those whose turn has not come.
    var turnBeganAt: Date?
    /// While a request with it may be on its way.
    var leaseUntil: Date?
    /// Whether a request with it may have been taken over.
    var isOpen = false
    var agencyID: AgencyID
    var callID: CallID?
    /// What it tells of, as stored.
    var kind: String
    var recipient: Person
    /// Whether it may be sent at any hour.
    var isUrgent = false

    struct Person: Sendable, Hashable {
        var kind: Recipient.Kind
        var id: UUID
    }
}

/// What is done about a chain now: pure, by ``FallbackChain``.
struct ChainStep: Sendable, Equatable {
    enum Change: Sendable, Equatable {
        /// Its turn: it is sent now, and decided on again then.
        case begin(ChainLink, decideAgainAt: Date)
        /// It is not sent any more, or will never be.
        case withdraw(ChainLink, reason: String)
        /// Nothing is decided before then; nil: nothing any more.
        case wait(ChainLink, until: Date?)

        var link: ChainLink {
            switch self {
            case .begin(let link, _), .withdraw(let link, _), .wait(let link, _): link
            }
        }
    }

    private(set) var changes: [Change] = []

    /// Why nobody was reached; nil when somebody was, or may still be.
    private(set) var failure: String?

    /// Each message of the chain gets a change: one that is due must not stay so.
    init(_ links: [ChainLink], patience: Duration, now: Date) {
        let links = links.sorted { $0.position < $1.position }
        let begun = links.filter { $0.turnBeganAt != nil }
        let chain = FallbackChain(links.map(\.channel), reachable: Set(links.map(\.channel)), patience: patience)
        switch chain.next(after: begun.compactMap(\.attempt), now: now) {
        case .send(let channel): begin(channel, of: links, patience, now)
        case .waitForReceipt(let until): wait(links, on: begun.last, until: until)
        case .done: close(links, reason: "not needed: it went by \(Self.reached(begun)?.rawValue ?? "another channel")")
        case .exhausted(let reason):
            failure = reason
            close(links, reason: "nobody was reached: \(reason)")
        }
    }

    private static func reached(_ begun: [ChainLink]) -> NotificationChannel? {
        (begun.last { $0.receipt?.isDelivered == true } ?? begun.last { $0.status == .sent } ?? begun.last)?.channel
    }

    private mutating func close(_ links: [ChainLink], reason: String) {
        changes = links.map { $0.status == .standby ? .withdraw($0, reason: reason) : .wait($0, until: nil) }
    }

    private mutating func wait(_ links: [ChainLink], on awaited: ChainLink?, until: Date) {
        changes = links.map { .wait($0, until: $0 == awaited ? until : nil) }
    }

    private mutating func begin(
        _ channel: NotificationChannel, of links: [ChainLink], _ patience: Duration, _ now: Date
    ) {
        // One that was not needed is, when what had arrived is sent back after all.
        guard let next = links.first(where: { $0.channel == channel && $0.canBegin }) else {
            return close(links, reason: "no other channel is left")
        }
        // A request that is on its way has to come back first.
        if let busy = links.first(where: { $0.status == .sending }) {
            return wait(links, on: busy, until: max(busy.leaseUntil ?? now, now.addingTimeInterval(1)))
        }
        let limit = now.addingTimeInterval((patience * FallbackChain.queueing).timeInterval)
        changes = links.map { link in
            if link == next { return .begin(link, decideAgainAt: limit) }
            let canBeTakenBack = [.pending, .parked].contains(link.status) && !link.isOpen
            guard link.position < next.position, canBeTakenBack else { return .wait(link, until: nil) }
            return .withdraw(link, reason: "it took too long: \(channel.rawValue) took over")
        }
    }
}

extension ChainLink {
    /// Whether its turn has not come yet, and may.
    fileprivate var canBegin: Bool { turnBeganAt == nil && [.standby, .notSent].contains(status) }

    fileprivate var attempt: FallbackChain.Attempt? {
        turnBeganAt.map { FallbackChain.Attempt(channel: channel, startedAt: $0, state: state) }
    }

    private var state: FallbackChain.State {
        switch receipt {
        case .read?, .complained?: return .read
        case .delivered?: return .delivered
        case .failed?, .bounced?, .suppressed?: return .failed(reason: reason ?? "not delivered")
        case .accepted?, .sent?, .delayed?, nil: break
        }
        switch status {
        case .standby, .pending, .sending, .parked: return .pending
        case .sent: return .accepted
        case .unknown: return .unknown
        case .failed, .notSent: return .failed(reason: reason ?? "not sent")
        }
    }
}
