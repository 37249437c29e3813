/// What became of a command.
enum CommandOutcome<Reply: Sendable>: Sendable {
    case done(Reply)
    case notDone(NotDone)

    var whyNot: NotDone? {
        switch self {
        case .done: nil
        case .notDone(let why): why
        }
    }

    /// For those who go on only with an answer.
    var reply: Reply {
        get throws(NotDone) {
            switch self {
            case .done(let reply): return reply
            case .notDone(let why): throw why
            }
        }
    }
}

extension CommandOutcome: Equatable where Reply: Equatable {}
