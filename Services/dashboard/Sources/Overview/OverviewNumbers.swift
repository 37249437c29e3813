internal import Foundation

/// What an overview counts, put together from what was read.
struct OverviewNumbers: Sendable, Equatable {
    struct AgentLine: Sendable, Equatable {
        /// Nil: calls that nobody has.
        var id: UUID?
        var name: String?
        var calls = 0
        var answered = 0
        var conversations = 0
        var booked = 0
        /// Calls that wait to be opened, whenever they were.
        var unopened = 0
        var late = 0
    }

    /// A step of the funnel, and its share of the first one.
    struct Step: Sendable, Equatable {
        var count: Int
        /// Of a hundred; nil when there is nothing to be a share of.
        var share: Int?
    }

    private(set) var agents: [AgentLine]
    var firstCalls: DelayMeasure
    var openings: DelayMeasure

    init(
        calls: [CountCallsByAgent.Row], bookings: [CountBookingsByAgent.Row], unopened: [CountUnopenedByAgent.Row],
        names: [NamedAgent], firstCalls: DelayMeasure?, openings: DelayMeasure?
    ) {
        var lines: [UUID?: AgentLine] = [:]
        for agent in names where agent.isActive { lines[agent.id] = AgentLine(id: agent.id, name: agent.name) }
        let known = Dictionary(names.map { ($0.id, $0.name) }) { first, _ in first }
        func change(_ id: UUID?, _ body: (inout AgentLine) -> Void) {
            body(&lines[id, default: AgentLine(id: id, name: id.flatMap { known[$0] })])
        }
        for row in calls {
            change(row.agentID) {
                ($0.calls, $0.answered, $0.conversations) = (row.calls, row.answered, row.conversations)
            }
        }
        for row in bookings { change(row.agentID) { $0.booked = row.fromCalls } }
        for row in unopened { change(row.agentID) { ($0.unopened, $0.late) = (row.unopened, row.late) } }
        agents = lines.values.sorted {
            ($1.calls, $0.name ?? "\u{10FFFF}", $0.id?.uuidString ?? "")
                < ($0.calls, $1.name ?? "\u{10FFFF}", $1.id?.uuidString ?? "")
        }
        self.firstCalls = firstCalls ?? DelayMeasure(total: 0, done: 0, median: nil, ninetieth: nil)
        self.openings = openings ?? DelayMeasure(total: 0, done: 0, median: nil, ninetieth: nil)
    }

    var calls: Int { agents.reduce(0) { $0 + $1.calls } }
    var unopened: Int { agents.reduce(0) { $0 + $1.unopened } }
    var late: Int { agents.reduce(0) { $0 + $1.late } }

    var answered: Step { step(\.answered) }
    var conversations: Step { step(\.conversations) }
    var booked: Step { step(\.booked) }

    private func step(_ value: (AgentLine) -> Int) -> Step {
        let count = agents.reduce(0) { $0 + value($1) }
        return Step(count: count, share: calls > 0 ? min(100, (count * 100 + calls / 2) / calls) : nil)
    }
}
