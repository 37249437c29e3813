/// Who waits for the answer to a publish.
enum Waiter {
    case one(CheckedContinuation<Result<Void, AMQPError>, Never>)
    case partOfBatch(BatchAnswers, Int)

    func resume(_ error: AMQPError?) {
        let result: Result<Void, AMQPError> = error.map { .failure($0) } ?? .success(())
        switch self {
        case .one(let continuation): continuation.resume(returning: result)
        case .partOfBatch(let answers, let index): answers.set(result, at: index)
        }
    }
}

/// Gathers the answers to a batch. Confined to the publisher.
final class BatchAnswers {
    private var results: [Result<Void, AMQPError>]
    private var missing: Int
    private let continuation: CheckedContinuation<[Result<Void, AMQPError>], Never>

    init(count: Int, continuation: CheckedContinuation<[Result<Void, AMQPError>], Never>) {
        results = Array(repeating: .success(()), count: count)
        missing = count
        self.continuation = continuation
    }

    func set(_ result: Result<Void, AMQPError>, at index: Int) {
        results[index] = result
        missing -= 1
        if missing == 0 { continuation.resume(returning: results) }
    }
}

extension ConfirmLedger.Identity {
    init(_ publish: AMQPPublish) {
        self.init(
            exchange: publish.exchange, routingKey: publish.routingKey, messageID: publish.message.messageID,
            bodySize: publish.message.body.count)
    }

    init(_ content: ReceivedContent) {
        self.init(
            exchange: content.exchange, routingKey: content.routingKey, messageID: content.message.messageID,
            bodySize: content.message.body.count)
    }
}
