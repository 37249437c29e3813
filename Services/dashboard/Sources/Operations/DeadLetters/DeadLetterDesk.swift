internal import AMQP
internal import Contracts
internal import Messaging

/// Looks at the messages that were given up, and sends one back or throws it away. They are in the broker and not in the
/// database: each request takes the first of them off the queue for a moment and puts them back in order, so that nobody has to
/// consume it.
struct DeadLetterDesk: Sendable {
    /// How many are looked at; behind so many, something else is the matter.
    static let most = 200

    let broker: AMQPConfiguration

    enum Fate: Sendable {
        /// Back to the queue that it came from.
        case retry
        case discard
    }

    /// One agency's, oldest first.
    ///
    /// - Throws: `AMQPError` when the broker is away.
    func letters(of agencyID: AgencyID) async throws -> [DeadLetter] {
        let administration = AMQPAdministration(configuration: broker)
        let messages = try await administration.peek(EventTopology.dead, limit: Self.most)
        return messages.compactMap { DeadLetter($0) }.filter { $0.agencyID == agencyID }
    }

    /// Settles one of an agency's; nil when it is not there any more, or not theirs.
    ///
    /// It leaves this queue only when the other one has it: if the connection breaks in between, it is in both, and its consumer
    /// does nothing for the second time.
    func settle(_ id: String, from queue: String, of agencyID: AgencyID, _ fate: Fate) async throws -> DeadLetter? {
        let administration = AMQPAdministration(configuration: broker)
        do {
            let result = try await settle(id, from: queue, of: agencyID, fate, administration)
            await administration.close()
            return result
        } catch {
            await administration.close()
            throw error
        }
    }

    private func settle(
        _ id: String, from queue: String, of agencyID: AgencyID, _ fate: Fate, _ administration: AMQPAdministration
    ) async throws -> DeadLetter? {
        let found = try await administration.find(in: EventTopology.dead, limit: Self.most) { message in
            guard message.messageID == id, let letter = DeadLetter(message) else { return false }
            return letter.queue == queue && letter.agencyID == agencyID
        }
        guard let delivery = found, let letter = DeadLetter(delivery.message) else { return nil }
        if fate == .retry {
            try await administration.publish(
                // The default exchange routes by queue name.
                AMQPPublish(DeadLetter.revived(delivery.message), to: "", routingKey: letter.queue))
        }
        delivery.ack()
        return letter
    }
}
