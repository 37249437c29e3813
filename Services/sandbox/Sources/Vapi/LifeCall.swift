/// The next call that comes by itself. Pure: chance comes from outside.
struct LifeCall: Sendable, Equatable {
    var person: LifeSettings.Person?
    var outcome: CallOutcome
    var direction: CallSnapshot.Direction

    /// Of a hundred calls, how many end so.
    private static let shares: [(outcome: CallOutcome, share: Double)] = [
        (.talks, 60), (.noAnswer, 15), (.voicemail, 10), (.busy, 8), (.failed, 7),
    ]

    /// - Parameter chance: from 0 up to 1, asked several times.
    init(among people: [LifeSettings.Person], chance: () -> Double) {
        person = people.isEmpty ? nil : people[min(Int(chance() * Double(people.count)), people.count - 1)]
        outcome = Self.outcome(chance() * 100)
        // The assistant always answers: only those whom it calls can be away or on the telephone.
        let mayBeInbound = outcome == .talks || outcome == .failed
        direction = mayBeInbound && chance() < 0.5 ? .inbound : .outbound
    }

    private static func outcome(_ point: Double) -> CallOutcome {
        var end = 0.0
        for (outcome, share) in shares {
            end += share
            if point < end { return outcome }
        }
        return .talks
    }

    /// As it would have been ordered.
    func order(phoneNumberID: String) -> JSON {
        .object(present: [
            "phoneNumberId": .string(phoneNumberID), "assistantId": "asst_demo",
            "customer": .object(present: ["number": person.map { .string($0.number) }]),
            "assistantOverrides": person?.language.map { ["metadata": ["language": .string($0)]] },
        ])
    }
}
