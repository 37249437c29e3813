import Contracts
import Foundation
import Notices
import TestSupport

@testable import Notifier

/// One chain and what happens to it, as the database keeps it: what is due, what is on its way, what has begun.
struct ChainWorld: CustomStringConvertible {
    let patience: Duration
    private(set) var links: [ChainLink]
    private(set) var now = Date(timeIntervalSince1970: 1_790_000_000)
    /// When something has to be decided, by position.
    private(set) var due: [Int: Date] = [:]
    /// Those that a provider may have, by position.
    private(set) var mayHaveLeft: Set<Int> = []
    /// All that was done, to be read when something is wrong.
    private(set) var history: [String] = []

    var description: String { history.joined(separator: " · ") }
    var isDelivered: Bool { links.contains { $0.receipt?.isDelivered == true } }
    var isDue: Bool { due.values.contains { $0 <= now } }
    var nextDue: Date? { due.values.min() }

    init(_ random: inout SeededGenerator) {
        let chainID = UUID()
        let channels = NotificationPreferences.channels.shuffled(using: &random)
        let start = now
        patience = .seconds(Int.random(in: 1...200, using: &random))
        links = channels.prefix(Int.random(in: 2...3, using: &random)).enumerated().map { position, channel in
            ChainLink(
                chainID: chainID, id: UUID(), eventTime: start, position: position, channel: channel, status: .standby,
                agencyID: AgencyID(rawValue: chainID), kind: "call.completed",
                recipient: ChainLink.Person(kind: .agent, id: chainID))
        }
        // All that are on begin together; at least one is a fallback.
        for position in 0..<Int.random(in: 1..<links.count, using: &random) {
            begin(position, decideAgainAt: start + 5 * patience.timeInterval)
        }
    }

    /// What is decided about it now.
    func step(_ random: inout SeededGenerator) -> ChainStep {
        ChainStep(links.shuffled(using: &random), patience: patience, now: now)
    }

    mutating func apply(_ change: ChainStep.Change) {
        let position = change.link.position
        switch change {
        case .begin(_, let dueAt): begin(position, decideAgainAt: dueAt)
        case .withdraw:
            links[position].status = .notSent
            due[position] = nil
            history.append("\(position) withdrawn")
        case .wait(_, let until): due[position] = until
        }
    }

    private mutating func begin(_ position: Int, decideAgainAt dueAt: Date) {
        links[position].status = .pending
        links[position].turnBeganAt = now
        due[position] = dueAt
        history.append("\(position) begun")
    }

    mutating func pass(_ seconds: Double) { now += seconds }
    mutating func pass(until date: Date) { now = max(now, date) }

    /// Something that can happen to one of them as it stands.
    mutating func happen(_ random: inout SeededGenerator) {
        let position = Int.random(in: links.indices, using: &random)
        switch links[position].status {
        case .standby: pass(Double.random(in: 0...60, using: &random))
        case .pending, .parked: leave(position, &random)
        case .sending: comeBack(position, &random)
        case .unknown where Bool.random(using: &random): lookUp(position, &random)
        case .sent, .unknown, .failed, .notSent: say(position, &random)
        }
    }

    /// Nothing is on its way any more: of what was, nobody knows.
    mutating func settle() {
        for link in links where link.status == .sending { links[link.position].status = .unknown }
    }

    private mutating func leave(_ position: Int, _ random: inout SeededGenerator) {
        let isRefused = Int.random(in: 0...5, using: &random) == 0 && !links[position].isOpen
        set(position, isRefused ? .notSent : .sending, isDue: isRefused)
        guard !isRefused else { return }
        mayHaveLeft.insert(position)
        links[position].leaseUntil = now + Double.random(in: -1...45, using: &random)
        links[position].isOpen = links[position].channel == .email
    }

    private mutating func comeBack(_ position: Int, _ random: inout SeededGenerator) {
        links[position].leaseUntil = nil
        let isMail = links[position].channel == .email
        switch Int.random(in: 0...5, using: &random) {
        case 0, 1:
            set(position, .sent, isDue: true)
            links[position].turnBeganAt = now
        case 2: set(position, .failed, isDue: true)
        // It stays together with others under one key, and may have been processed.
        case 3 where isMail: set(position, .pending)
        case 3: set(position, .unknown, isDue: true)
        default:
            // Surely not processed.
            links[position].isOpen = false
            mayHaveLeft.remove(position)
            set(position, Bool.random(using: &random) ? .pending : .parked)
        }
    }

    private mutating func lookUp(_ position: Int, _ random: inout SeededGenerator) {
        let isOvertaken = links.contains { $0.position > position && $0.tookOver(from: links[position]) }
        switch Int.random(in: 0...2, using: &random) {
        case 0: set(position, .sent, isDue: true)
        case 1: set(position, .failed, isDue: true)
        default:
            mayHaveLeft.remove(position)
            set(position, isOvertaken ? .notSent : .pending, isDue: isOvertaken)
        }
    }

    /// A provider says something of what it has.
    private mutating func say(_ position: Int, _ random: inout SeededGenerator) {
        guard mayHaveLeft.contains(position), let word = ReceiptStatus.allCases.randomElement(using: &random) else {
            return pass(1)
        }
        let standing = links[position].receipt.map { $0.advanced(by: word) } ?? word
        guard standing != links[position].receipt else { return }
        links[position].receipt = standing
        if links[position].status == .unknown { links[position].status = .sent }
        if standing.isDelivered || standing.isFailure { due[position] = now }
        history.append("\(position) \(standing.rawValue)")
    }

    private mutating func set(_ position: Int, _ status: NotificationStatus, isDue: Bool = false) {
        links[position].status = status
        if isDue { due[position] = now }
        history.append("\(position) \(status.rawValue)")
    }
}

extension ChainLink {
    /// Whether it began after another, and may still arrive.
    fileprivate func tookOver(from other: ChainLink) -> Bool {
        guard let began = turnBeganAt, let before = other.turnBeganAt, began > before + 1 else { return false }
        return ![.failed, .notSent].contains(status) && receipt?.isFailure != true
    }
}
