internal import Contracts
internal import Postgres

/// Each form of an agent's page has a version of its own: who changes the hours is not in the way of who changes the telephone.
extension AgentRecord {
    var factsVersion: FormVersion {
        FormVersion(of: [name, email, phone, language, timeZone] + languages.sorted())
    }

    var hoursVersion: FormVersion { FormVersion(of: [workingHours]) }

    var callsVersion: FormVersion {
        FormVersion(of: ["\(weight)", callsPerDay.map { "\($0)" }] + territories.sorted())
    }
}

extension PostgresTransaction {
    /// Holds an agent until the transaction ends, if it still is as a form was filled in from it.
    ///
    /// - Parameter version: nil: whatever it is.
    /// - Throws: ``StaleForm`` when it is not; ``NotFound`` when the viewer has no such agent.
    func hold(
        _ id: AgentID, basedOn version: FormVersion?, _ part: (AgentRecord) -> FormVersion
    ) async throws {
        guard let version else { return }
        let (_, agents) = try await pipeline(LockAgent(id: id), ReadAgent(id: id))
        guard let agent = agents.first else { throw NotFound() }
        guard part(agent) == version else { throw StaleForm() }
    }
}

/// Nobody else changes the agent until the transaction has ended; what is read afterwards is what it is by then.
struct LockAgent: PostgresStatement {
    static let sql = "SELECT id FROM agents WHERE id = $1 FOR NO KEY UPDATE"

    var id: AgentID
    var parameters: [PostgresParameter] { [.init(id)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> AgentID { try row.decode(AgentID.self) }
}
