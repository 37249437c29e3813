internal import Contracts
internal import Foundation
internal import Postgres

/// Ids are bound and read as what they are; the driver does not know the contracts, nor they it.
extension Identifier: PostgresCodable {}
