internal import AMQP
package import Contracts
package import FoundationEssentials
internal import Observability
internal import ServiceContextModule

/// An event ready to be stored in the outbox and published: the bytes are final.
package struct OutgoingEvent: Sendable, Equatable {
    package let id: EventID
    /// Events of one aggregate are published in the order in which they were stored.
    package let aggregateID: String
    package let routingKey: String
    package let type: String
    package let body: [UInt8]

    init(id: EventID, aggregateID: String, routingKey: String, type: String, body: [UInt8]) {
        self.id = id
        self.aggregateID = aggregateID
        self.routingKey = routingKey
        self.type = type
        self.body = body
    }

    package init<Payload>(_ event: CloudEvent<Payload>) throws {
        try self.init(
            id: event.id, aggregateID: event.subject, routingKey: Payload.routingKey, type: Payload.type,
            body: ContractJSON.encode(event))
    }

    /// An event of `service` about `subject`, now, in the current trace.
    package init(
        from service: String, about subject: some CustomStringConvertible, agencyID: AgencyID?, at time: Date = Date(),
        traceparent: String? = nil, _ payload: some EventPayload
    ) throws {
        try self.init(
            CloudEvent(
                source: service, subject: subject.description, time: time, agencyID: agencyID,
                traceparent: traceparent ?? ServiceContext.current?.trace?.traceparent, data: payload))
    }

    var message: AMQPMessage {
        AMQPMessage(
            body: body, contentType: ContractJSON.contentType, messageID: id.description, type: type, persistent: true)
    }
}
