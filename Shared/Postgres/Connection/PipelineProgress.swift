/// Keeps account of which answer belongs to which part of a pipeline. Pure: it is told what libpq returned and says what
/// that means.
struct PipelineProgress {
    /// What was sent before the synchronisation point, in order.
    enum Step: Equatable {
        /// Drops a plan that the server refused to use any longer.
        case deallocate
        case prepare(ObjectIdentifier)
        /// A statement, by its position in the list of calls; `cached` when it was prepared before this pipeline.
        case call(Int, cached: Bool)
    }

    enum Reply: Equatable {
        case success
        case failure
        /// Not run, because something before it failed.
        case skipped
        /// The end of what one step has to say.
        case end
        case synchronised
        case unexpected
    }

    enum Action: Equatable {
        case none
        case prepared(ObjectIdentifier)
        case keep(call: Int)
        /// The first failure; all later steps are skipped.
        case fail(Step)
        case finished
        /// The answer fits nothing that was asked: the session cannot be trusted any more.
        case violation
    }

    let steps: [Step]
    private var current = 0
    private(set) var hasFailed = false

    init(steps: [Step]) { self.steps = steps }

    mutating func receive(_ reply: Reply) -> Action {
        if reply == .synchronised { return current == steps.count ? .finished : .violation }
        guard current < steps.count else { return .violation }
        let step = steps[current]
        switch reply {
        case .end:
            current += 1
            return .none
        case .failure:
            hasFailed = true
            return .fail(step)
        case .skipped:
            return hasFailed ? .none : .violation
        case .success:
            return success(of: step)
        case .synchronised, .unexpected:
            return .violation
        }
    }

    private func success(of step: Step) -> Action {
        switch step {
        case .deallocate: .none
        case .prepare(let key): .prepared(key)
        case .call(let index, _): .keep(call: index)
        }
    }
}
