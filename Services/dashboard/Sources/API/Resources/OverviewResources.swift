internal import Foundation

/// How the API shows how things go, and what waits for somebody.
enum OverviewResources {
    struct Overview: Sendable {
        var report: OverviewDesk.Report
        var period: OverviewPeriod
        var range: (from: Date, to: Date)
        /// Whether others' numbers are the viewer's to see.
        var showsAgents: Bool
    }

    static let overview = Resource<Overview>(
        "Overview", "How a span of time went, and what waits now. For an agent: their own.",
        [
            .init("period", "Of days, today included.", oneOf: OverviewPeriod.allCases.map(\.rawValue)) {
                $0.period.rawValue
            },
            .init("from", "The first moment that counts.") { $0.range.from },
            .init("to", "The first moment that counts no more.") { $0.range.to },
            .init("calls", "How many there were.") { $0.report.numbers.calls },
            .init("answered", "Those that the list shows as answered.") { $0.report.numbers.answered.count },
            .init("conversations", "Of those, the ones in which somebody is known to have talked.") {
                $0.report.numbers.conversations.count
            },
            .init("booked", "Appointments that were made in a call.") { $0.report.numbers.booked.count },
            .init("first_call", delay) { $0.report.numbers.firstCalls },
            .init("opening", delay) { $0.report.numbers.openings },
            .init("agents", "The same for each; none for an agent.", each: agent) {
                $0.showsAgents ? $0.report.numbers.agents : []
            },
            .init("is_active", "False: the agency is suspended, nobody is called.") {
                $0.report.outreach?.isActive ?? false
            },
            .init("paused_at", "Since when nobody is called by itself; null: it is not so.") {
                $0.report.outreach?.pausedAt
            },
            .init("waiting", waiting) { $0.report.work },
        ])

    private static let delay = Resource<DelayMeasure>(
        "Delay",
        "`first_call`: from a lead's arrival to the first call with them. `opening`: from getting a call to opening it.",
        [
            .init("total", "Of how many it is wanted.") { $0.total },
            .init("done", "Of how many it has happened.") { $0.done },
            .init("median_seconds", "Within which half of those were done.") { $0.median },
            .init("ninetieth_seconds", "Within which nine of ten of those were done.") { $0.ninetieth },
        ])

    private static let agent = Resource<OverviewNumbers.AgentLine>(
        "AgentNumbers", "What an agent's calls came to.",
        [
            .init("agent_id", "Null: calls that nobody has.") { $0.id },
            .init("agent_name", "Their name.") { $0.name },
            .init("calls", "How many there were.") { $0.calls },
            .init("answered", "Those that the list shows as answered.") { $0.answered },
            .init("conversations", "Of those, the ones in which somebody is known to have talked.") {
                $0.conversations
            },
            .init("booked", "Appointments that were made in a call.") { $0.booked },
            .init("unopened", "Calls that wait to be opened, whenever they were.") { $0.unopened },
            .init("late", "Of them, those that were not opened in time at all.") { $0.late },
        ])

    private static let waiting = Resource<WaitingWork>(
        "WaitingWork", "What waits for somebody; what only owners can do something about is null for an agent.",
        [
            .init("unopened", "Calls that wait to be opened.") { $0.unopened },
            .init("late", "Of them, those that were not opened in time at all.") { $0.late },
            .init("nobodys_calls", "Calls of the last seven days that there is nobody for.") { $0.counts?.nobodys },
            .init("failed_messages", "Messages of the last seven days that did not arrive, as far as is known.") {
                $0.counts?.failedMessages
            },
            .init("parked_messages", "Messages of the last seven days that wait for their provider.") {
                $0.counts?.parkedMessages
            },
            .init("held_calls", "Planned calls that wait for more than their time.", each: held) { $0.held },
            .init("unopened_calls", "The latest five; all are at /unopened-calls.", each: unopened) {
                $0.unopenedCalls
            },
            .init("tasks", "The ten that have waited longest; all are at /tasks.", each: task) { $0.tasks },
            .init("calendars", "Those that are not reached.", each: calendar) { $0.calendars },
        ])

    private static let held = Resource<CountHeldCalls.Row>(
        "HeldCalls", "Planned calls that wait for the same thing.",
        [
            .init("reason", "What they wait for: a word, or a sentence.") { $0.reason },
            .init("calls", "How many.") { $0.count },
            .init("first_at", "When the first of them was to be made.") { $0.first },
        ])

    static let unopened = Resource<ListUnopenedCalls.Row>(
        "UnopenedCall", "A call that whoever has it has not looked at.",
        [
            .init("call_id", "Of the call.") { $0.callID },
            .init("lead_name", "With whom, as far as it is known.") { $0.leadName },
            .init("lead_time_zone", "Theirs (IANA).") { $0.leadTimeZone },
            .init("agent_name", "Who has it.") { $0.agentName },
            .init("assigned_at", "Since when.") { $0.assignedAt },
            .init("is_late", "Whether it was not opened in time.") { $0.isLate },
        ])

    static let task = Resource<ListOpenTasks.Row>(
        "Task", "Something that somebody has to do.",
        [
            .init("id", "Of the task.") { $0.id },
            .init("kind", "Of which kind.") { $0.kind },
            .init("text", "What is to be done.") { $0.text },
            .init("created_at", "Since when.") { $0.createdAt },
            .init("call_id", "The call that it is about.") { $0.callID },
            .init("lead_name", "The lead whom it is about.") { $0.leadName },
            .init("agent_name", "Who has to do it.") { $0.agentName },
        ])

    private static let calendar = Resource<ListUnreachedCalendars.Row>(
        "UnreachedCalendar", "An agent's calendar that is not reached until they connect it again.",
        [
            .init("agent_id", "Whose it is.") { $0.agentID },
            .init("agent_name", "Their name.") { $0.agentName },
            .init("account", "As Google names it.") { $0.account },
            .init("since", "Since when.") { $0.since },
            .init("reason", "Why.") { $0.reason },
        ])
}
