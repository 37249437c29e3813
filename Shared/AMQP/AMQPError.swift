/// Why something asked of the broker did not happen, or may not have happened.
///
/// The description is fit for a log line: it names the operation and what the broker said, never a password or a
/// message's content.
package struct AMQPError: Error, Sendable {
    package enum Code: Sendable, Equatable {
        /// A URL, a name or a message that cannot be sent as it is.
        case configuration
        /// No connection: refused, unreachable, not resolved, TLS refused.
        case connectionFailed
        /// The broker refused the user, the password or the virtual host.
        case authentication
        /// A connection that stood was lost. A publish that was already written may or may not have arrived.
        case connectionLost
        /// The broker closed the channel.
        case channelClosed(replyCode: UInt16, text: String)
        /// A mandatory message that no queue wanted.
        case returned(replyCode: UInt16, text: String)
        /// The broker refused the message, for example because its queue is full.
        case nacked
        /// The broker was short of memory or disk for longer than the publish was allowed to wait.
        case blocked
        /// No answer in time.
        case timeout
        /// The publisher, consumer or administration has been shut down.
        case closed
        /// A queue or an exchange exists with other properties than the declared ones.
        case preconditionFailed
        /// No such queue or exchange.
        case notFound
        /// The user has no right to do this.
        case accessRefused
        /// Something else uses the object exclusively.
        case resourceLocked
    }

    package var code: Code
    /// What was attempted, with the name of the object concerned: `declare queue orders`.
    package var operation: String
    /// What the broker or the library said about it.
    package var reason: String
    /// Whether the broker may have taken the message all the same. Only publishes are ever uncertain.
    package var isUncertain: Bool
    /// librabbitmq's status code, when the failure came from the library.
    package var status: Int32?
    /// The reply code with which the broker closed the channel or the connection, when it did.
    package var brokerCode: UInt16?

    package init(
        _ code: Code, _ operation: String, _ reason: String = "", isUncertain: Bool = false, status: Int32? = nil
    ) {
        self.code = code
        self.operation = operation
        self.reason = reason
        self.isUncertain = isUncertain
        self.status = status
    }

    /// Whether the same request may succeed later without anybody changing anything.
    package var isTransient: Bool {
        switch code {
        case .connectionFailed, .connectionLost, .channelClosed, .nacked, .blocked, .timeout, .resourceLocked: true
        case .configuration, .authentication, .returned, .closed, .preconditionFailed, .notFound, .accessRefused: false
        }
    }
}

extension AMQPError: CustomStringConvertible {
    package var description: String {
        let detail = reason.isEmpty ? "" : ": \(reason)"
        return "AMQP \(operation): \(codeName)\(detail)\(isUncertain ? " (outcome unknown)" : "")"
    }

    private var codeName: String {
        switch code {
        case .configuration: "invalid"
        case .connectionFailed: "cannot connect"
        case .authentication: "not authorised"
        case .connectionLost: "connection lost"
        case .channelClosed(let replyCode, let text): "channel closed (\(replyCode) \(text))"
        case .returned(let replyCode, let text): "returned (\(replyCode) \(text))"
        case .nacked: "refused by the broker"
        case .blocked: "blocked by the broker"
        case .timeout: "timed out"
        case .closed: "closed"
        case .preconditionFailed: "exists with other properties"
        case .notFound: "not found"
        case .accessRefused: "access refused"
        case .resourceLocked: "locked by another connection"
        }
    }
}
