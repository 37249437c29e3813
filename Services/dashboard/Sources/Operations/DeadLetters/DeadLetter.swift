internal import AMQP
internal import Contracts
internal import Foundation
internal import Messaging

/// A message that was given up, as it lies in the broker.
struct DeadLetter: Sendable, Equatable {
    /// The message's own, which tells it apart in its queue.
    var id: String
    /// The work queue that it came from, one of ours.
    var queue: String
    var type: String
    var agencyID: AgencyID
    var subject: String?
    var time: Date?
    var reason: String?
    var attempts: Int?

    private struct Envelope: Decodable {
        var type: String
        var agencyid: AgencyID
        var subject: String?
        var time: Date?
    }

    /// Nil when it is not an event of some agency's, or did not come from one of our queues: then it is nobody's to see here.
    ///
    /// The broker's own words stand in where it gave the message up by itself.
    init?(_ message: AMQPMessage) {
        let headers = message.headers
        guard let id = message.messageID, let envelope = try? ContractJSON.decode(Envelope.self, from: message.body),
            let queue = headers[FailedDelivery.queueHeader]?.stringValue ?? headers["x-first-death-queue"]?.stringValue,
            Self.workQueues.contains(queue)
        else { return nil }
        self.id = id
        self.queue = queue
        type = envelope.type
        agencyID = envelope.agencyid
        subject = envelope.subject
        time = envelope.time
        reason = headers[FailedDelivery.reasonHeader]?.stringValue ?? headers["x-first-death-reason"]?.stringValue
        attempts = headers[FailedDelivery.attemptsHeader]?.int64Value.map { Int($0) }
    }

    /// Where a message may be sent back to. Its headers could have been written by anybody who can publish.
    static let workQueues = Set(EventTopology.subscriptions.keys.map { EventTopology.queue(of: $0) })

    /// `assignment`
    var service: String { queue.hasPrefix("thavon.") ? String(queue.dropFirst(7)) : queue }

    /// `call.ended`
    var name: String {
        var name = type.hasPrefix("io.thavon.") ? String(type.dropFirst(10)) : type
        if let version = name.range(of: ".v", options: .backwards), Int(name[version.upperBound...]) != nil {
            name.removeSubrange(version.lowerBound...)
        }
        return name
    }

    /// The message as if it had never failed.
    static func revived(_ message: AMQPMessage) -> AMQPMessage {
        var copy = message
        let marks = [
            FailedDelivery.reasonHeader, FailedDelivery.attemptsHeader, FailedDelivery.queueHeader, "x-death",
            "x-first-death-exchange", "x-first-death-queue",
            "x-first-death-reason", "x-last-death-exchange", "x-last-death-queue", "x-last-death-reason",
            "x-delivery-count",
        ]
        for mark in marks { copy.headers[mark] = nil }
        copy.expiration = nil
        return copy
    }
}
