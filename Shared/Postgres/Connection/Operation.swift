/// What a session is asked to do, and who waits for it.
struct Operation {
    enum Work {
        /// Statements in one pipeline, with COMMIT behind them if asked for.
        case calls([PostgresCall], commits: Bool)
        /// Statements without parameters in one text.
        case text(String)

        var commits: Bool {
            if case .calls(_, commits: true) = self { true } else { false }
        }

        /// A name for errors.
        var name: String? {
            switch self {
            case .calls(let calls, _): calls.count == 1 ? calls.first?.name : "pipeline"
            case .text: "simple query"
            }
        }
    }

    typealias Outcome = Result<[QueryResult], PostgresError>

    let id: UInt64
    let work: Work
    /// The explicit transaction it belongs to.
    let transaction: UInt64?
    let continuation: CheckedContinuation<Outcome, Never>
}

/// The operation that is under way.
struct RunningOperation {
    enum Interruption { case timeout, cancellation }

    let operation: Operation
    /// What goes over the wire: the calls with BEGIN before and COMMIT behind them.
    var calls: [PostgresCall] = []
    var hasBegin = false
    var progress = PipelineProgress(steps: [])
    var results: [QueryResult] = []
    var error: PostgresError?
    /// Why it is being cancelled at the server.
    var interruption: Interruption?
    /// The cancellation request that is on its way. Until it has arrived the next statement must wait: it would be the one
    /// to be cancelled.
    var cancel: CancelHandle?
    var isAnswered = false
    /// The server refused a plan that was made before a change to its tables.
    var hasStalePlan = false
    var isRetry = false

    /// The results of the calls that were asked for, without those of the frame.
    var userResults: [QueryResult] {
        let framed = results.dropFirst(hasBegin ? 1 : 0)
        return Array(operation.work.commits ? framed.dropLast() : framed)
    }

    /// Keeps the first error; what follows is a consequence.
    mutating func noteFailure(_ new: PostgresError) {
        if error == nil { error = new }
    }

    /// Whether its changes may be permanent although nobody heard of it.
    var mayHaveTakenEffect: Bool { operation.transaction == nil || operation.work.commits }
}

/// Proves the right to use a session: each lease and each transaction has its own, and an old one is refused.
struct SessionScope: Sendable {
    let lease: UInt64
    var transaction: UInt64?
}
