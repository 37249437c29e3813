internal import Contracts
internal import Postgres

/// Keeps a picture, and tells whether the agency did not have it.
struct AddMailLogo: PostgresStatement {
    // A row that was there already carries the number of the transaction that has changed it.
    static let sql = """
        INSERT INTO mail_logos AS known (agency_id, hash, media_type, width, height, bytes)
        VALUES ($1, sha256($2), $3, $4, $5, $2)
        ON CONFLICT (hash, agency_id) DO UPDATE SET added_at = now()
        RETURNING known.xmax = 0
        """

    let agencyID: AgencyID
    let picture: LogoPicture
    var parameters: [PostgresParameter] {
        [
            .init(agencyID), .init(picture.bytes), .init(picture.kind.rawValue), .init(Int32(picture.width)),
            .init(Int32(picture.height)),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(column: 0, as: Bool.self) }
}

/// Removes an agency's oldest pictures when there are too many, but for the one that its mails have.
struct ForgetMailLogos: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        DELETE FROM mail_logos l WHERE l.agency_id = $1
            AND l.hash IN (
                SELECT o.hash FROM mail_logos o WHERE o.agency_id = $1 ORDER BY o.added_at DESC, o.hash OFFSET $2)
            AND NOT EXISTS (SELECT FROM mail_settings m WHERE m.agency_id = $1 AND m.logo_hash = l.hash)
        """

    let agencyID: AgencyID
    let most: Int
    var parameters: [PostgresParameter] { [.init(agencyID), .init(most)] }
}

/// A picture for whoever knows its hash, whosever it is. Needs no viewer.
struct FindPublicLogo: PostgresStatement {
    static let sql = "SELECT media_type, bytes FROM mail_logo(decode($1, 'hex'))"

    struct Row: Sendable {
        var mediaType: String
        var bytes: [UInt8]
    }

    /// 64 hexadecimal digits.
    let hash: String
    var parameters: [PostgresParameter] { [.init(hash)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (mediaType, bytes) = try row.decode((String, [UInt8]).self)
        return Row(mediaType: mediaType, bytes: bytes)
    }
}
