internal import AMQP
internal import FoundationEssentials

/// Where a message goes that cannot be dealt with now: pure. Its headers say what happened, wherever it lies.
package struct FailedDelivery {
    package static let attemptsHeader = "x-thavon-attempts"
    package static let reasonHeader = "x-thavon-reason"
    package static let queueHeader = "x-thavon-queue"

    /// How often it has been tried, this time included.
    let attempts: Int
    let isDead: Bool
    let exchange: String
    let message: AMQPMessage

    init(_ original: AMQPMessage, queue: String, error: any Error) {
        // The header may have been written by anybody who can publish.
        let counted = original.headers[Self.attemptsHeader]?.int64Value ?? 0
        let before = Int(min(max(counted, 0), Int64(EventTopology.delays.count)))
        attempts = before + 1
        isDead = error is PermanentFailure || attempts > EventTopology.delays.count
        exchange = isDead ? EventTopology.dead : EventTopology.delays[before].name
        var copy = original
        copy.headers[Self.attemptsHeader] = .int64(Int64(attempts))
        copy.headers[Self.reasonHeader] = .string(String(String(describing: error).prefix(1000)))
        copy.headers[Self.queueHeader] = .string(queue)
        // A second expiry would let the copy leave the delay queue early.
        copy.expiration = nil
        message = copy
    }

    /// Puts a message aside for as long as there is a delay queue for, through no fault of its own: nothing is counted.
    init(parking original: AMQPMessage, queue: String) {
        attempts = 0
        isDead = false
        exchange = EventTopology.delays.last?.name ?? EventTopology.dead
        var copy = original
        copy.headers[Self.queueHeader] = .string(queue)
        copy.expiration = nil
        message = copy
    }
}
