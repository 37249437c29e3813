package import AMQP
package import Contracts
internal import FoundationEssentials
package import Logging
internal import Metrics
internal import Observability
package import Postgres
internal import ServiceLifecycle

/// It cannot be done, for a reason that whoever asked should read. What was written is undone.
package struct CommandRefused: Error, CustomStringConvertible {
    package let description: String
    package init(_ reason: String) { description = reason }
}

/// What to do with one type of command.
package struct CommandHandler: Sendable {
    let type: String
    /// Decodes the command, does the work in the transaction, and returns the encoded reply and the events it causes.
    let handle:
        @Sendable (_ body: [UInt8], _ transaction: PostgresTransaction) async throws -> (
            reply: [UInt8], events: [OutgoingEvent]
        )
    /// - Parameter body: does the work in the given transaction, which also keeps the reply. It may run again from the start
    ///   when the transaction has to be repeated. Throw ``CommandRefused`` for what cannot be done.
    package static func on<Payload: CommandPayload>(
        _ payload: Payload.Type,
        _ body:
            @escaping @Sendable (Command<Payload>, PostgresTransaction) async throws -> (
                Payload.Reply, [OutgoingEvent]
            )
    ) -> CommandHandler {
        CommandHandler(
            type: Payload.type,
            handle: { bytes, transaction in
                let (reply, events) = try await body(try decode(Payload.self, bytes), transaction)
                return (try ContractJSON.encode(CommandResult<Payload.Reply>.done(reply)), events)
            })
    }

    private static func decode<Payload: CommandPayload>(
        _ payload: Payload.Type, _ bytes: [UInt8]
    ) throws -> Command<Payload> {
        do {
            return try ContractJSON.decode(Command<Payload>.self, from: bytes)
        } catch {
            throw CommandRefused("the command does not read as \(Payload.type): \(error)")
        }
    }
}

/// Does what a service is asked to, once for each command, and answers.
///
/// The reply is stored in the transaction of the effect: a command that comes again is answered with what it was answered
/// before. One whose deadline has passed is not begun. Failures are told to whoever asked and are not tried again here: it is
/// for them to ask again, under the same id.
package struct CommandConsumer: Service {
    private let consumer: AMQPConsumer
    private let publisher: AMQPPublisher
    private let pool: PostgresPool
    private let relay: OutboxRelay
    private let handlers: [String: CommandHandler]
    private let afterCommit: @Sendable () -> Void
    private let logger: Logger

    /// - Parameters:
    ///   - prefetch: how many commands are worked on at the same time.
    ///   - afterCommit: called after each commit, to wake whoever acts on what was written.
    package init(
        service: String, broker: AMQPConfiguration, publisher: AMQPPublisher, pool: PostgresPool, relay: OutboxRelay,
        prefetch: UInt16, handlers: [CommandHandler], logger: Logger, afterCommit: @escaping @Sendable () -> Void = {}
    ) {
        consumer = AMQPConsumer(
            configuration: broker, topology: EventTopology.shared, queue: EventTopology.commandQueue(of: service),
            prefetch: prefetch, consumerTag: "\(service)-commands", logger: logger)
        self.publisher = publisher
        self.pool = pool
        self.relay = relay
        self.handlers = Dictionary(uniqueKeysWithValues: handlers.map { ($0.type, $0) })
        self.afterCommit = afterCommit
        self.logger = logger
    }

    /// How it stands with the broker.
    package var connectionState: AMQPConnectionState { get async { await consumer.state } }

    package func run() async throws {
        try await consumer.runUntilShutdown { delivery in await self.process(delivery) }
    }

    private func process(_ delivery: consuming AMQPDelivery) async {
        let message = delivery.message
        guard let header = try? ContractJSON.decode(CommandHeader.self, from: message.body) else {
            logger.error("not a command", metadata: ["queue": "\(consumer.queue)"])
            await answer(message, with: .refused("not a command"))
            return delivery.ack()
        }
        await withTrace(continuing: header.traceparent, eventID: header.id.description) {
            let (reply, result) = await reply(to: header, message.body)
            Counter(
                label: "thavon_commands_total", dimensions: [("type", header.type), ("result", result)]
            ).increment()
            if let reply { await send(reply, for: message) }
        }
        delivery.ack()
    }

    /// No reply when nobody waits for one any more.
    private func reply(to header: CommandHeader, _ body: [UInt8]) async -> (bytes: [UInt8]?, result: String) {
        guard Date() < header.deadline else {
            logger.warning("a command came after its deadline", metadata: ["type": "\(header.type)"])
            return (nil, "expired")
        }
        guard let handler = handlers[header.type] else {
            return (Self.encoded(.refused("nothing here handles \(header.type)")), "refused")
        }
        do {
            let (bytes, isRepeat) = try await perform(handler, header, body)
            return (bytes, isRepeat ? "repeated" : "done")
        } catch let refusal as CommandRefused {
            return (Self.encoded(.refused(refusal.description)), "refused")
        } catch {
            logger.error("a command failed", error: error, metadata: ["type": "\(header.type)"])
            return (Self.encoded(.failed("it could not be done right now, try again")), "failed")
        }
    }

    private func perform(
        _ handler: CommandHandler, _ header: CommandHeader, _ body: [UInt8]
    ) async throws -> (reply: [UInt8], isRepeat: Bool) {
        let (reply, isRepeat, handover): ([UInt8], Bool, OutboxHandover) = try await pool.transaction { transaction in
            if let known = try await transaction.execute(ClaimCommand(header: header)).first, let reply = known {
                return (reply, true, .nothing)
            }
            let (reply, events) = try await handler.handle(body, transaction)
            let keep = KeepReply(id: header.id, time: header.time, reply: reply)
            guard !events.isEmpty else {
                _ = try await transaction.execute(keep)
                return (reply, false, .nothing)
            }
            let append = AppendToOutbox(events)
            let (_, rows) = try await transaction.pipelineAndCommit(keep, append)
            return (reply, false, append.handover(rows))
        }
        relay.publish(handover)
        if !isRepeat { afterCommit() }
        return (reply, isRepeat)
    }

    private struct Nothing: Codable, Equatable {}

    private static func encoded(_ result: CommandResult<Nothing>) -> [UInt8] {
        (try? ContractJSON.encode(result)) ?? []
    }

    private func answer(_ message: AMQPMessage, with result: CommandResult<Nothing>) async {
        await send(Self.encoded(result), for: message)
    }

    private func send(_ reply: [UInt8], for message: AMQPMessage) async {
        guard let address = message.replyTo else { return }
        do {
            try await publisher.publish(
                AMQPMessage(
                    body: reply, contentType: "application/json", correlationID: message.correlationID,
                    persistent: false),
                to: "", routingKey: address, mandatory: false)
        } catch {
            // Whoever asked will ask again, and be told what was done.
            logger.warning("a reply could not be sent", error: error)
        }
    }
}

/// Takes a command over. A row that was there already returns its reply; a new one returns nil.
///
/// Two of one command at once: the second waits for the first's commit at the unique key, and then finds its reply.
private struct ClaimCommand: PostgresStatement {
    static let sql = """
        INSERT INTO commands (id, command_time, type, source, actor, agency_id)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (id, service, command_time) DO UPDATE SET repeats = commands.repeats + 1
        RETURNING reply
        """

    let header: CommandHeader
    var parameters: [PostgresParameter] {
        [
            .init(header.id.rawValue), .init(header.time), .init(header.type), .init(header.source),
            .init(header.actor), .init(header.agencyid.rawValue),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> [UInt8]? { try row.decode([UInt8]?.self) }
}

private struct KeepReply: PostgresStatement {
    typealias Row = NoRow
    static let sql =
        "UPDATE commands SET reply = $3 WHERE id = $1 AND command_time = $2 AND service = current_user::text"

    let id: CommandID
    let time: Date
    let reply: [UInt8]
    var parameters: [PostgresParameter] { [.init(id.rawValue), .init(time), .init(reply)] }
}
