internal import Contracts
internal import Foundation

/// As many calls of a ``Reassignment`` as one command gives to one agent.
struct ReassignmentPiece: Sendable, Equatable {
    /// Fewer than the 500 that a command takes: their rows are locked as long as it runs.
    static let most = 200

    struct Call: Sendable, Equatable {
        var position: Int
        var id: CallID
    }

    var agentID: AgentID
    var calls: [Call]

    /// The first of the calls that come next and can be given, as far as they go to the same agent. Nil when there are none.
    init?(_ next: [ListNextCalls.Row]) {
        let given = next.filter(\.isDecided)
        guard let first = given.first else { return nil }
        agentID = first.agentID
        calls = given.prefix(Self.most).prefix { $0.agentID == first.agentID }.map(\.call)
    }

    private init(_ agentID: AgentID, _ calls: ArraySlice<Call>) {
        self.agentID = agentID
        self.calls = Array(calls)
    }

    var callIDs: [CallID] { calls.map(\.id) }
    var positions: [Int] { calls.map(\.position) }

    /// The same for the same calls of the same job, so that a piece which is sent again is done once.
    func command(of job: UUID) -> CommandID {
        CommandID(of: CommandID(rawValue: job), [agentID.description] + calls.map(\.id.description))
    }

    /// A command is refused as a whole: smaller ones show which of its calls it is about. Empty when there is but one.
    var halves: [ReassignmentPiece] {
        guard calls.count > 1 else { return [] }
        let middle = calls.count / 2
        return [ReassignmentPiece(agentID, calls[..<middle]), ReassignmentPiece(agentID, calls[middle...])]
    }
}

/// Why a call was not given away, as its row keeps it.
enum ReassignmentRefusal: Sendable, Equatable {
    case notOver
    case unknown
    /// As the service said it, in English.
    case other(String)

    /// - Parameter reason: as a refused command says it, with the calls that it is about behind a colon.
    init(said reason: String) {
        let short = reason.split(separator: ":", maxSplits: 1).first.map(String.init) ?? reason
        self.init(kept: ["it is not over yet": "not_over", "the agency has no such call": "unknown"][short] ?? short)
    }

    init(kept text: String) {
        switch text {
        case "not_over": self = .notOver
        case "unknown": self = .unknown
        default: self = .other(text)
        }
    }

    var text: String {
        switch self {
        case .notOver: "not_over"
        case .unknown: "unknown"
        case .other(let text): text
        }
    }
}
