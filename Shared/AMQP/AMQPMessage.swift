package import FoundationEssentials

/// A message: a body and the properties that travel with it.
package struct AMQPMessage: Sendable, Equatable {
    package var body: [UInt8]
    package var contentType: String?
    package var contentEncoding: String?
    package var messageID: String?
    package var type: String?
    package var appID: String?
    package var correlationID: String?
    package var replyTo: String?
    /// How long the message may wait in a queue; to the millisecond.
    package var expiration: Duration?
    /// Whole seconds on the wire.
    package var timestamp: Date?
    /// Whether the broker writes the message to disk.
    package var persistent: Bool
    package var priority: UInt8?
    package var headers: AMQPTable

    package init(
        body: [UInt8], contentType: String? = nil, contentEncoding: String? = nil, messageID: String? = nil,
        type: String? = nil, appID: String? = nil, correlationID: String? = nil, replyTo: String? = nil,
        expiration: Duration? = nil, timestamp: Date? = nil, persistent: Bool = true, priority: UInt8? = nil,
        headers: AMQPTable = [:]
    ) {
        self.body = body
        self.contentType = contentType
        self.contentEncoding = contentEncoding
        self.messageID = messageID
        self.type = type
        self.appID = appID
        self.correlationID = correlationID
        self.replyTo = replyTo
        self.expiration = expiration
        self.timestamp = timestamp
        self.persistent = persistent
        self.priority = priority
        self.headers = headers
    }
}

/// A message and where it goes; what ``AMQPPublisher/publish(_:)`` takes many of.
package struct AMQPPublish: Sendable {
    package var message: AMQPMessage
    package var exchange: String
    package var routingKey: String
    /// Whether the broker shall return the message when no queue wants it, instead of dropping it.
    package var mandatory: Bool

    package init(_ message: AMQPMessage, to exchange: String, routingKey: String, mandatory: Bool = true) {
        self.message = message
        self.exchange = exchange
        self.routingKey = routingKey
        self.mandatory = mandatory
    }
}

extension AMQPPublish {
    /// Room in one frame for all properties; librabbitmq cannot split them, and finds out too late to go back.
    private static let largestProperties = 100_000

    /// What makes the message impossible to encode. Checked before anything is written, because a publish that fails
    /// halfway breaks the connection for everybody.
    var encodingProblem: AMQPError? {
        func invalid(_ reason: String) -> AMQPError { AMQPError(.configuration, "publish", reason) }
        let shortStrings = [
            exchange, routingKey, message.contentType, message.contentEncoding, message.messageID, message.type,
            message.appID, message.correlationID, message.replyTo,
        ]
        if shortStrings.contains(where: { ($0?.utf8.count ?? 0) > 255 }) {
            return invalid("a name or property is longer than 255 bytes")
        }
        guard !message.headers.isEmpty else { return nil }
        if let name = message.headers.overlongName { return invalid("header name \(name) is longer than 128 bytes") }
        guard message.headers.encodedSize <= Self.largestProperties else {
            return invalid("headers take more than \(Self.largestProperties) bytes")
        }
        return nil
    }
}
