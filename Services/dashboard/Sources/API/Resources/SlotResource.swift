internal import Contracts

/// How the API shows times at which an appointment can be made.
enum SlotResource {
    static let slot = Resource<Slot>(
        "Slot", "A time at which an appointment can be made.",
        [
            .init("starts_at", "When it would begin.") { $0.startsAt },
            .init("ends_at", "When it would end.") { $0.endsAt },
            .init("agent_id", "With whom.") { $0.agentID },
            .init("agent_name", "Their name.") { $0.agentName },
        ])
}
