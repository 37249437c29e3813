internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// A job that a worker has taken on, for as long as its lease runs. What is done counts under its number alone: whoever claims the
/// same job later has a higher one.
struct JobClaim: Sendable, Equatable, Identifiable {
    var id: UUID
    var agencyID: AgencyID
    var token: Int64
}

extension JobClaim {
    /// - Parameter row: the job's id, its agency's, and the number.
    init(_ row: PostgresRow) throws(PostgresError) {
        (id, agencyID, token) = try row.decode((UUID, AgencyID, Int64).self)
    }
}

/// Somebody else is at it now, or it was cancelled.
struct JobClaimLost: Error {}
