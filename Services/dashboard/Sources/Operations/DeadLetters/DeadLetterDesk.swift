internal import AMQP
internal import Contracts
internal import Logging
internal import Messaging
internal import Postgres

/// Looks at the messages that were given up, and sends one back or throws it away. They are in the broker and not in the
/// database: each request takes the first of them off the queue for a moment and puts them back in order, so that nobody has to
/// consume it. Of one process's requests one looks after the other.
struct DeadLetterDesk: Sendable {
    /// How many of one agency's are shown; behind so many, something else is the matter.
    static let mostShown = 200

    let broker: AMQPAdministration
    let logger: Logger
    /// How many are looked at: in one queue lie those of all agencies.
    var most = 5_000
    /// Before it is looked again, by the number of the look from 0: another process has the letters in hand for a moment.
    var pause: @Sendable (Int) async throws -> Void = { try await Task.sleep(for: .milliseconds(300 + 700 * $0)) }

    /// How often it is looked again.
    private static let furtherLooks = 3

    enum Fate: Sendable {
        /// Back to the queue that it came from.
        case retry
        case discard
    }

    /// One agency's, oldest first, and whether there may be more behind those that were looked at.
    ///
    /// - Throws: `AMQPError`, with the code `resourceLocked` while somebody else has them in hand.
    func letters(of agencyID: AgencyID) async throws -> (letters: [DeadLetter], areMore: Bool) {
        let (messages, areMore) = try await patiently {
            try await broker.peek(EventTopology.dead, limit: Self.mostShown, among: most) { message in
                DeadLetter(message)?.agencyID == agencyID
            }
        }
        return (messages.compactMap { DeadLetter($0) }, areMore)
    }

    /// Settles one of the viewer's agency and notes it in the audit log; nil when it is not there any more, or not theirs. What
    /// could not be noted there, since the database was away by then, is noted in the service's log: it is done all the same.
    ///
    /// - Throws: ``NotFound`` for what no message of ours has, and as ``letters(of:)``.
    func settle(
        _ id: String, from queue: String, _ fate: Fate, by principal: Principal, _ database: ConsoleDatabase
    ) async throws -> DeadLetter? {
        guard !id.isEmpty, id.utf8.count <= 255, DeadLetter.workQueues.contains(queue) else { throw NotFound() }
        let viewer = principal.viewer
        guard let letter = try await settle(id, from: queue, of: viewer.agencyID, fate) else { return nil }
        let entry = principal.entry(
            fate == .retry ? "dead_letter.retried" : "dead_letter.discarded", subject: ("message", letter.id),
            detail: try AuditDetail([
                "queue": letter.queue, "type": letter.type, "subject": letter.subject ?? "",
                "reason": letter.reason ?? "",
            ]).jsonb)
        do {
            try await database.run(as: viewer) { _ = try await $0.execute(entry) }
        } catch {
            logger.error(
                "what was done about a dead letter could not be noted", error: error,
                metadata: [
                    "action": "\(entry.action)", "account": "\(viewer.accountID)", "agency": "\(viewer.agencyID)",
                    "message": "\(letter.id)", "queue": "\(letter.queue)", "type": "\(letter.type)",
                ])
        }
        return letter
    }

    /// Settles one of an agency's; nil when it is not there any more, or not theirs.
    ///
    /// It leaves this queue only when the other one has it: if the connection breaks in between, it is in both, and its consumer
    /// does nothing for the second time.
    func settle(_ id: String, from queue: String, of agencyID: AgencyID, _ fate: Fate) async throws -> DeadLetter? {
        let taken = try await patiently {
            try await broker.take(
                from: EventTopology.dead, among: most,
                where: { message in
                    guard message.messageID == id, let letter = DeadLetter(message) else { return false }
                    return letter.queue == queue && letter.agencyID == agencyID
                },
                publishing: { message in
                    // The default exchange routes by queue name.
                    fate == .retry ? AMQPPublish(DeadLetter.revived(message), to: "", routingKey: queue) : nil
                })
        }
        return taken.flatMap { DeadLetter($0) }
    }

    /// Looks again while another process is looking.
    private func patiently<Value: Sendable>(_ look: () async throws -> Value) async throws -> Value {
        for number in 0..<Self.furtherLooks {
            do {
                return try await look()
            } catch let error as AMQPError where error.code == .resourceLocked {
                try await pause(number)
            }
        }
        return try await look()
    }
}

extension DeadLetterDesk {
    init(_ console: Console) { self.init(broker: console.broker, logger: console.logger) }
}

extension AMQPError {
    /// Why nothing could be done about a dead letter.
    var deadLetterPhrase: Phrase {
        switch code {
        case .resourceLocked: .deadInHand
        case .nacked, .returned, .notFound: .deadNotTaken
        default: .deadAway
        }
    }
}
