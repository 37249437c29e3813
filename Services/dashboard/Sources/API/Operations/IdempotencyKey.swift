internal import Contracts
internal import Crypto
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LenientJSON
internal import Postgres

/// Makes of a request that comes again the same command (draft-ietf-httpapi-idempotency-key-header-07).
///
/// The command's id is made of the token and the key, and of the moment at which the key came first: commands are told apart by
/// id and time, and the id has the time in it.
enum IdempotencyKey {
    static let header = "Idempotency-Key"
    static let longest = 255

    /// Whether a request may be one that has come before.
    static func isGiven(in call: APICall) -> Bool { call.request.headers[.named(header)] != nil }

    /// The id of the command that a request is, or of the row that it makes; a fresh one when it has no key.
    ///
    /// - Throws: ``APIProblem`` with 422 when the key came with another request.
    static func command(of call: APICall, _ console: Console) async throws -> CommandID {
        guard let key = call.request.headers[.named(header)] else { return .new() }
        let hash = hash(of: call)
        let found = try await console.database.run(as: call.viewer) { transaction in
            _ = try await transaction.execute(ForgetOldKeys(tokenID: call.viewer.proofID))
            return try await transaction.execute(
                ClaimIdempotencyKey(viewer: call.viewer, key: key, requestHash: hash)
            ).first
        }
        guard let found else { throw NotFound() }
        guard found.requestHash == hash else {
            throw APIProblem(.unprocessableContent, .keyReused, "Use another key for another request.")
        }
        return id(token: call.viewer.proofID, key: key, at: found.firstAt)
    }

    /// A version 7 UUID (RFC 9562 §5.7) whose random bits are a hash.
    static func id(token: UUID, key: String, at time: Date) -> CommandID {
        let hash = Array(SHA256.hash(data: Array("\(token.uuidString.lowercased())\u{1f}\(key)".utf8)))
        let own = UUID.timeOrdered(at: time).uuid
        return CommandID(
            rawValue: UUID(
                uuid: (
                    own.0, own.1, own.2, own.3, own.4, own.5, 0x70 | (hash[0] & 0x0f), hash[1],
                    0x80 | (hash[2] & 0x3f), hash[3], hash[4], hash[5], hash[6], hash[7], hash[8], hash[9]
                )))
    }

    private static func hash(of call: APICall) -> [UInt8] {
        let head = "\(call.request.method.rawValue) \(call.request.uri.path)\n"
        return Array(SHA256.hash(data: Array(head.utf8) + (call.body.map { Array($0.rawBytes) } ?? [])))
    }
}

/// Keys are forgotten after 24 hours.
private struct ForgetOldKeys: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        DELETE FROM api_idempotency_keys WHERE token_id = $1 AND first_at < now() - interval '24 hours'
        """

    var tokenID: UUID
    var parameters: [PostgresParameter] { [.init(tokenID)] }
}

/// When the key came first, and with what; waits for the same key in another transaction.
private struct ClaimIdempotencyKey: PostgresStatement {
    static let sql = """
        INSERT INTO api_idempotency_keys AS k (token_id, key, agency_id, account_id, request_hash)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (token_id, key) DO UPDATE SET key = excluded.key
        RETURNING k.first_at, k.request_hash
        """

    var viewer: Viewer
    var key: String
    var requestHash: [UInt8]

    var parameters: [PostgresParameter] {
        [
            .init(viewer.proofID), .init(key), .init(viewer.agencyID), .init(viewer.accountID), .init(requestHash),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> (firstAt: Date, requestHash: [UInt8]) {
        let (at, hash) = try row.decode((Date, [UInt8]).self)
        return (at, hash)
    }
}
