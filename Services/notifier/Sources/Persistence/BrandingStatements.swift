internal import Contracts
internal import Postgres

/// How an agency's mails say whose they are, and the size of the picture; no row when it has never said.
struct LoadMailBranding: PostgresStatement {
    static let sql = """
        SELECT m.sender_name, m.reply_to, m.accent, m.footer, encode(m.logo_hash, 'hex'), l.width, l.height
        FROM mail_settings m LEFT JOIN mail_logos l ON l.hash = m.logo_hash AND l.agency_id = m.agency_id
        WHERE m.agency_id = $1
        """

    struct Row: Sendable {
        var branding: MailBranding
        var logo: StoredLogo?
    }

    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(agencyID.rawValue)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (name, replyTo, accent, footer, hash, width, height) = try row.decode(
            (String?, String?, String?, String?, String?, Int32?, Int32?).self)
        let branding = MailBranding(senderName: name, replyTo: replyTo, accent: accent, footer: footer, logo: hash)
        guard let hash, let width, let height else { return Row(branding: branding) }
        return Row(branding: branding, logo: StoredLogo(hash: hash, width: Int(width), height: Int(height)))
    }
}

/// One of the pictures that an agency has sent to the console; no row when it has no such one.
struct FindMailLogo: PostgresStatement {
    static let sql = """
        SELECT encode(hash, 'hex'), width, height FROM mail_logos WHERE agency_id = $1 AND hash = decode($2, 'hex')
        """

    let agencyID: AgencyID
    /// 64 hexadecimal digits.
    let hash: String
    var parameters: [PostgresParameter] { [.init(agencyID.rawValue), .init(hash)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> StoredLogo {
        let (hash, width, height) = try row.decode((String, Int32, Int32).self)
        return StoredLogo(hash: hash, width: Int(width), height: Int(height))
    }
}

/// Replaces it, and returns the version that it has from now on; nothing when somebody else has changed it since it was looked at.
struct SaveMailBranding: PostgresStatement {
    static let sql = """
        INSERT INTO mail_settings AS known (agency_id, sender_name, reply_to, accent, footer, changed_by, logo_hash)
        SELECT $1::uuid, $2::text, $3::text, $4::text, $5::text, $6::text, decode($8::text, 'hex')
        WHERE $7::int4 IS NULL OR $7 = 0 OR EXISTS (SELECT FROM mail_settings WHERE agency_id = $1)
        ON CONFLICT (agency_id) DO UPDATE SET sender_name = excluded.sender_name, reply_to = excluded.reply_to,
            accent = excluded.accent, footer = excluded.footer, logo_hash = excluded.logo_hash,
            changed_by = excluded.changed_by, version = known.version + 1, updated_at = now()
            WHERE $7 IS NULL OR known.version = $7
        RETURNING version
        """

    let agencyID: AgencyID
    let branding: MailBranding
    /// The version that was looked at, 0 for none; nil: whatever there is.
    let basedOn: Int?
    let actor: String
    var parameters: [PostgresParameter] {
        [
            .init(agencyID.rawValue), .init(branding.senderName), .init(branding.replyTo), .init(branding.accent),
            .init(branding.footer), .init(actor), .init(basedOn.map { Int32(clamping: $0) }),
            .init(branding.logo),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int32 { try row.decode(Int32.self) }
}
