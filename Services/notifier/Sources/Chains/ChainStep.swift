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

    init(_ links: [ChainLink], patience: Duration, now: Date) {
        let links = links.sorted { $0.position < $1.position }
        let begun = links.filter { $0.turnBeganAt != nil }
        // One that was withdrawn before its turn is out, even when what made it needless is sent back later.
        let able = links.filter { $0.turnBeganAt != nil || $0.status == .standby }.map(\.channel)
        let chain = FallbackChain(able, reachable: Set(able), patience: patience)
        switch chain.next(after: begun.compactMap(\.attempt), now: now) {
        case .send(let channel): begin(channel, of: links, patience, now)
        case .waitForReceipt(let until):
            guard let last = begun.last else { return }
            changes = begun.dropLast().map { .wait($0, until: nil) } + [.wait(last, until: until)]
        case .done, .exhausted:
            let reached = begun.last { $0.receipt?.isDelivered == true } ?? begun.last
            changes = links.map { link in
                guard link.status == .standby else { return .wait(link, until: nil) }
                return .withdraw(
                    link, reason: "not needed: it went by \(reached?.channel.rawValue ?? "another channel")")
            }
        }
    }

    private mutating func begin(
        _ channel: NotificationChannel, of links: [ChainLink], _ patience: Duration, _ now: Date
    ) {
        guard let next = links.first(where: { $0.channel == channel && $0.status == .standby }) else { return }
        // A request that is on its way has to come back first.
        if let busy = links.first(where: { $0.status == .sending }) {
            let back = max(busy.leaseUntil ?? now, now.addingTimeInterval(1))
            changes = links.filter { $0.turnBeganAt != nil }.map { .wait($0, until: $0.id == busy.id ? back : nil) }
            return
        }
        changes = links.filter { $0.position < next.position }.map { link in
            let canBeTakenBack = [.pending, .parked].contains(link.status) && !link.isOpen
            guard canBeTakenBack else { return .wait(link, until: nil) }
            return .withdraw(link, reason: "it took too long: \(channel.rawValue) took over")
        }
        changes.append(.begin(next, decideAgainAt: now.addingTimeInterval(patience.timeInterval)))
    }
}

extension ChainLink {
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
