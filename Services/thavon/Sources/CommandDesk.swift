internal import AMQP
internal import Contracts
internal import Deadlines
internal import Foundation
internal import Messaging
internal import Postgres
internal import ServiceKit

/// What commands about calls and appointments have in common: they are sent to a service, which has the last word.
let commandSettings = """
    AMQP_URL      amqp://user:password@host:5672/ (required)
    DATABASE_URL  postgres://owner:password@host:5432/thavon (required)
    Beside `make run` both are read from .local/dev.env.
    """

/// Sends an operator's commands to the services, and finds what they are about.
struct CommandDesk: Sendable {
    let pool: PostgresPool
    private let client: CommandClient
    private static let patience: TimeInterval = 10

    /// Connects, lends the desk, and disconnects.
    static func open(_ body: @escaping @Sendable (CommandDesk) async throws -> Void) async throws {
        let environment = try OperatorEnvironment.load()
        var settings = Settings(environment: environment)
        let broker = try settings.broker(service: "thavon")
        try await OwnerDatabase.with(try OwnerDatabase.configuration(environment)) { pool in
            let publisher = AMQPPublisher(configuration: broker, topology: EventTopology.shared, logger: .silent)
            let client = CommandClient(name: "thavon", broker: broker, publisher: publisher, logger: .silent)
            try await withThrowingTaskGroup { group in
                group.addTask { try await publisher.run() }
                group.addTask { try await client.run() }
                try await withDeadline(.seconds(10)) { try await client.waitUntilReady() }
                try await body(CommandDesk(pool: pool, client: client))
                group.cancelAll()
            }
        }
    }

    /// - Throws: ``Failure`` with the service's reason when it refuses.
    func send<Payload: CommandPayload>(_ payload: Payload, agency: AgencyID) async throws -> Payload.Reply {
        let command = Command(
            source: "thavon", actor: "operator:\(NSUserName())", deadline: Date().addingTimeInterval(Self.patience),
            agencyID: agency, data: payload)
        do {
            switch try await client.send(command) {
            case .done(let reply): return reply
            case .refused(let reason), .failed(let reason): throw Failure(reason)
            }
        } catch is DeadlineExceeded {
            let takers = EventTopology.commandSubscriptions.filter { $0.value.contains(Payload.routingKey) }
            throw Failure(
                "\(takers.keys.first ?? "nobody") did not answer", advice: "is it running? `thavon doctor` says")
        }
    }

    struct Found: Sendable {
        var id: LeadID
        var agencyID: AgencyID
    }

    func lead(_ text: String) async throws -> Found {
        let found = try await pool.execute(FindLead(text: text))
        guard let lead = found.first else { throw Failure("there is no lead \"\(text)\"") }
        guard found.count == 1 else {
            throw Failure("several agencies have a lead with that number", advice: "name its id")
        }
        return lead
    }

    struct Planned: Sendable {
        var id: RetryID
        var agencyID: AgencyID
    }

    func planned(_ text: String) async throws -> Planned {
        guard let id = RetryID(text), let found = try await pool.execute(FindPlanned(id: id)).first else {
            throw Failure("there is no planned call \"\(text)\"", advice: "see `thavon calls show`")
        }
        return found
    }

    struct AppointmentFound: Sendable {
        var id: AppointmentID
        var agencyID: AgencyID
        var leadID: LeadID
    }

    func appointment(_ text: String) async throws -> AppointmentFound {
        guard let id = AppointmentID(text), let found = try await pool.execute(FindAppointment(id: id)).first else {
            throw Failure("there is no appointment \"\(text)\"", advice: "see `thavon appointments show`")
        }
        return found
    }

    struct AgentFound: Sendable {
        var id: AgentID
        var agencyID: AgencyID
    }

    /// - Parameter text: an agent's id, or mail address.
    func agent(_ text: String) async throws -> AgentFound {
        let found = try await pool.execute(FindAgent(text: text))
        guard let agent = found.first else { throw Failure("there is no agent \"\(text)\"") }
        guard found.count == 1 else {
            throw Failure("several agents have that address", advice: "name the agent's id")
        }
        return agent
    }

    private struct FindAppointment: PostgresStatement {
        static let sql = "SELECT id, agency_id, lead_id FROM appointments WHERE id = $1"
        let id: AppointmentID
        var parameters: [PostgresParameter] { [.init(id.rawValue)] }
        static func decode(_ row: PostgresRow) throws(PostgresError) -> AppointmentFound {
            let (id, agency, lead) = try row.decode((UUID, UUID, UUID).self)
            return AppointmentFound(
                id: AppointmentID(rawValue: id), agencyID: AgencyID(rawValue: agency), leadID: LeadID(rawValue: lead))
        }
    }

    private struct FindAgent: PostgresStatement {
        static let sql = """
            SELECT id, agency_id FROM agents WHERE id::text = lower($1) OR lower(email) = lower($1) LIMIT 2
            """
        let text: String
        var parameters: [PostgresParameter] { [.init(text)] }
        static func decode(_ row: PostgresRow) throws(PostgresError) -> AgentFound {
            let (id, agency) = try row.decode((UUID, UUID).self)
            return AgentFound(id: AgentID(rawValue: id), agencyID: AgencyID(rawValue: agency))
        }
    }

    private struct FindLead: PostgresStatement {
        static let sql = "SELECT id, agency_id FROM leads WHERE id::text = lower($1) OR phone = $1 LIMIT 2"
        let text: String
        var parameters: [PostgresParameter] { [.init(text)] }
        static func decode(_ row: PostgresRow) throws(PostgresError) -> Found {
            let (id, agency) = try row.decode((UUID, UUID).self)
            return Found(id: LeadID(rawValue: id), agencyID: AgencyID(rawValue: agency))
        }
    }

    private struct FindPlanned: PostgresStatement {
        static let sql = "SELECT id, agency_id FROM call_retries WHERE id = $1"
        let id: RetryID
        var parameters: [PostgresParameter] { [.init(id.rawValue)] }
        static func decode(_ row: PostgresRow) throws(PostgresError) -> Planned {
            let (id, agency) = try row.decode((UUID, UUID).self)
            return Planned(id: RetryID(rawValue: id), agencyID: AgencyID(rawValue: agency))
        }
    }
}
