internal import Contracts
internal import Foundation

/// How the API shows the team.
enum AgentResources {
    static let row = Resource<TeamRow>(
        "AgentSummary", "Somebody of the team.",
        [
            .init("id", "Of the agent.") { $0.id },
            .init("name", "Theirs.") { $0.name },
            .init("email", "Theirs.") { $0.email },
            .init("is_active", "Whether they belong to the team.") { $0.isActive },
            .init("is_available", "Their own switch.") { $0.isAvailable },
            .init("languages", "Those that they speak (BCP 47).") { $0.languages },
            .init("weight", "How large their share of calls is.") { $0.weight },
            .init("time_off_until", "Until when they are off, if they are.") { $0.timeOffUntil },
            .init("calendar", "Whether theirs is connected.", oneOf: ["connected", "broken"]) { $0.calendar },
            .init("calls_today", "Calls that they were given since their midnight.") { $0.callsToday },
            .init("unopened_calls", "Calls that they have still to look at.") { $0.unopened },
        ])

    struct Detail: Sendable {
        var agent: AgentRecord
        var timeOff: [TimeOff]
    }

    static let detail = Resource<Detail>(
        "Agent", "Somebody of the team.",
        [
            .init("id", "Of the agent.") { $0.agent.id },
            .init("name", "Theirs.") { $0.agent.name },
            .init("email", "Theirs.") { $0.agent.email },
            .init("phone", "E.164.") { $0.agent.phone },
            .init("is_active", "Whether they belong to the team.") { $0.agent.isActive },
            .init("is_available", "Their own switch.") { $0.agent.availability == "available" },
            .init("languages", "Those that they speak (BCP 47).") { $0.agent.languages },
            .init("weight", "How large their share of calls is.") { $0.agent.weight },
            .init("calls_per_day", "At most; null: as many as come.") { $0.agent.callsPerDay },
            .init("time_zone", "By whose clock their hours are (IANA).") { $0.agent.zone },
            .init(
                "working_hours",
                JSONSchema(nil, "By day of the week; null: none are set.", members: [], isOpen: true).orNull
            ) { $0.agent.workingHours.map { .text($0) } ?? .null },
            .init("territories", "Postcodes and the like whose calls are theirs.") { $0.agent.territories },
            .init("time_off", "What is not over yet.", each: timeOff) { $0.timeOff },
        ])

    private static let timeOff = Resource<TimeOff>(
        "TimeOff", "When somebody does not work.",
        [
            .init("id", "Of the time off.") { $0.id },
            .init("from", "From when; null: since ever.") { $0.from },
            .init("to", "Until before when; null: for good.") { $0.to },
            .init("note", "Why, as far as somebody said.") { $0.note },
        ])
}
