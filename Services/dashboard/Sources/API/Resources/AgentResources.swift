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
        var calendar: AgentCalendar?
        var account: AgentAccount?
        var work: (unopened: Int, appointments: Int)
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
            .init("message_language", "In which they are written to (BCP 47); null: the agency's.") {
                $0.agent.language
            },
            .init("weight", "How large their share of calls is.") { $0.agent.weight },
            .init("calls_per_day", "At most; null: as many as come.") { $0.agent.callsPerDay },
            .init("time_zone", "By whose clock their hours are (IANA).") { $0.agent.zone },
            .init(
                "working_hours",
                JSONSchema(nil, "By day of the week; null: none are set.", members: [], isOpen: true).orNull
            ) { $0.agent.workingHours.map { .text($0) } ?? .null },
            .init(
                "hours_exceptions",
                JSONSchema(
                    nil, "By date: the hours of a day that is not as usual; none: it is off.", members: [],
                    isOpen: true)
            ) { .text($0.agent.exceptions) },
            .init("territories", "Postcodes and the like whose calls are theirs.") { $0.agent.territories },
            .init("time_off", "What is not over yet.", each: timeOff) { $0.timeOff },
            .init("calendar", calendar) { $0.calendar },
            .init("account", account) { $0.account },
            .init("unopened_calls", "Calls that they have still to look at.") { $0.work.unopened },
            .init("upcoming_appointments", "Appointments that they have before them.") { $0.work.appointments },
        ])

    static let timeOff = Resource<TimeOff>(
        "TimeOff", "When somebody does not work.",
        [
            .init("id", "Of the time off.") { $0.id },
            .init("from", "From when; null: since ever.") { $0.from },
            .init("to", "Until before when; null: for good.") { $0.to },
            .init("note", "Why, as far as somebody said.") { $0.note },
        ])

    private static let calendar = Resource<AgentCalendar>(
        "AgentCalendar", "The calendar that their appointments are put into.",
        [
            .init("is_broken", "Whether nothing can be read from it any more.") { $0.isBroken },
            .init("account", "Whose calendar it is.") { $0.account },
            .init("broken_at", "Since when it is broken.") { $0.brokenAt },
            .init("broken_reason", "Why.") { $0.brokenReason },
            .init("synced_at", "When it was last read.") { $0.syncedAt },
            .init("connected_at", "When it was connected.") { $0.connectedAt },
        ])

    private static let account = Resource<AgentAccount>(
        "AgentAccount", "With what they sign in.",
        [
            .init("id", "Of the account.") { $0.id },
            .init("email", "With which they sign in.") { $0.email },
            .init("state", "Whether they can.", oneOf: AccountResources.states) { $0.state.rawValue },
        ])

    struct Added: Sendable {
        var agent: Detail
        var invited: TeamDesk.Invited
    }

    static let added = Resource<Added>(
        "AddedAgent", "Somebody new on the team.",
        [
            .init("agent", detail.schema) { detail.json($0.agent) },
            .init("invitation", AccountResources.invitationText, oneOf: AccountResources.invitations) {
                $0.invited.word
            },
        ])

    static let estate = Resource<LeaveDesk.Estate>(
        "AgentEstate", "What somebody would leave behind.",
        [
            .init("agent_id", "Who.") { $0.agent.id },
            .init("agent_name", "Their name.") { $0.agent.name },
            .init("is_active", "Whether they belong to the team still.") { $0.agent.isActive },
            .init("to_hand_over", "Leads, with or without a call, that go to others: as many as go at once.") {
                $0.open
            },
            .init("has_more", "Whether there are more than go at once.") { $0.hasMore },
            .init("upcoming_appointments", "Appointments that stay theirs until somebody moves them.") {
                $0.appointments
            },
        ])

    struct Left: Sendable {
        var agentID: AgentID
        var reassignmentID: UUID?
    }

    static let left = Resource<Left>(
        "HandOver", "Somebody has left.",
        [
            .init("agent_id", "Who.") { $0.agentID },
            .init(
                "reassignment_id",
                "Of the reassignment by which their calls, and with them the leads, go to others; null: there was nothing to give, or it was to stay."
            ) { $0.reassignmentID },
        ])
}
