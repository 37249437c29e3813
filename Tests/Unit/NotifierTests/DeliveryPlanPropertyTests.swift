import Contracts
import Foundation
import Notices
import TestSupport
import Testing

@testable import Notifier

/// For any settings, addresses, suppressions and accounts.
@Suite struct DeliveryPlanPropertyTests {
    static let all = NotificationPreferences.channels

    struct Case: CustomStringConvertible {
        var kind: NoticeKind
        var person: Recipient
        var accounts: Set<NotificationChannel>
        var relevance: DeliveryPlan.Relevance
        var now: Date
        var seed: UInt64

        var description: String { "\(kind.rawValue) \(person) \(accounts) \(relevance) seed \(seed)" }

        var plan: DeliveryPlan {
            DeliveryPlan(kind, to: person, relevance: relevance, now: now, accounts: accounts)
        }

        func canTake(_ channel: NotificationChannel) -> Bool {
            accounts.contains(channel) && person.address(for: channel) != nil && person.suppressed[channel] == nil
        }

        /// Whether they have said nothing against it: on, or at least as a fallback.
        func isAllowed(_ channel: NotificationChannel) -> Bool {
            let alone = person.preferences.decide(
                kind.rawValue, urgency: .urgent, now: now, zone: person.timeZone, reachable: [channel])
            return alone.channels == [channel]
        }
    }

    @Test func everyPlanIsWhole() {
        var random = SeededGenerator.random()
        var (chains, early) = (0, 0)
        for _ in 0..<3000 {
            let one = Self.makeCase(&random)
            let plan = one.plan
            everythingThatIsWantedIsAccountedFor(plan, one)
            chainsHaveOneHeadAndNoGaps(plan, one)
            whatIsSentCanBe(plan, one)
            nothingComesTooLate(plan, one)
            early += plan.isUrgent && !one.relevance.isNear(one.now) ? 1 : 0
            chains += plan.items.contains { $0.position == 0 } ? 1 : 0
        }
        #expect(chains > 300 && early > 0)
    }

    private func nothingComesTooLate(_ plan: DeliveryPlan, _ one: Case) {
        let note: Comment = "\(plan) \(one)"
        let passes = one.person.preferences.passesWhenUrgent
        if one.relevance.isNear(one.now) { #expect(plan.isUrgent == passes, note) }
        if plan.isUrgent {
            // At any hour, and so at this one.
            #expect(passes && plan.notBefore == nil, note)
        } else if passes {
            #expect(!one.relevance.isNear(plan.notBefore ?? one.now), note)
        }
        let begin = plan.notBefore ?? one.now
        #expect(one.relevance.expiry(from: begin) >= begin + 3600, note)
    }

    private func everythingThatIsWantedIsAccountedFor(_ plan: DeliveryPlan, _ one: Case) {
        let note: Comment = "\(plan) \(one)"
        #expect(!plan.items.isEmpty && Set(plan.items.map(\.channel)).count == plan.items.count, note)
        for channel in one.person.preferences.wanted(one.kind.rawValue) where one.accounts.contains(channel) {
            #expect(plan.items.contains { $0.channel == channel && $0.turn != .standby }, note)
        }
        for item in plan.items where item.turn == .never { #expect(item.reason?.isEmpty == false, note) }
        // Nobody is told of a channel that there is no account for, unless there is nothing else to say.
        if plan.items.count > 1 { #expect(plan.items.allSatisfy { one.accounts.contains($0.channel) }, note) }
        for channel in Self.all where one.canTake(channel) && one.isAllowed(channel) && !one.hasSaidStop {
            #expect(plan.items.contains { $0.channel == channel && $0.turn != .never }, note)
        }
    }

    private func chainsHaveOneHeadAndNoGaps(_ plan: DeliveryPlan, _ one: Case) {
        let note: Comment = "\(plan) \(one)"
        let positions = plan.items.compactMap(\.position)
        let atOnce = plan.items.count { $0.turn == .now }
        #expect(positions.sorted() == Array(0..<positions.count) && positions.count != 1, note)
        for item in plan.items {
            switch item.turn {
            case .now: #expect(item.position.map { $0 < atOnce } ?? positions.isEmpty, note)
            case .standby: #expect((item.position ?? 0) >= atOnce && item.reason == nil, note)
            case .never: #expect(item.position == nil, note)
            }
        }
    }

    private func whatIsSentCanBe(_ plan: DeliveryPlan, _ one: Case) {
        let note: Comment = "\(plan) \(one)"
        let used = plan.items.filter { $0.turn != .never }
        #expect(used.allSatisfy { one.canTake($0.channel) && one.isAllowed($0.channel) }, note)
        if one.hasSaidStop { #expect(used.isEmpty, note) }
        let isUsed = used.contains { $0.turn == .now }
        #expect(isUsed == !used.isEmpty, note)
        guard let notBefore = plan.notBefore else { return }
        #expect(isUsed && notBefore > one.now && one.person.kind != .lead, note)
        #expect(used.allSatisfy { $0.turn == .standby || $0.reason != nil }, note)
    }

    private static func makeCase(_ random: inout SeededGenerator) -> Case {
        let kind = Recipient.Kind.allCases.randomElement(using: &random) ?? .agent
        let role: NotificationPreferences.Role = kind == .lead ? .lead : kind == .agent ? .agent : .owner
        let now = Date(timeIntervalSince1970: Double.random(in: 1_780_000_000...1_840_000_000, using: &random))
        let notice = NoticeKind.allCases.randomElement(using: &random) ?? .callMissed
        let causes: [SuppressionCause] = [.bounced, .complained, .suppressed, .invalid, .stop]
        var person = Recipient(
            kind: kind, id: UUID(),
            email: ["a@b.example", "A <a@b.example>", "nothing", nil].randomElement(using: &random) ?? nil,
            phone: Int.random(in: 0...3, using: &random) > 0 ? "+15125550122" : nil, language: "en", timeZone: .gmt)
        person.preferences = NotificationPreferences(
            role, own: document(notice, &random), agency: document(notice, &random))
        for channel in all where Int.random(in: 0...5, using: &random) == 0 {
            person.suppressed[channel] = causes.randomElement(using: &random)
        }
        return Case(
            kind: notice, person: person, accounts: Set(all.filter { _ in Int.random(in: 0...4, using: &random) > 0 }),
            relevance: .init(
                eventAt: Bool.random(using: &random) ? now + Double.random(in: -3600...60_000, using: &random) : nil,
                isNear: Int.random(in: 0...3, using: &random) == 0),
            now: now, seed: random.seed)
    }

    private static func document(_ kind: NoticeKind, _ random: inout SeededGenerator) -> PreferencesDocument {
        var document = PreferencesDocument()
        for channel in all {
            let use = [PreferencesDocument.Use.on, .off, .fallback, nil].randomElement(using: &random) ?? nil
            document.grid[kind.rawValue, default: [:]][channel] = use
            document.leads[kind.rawValue, default: [:]][channel] = use
        }
        let hour = Int.random(in: 0...23, using: &random)
        let quiet = QuietHours(from: "\(hour < 10 ? "0" : "")\(hour):00", to: "12:30")
        if Bool.random(using: &random) { document.quietHours = quiet.map { .value($0) } ?? .none }
        document.urgentPasses = [true, false, nil].randomElement(using: &random) ?? nil
        return document
    }
}

extension DeliveryPlanPropertyTests.Case {
    fileprivate var hasSaidStop: Bool {
        person.kind == .lead && kind == .appointmentReminder && person.suppressed.values.contains(.stop)
    }
}
