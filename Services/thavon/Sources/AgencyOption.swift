internal import ArgumentParser
internal import Contracts
internal import Foundation
internal import Postgres

/// Whose: an agency may be left out where there is only one.
struct AgencyOption: ParsableArguments {
    @Option(help: "The agency's id; needed where there are several.")
    var agency: String?

    static func named(_ id: String?) -> AgencyOption {
        var option = AgencyOption()
        option.agency = id
        return option
    }

    func validate() throws {
        if let agency, AgencyID(agency) == nil { throw ValidationError("\"\(agency)\" is no agency's id") }
    }

    /// - Throws: ``Failure`` when it is not there, or has to be named.
    func find(in pool: PostgresPool) async throws -> AgencyID {
        let found = try await pool.execute(FindAgency(id: agency.flatMap { AgencyID($0) }))
        guard let first = found.first else {
            throw Failure(
                agency.map { "there is no agency \($0)" } ?? "there is no agency",
                advice: "`thavon demo` loads one to try things on")
        }
        guard found.count == 1 else { throw Failure("there are several agencies", advice: "name one with --agency") }
        return first
    }

    private struct FindAgency: PostgresStatement {
        static let sql = "SELECT id FROM agencies WHERE $1::uuid IS NULL OR id = $1 LIMIT 2"
        let id: AgencyID?
        var parameters: [PostgresParameter] { [.init(id?.rawValue)] }
        static func decode(_ row: PostgresRow) throws(PostgresError) -> AgencyID {
            AgencyID(rawValue: try row.decode(UUID.self))
        }
    }
}

extension CommandDesk {
    func agency(_ owner: AgencyOption) async throws -> AgencyID { try await owner.find(in: pool) }
}
