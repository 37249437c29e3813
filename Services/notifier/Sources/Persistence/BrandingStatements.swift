internal import Contracts
internal import Postgres

/// How an agency's mails say whose they are; no row when it has never said.
struct LoadMailBranding: PostgresStatement {
    static let sql = "SELECT sender_name, reply_to, accent, footer FROM mail_settings WHERE agency_id = $1"

    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(agencyID.rawValue)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> MailBranding {
        let (name, replyTo, accent, footer) = try row.decode((String?, String?, String?, String?).self)
        return MailBranding(senderName: name, replyTo: replyTo, accent: accent, footer: footer)
    }
}

/// Replaces it, and returns the version that it has from now on; nothing when somebody else has changed it since it was looked at.
struct SaveMailBranding: PostgresStatement {
    static let sql = """
        INSERT INTO mail_settings AS known (agency_id, sender_name, reply_to, accent, footer, changed_by)
        SELECT $1::uuid, $2::text, $3::text, $4::text, $5::text, $6::text
        WHERE $7::int4 IS NULL OR $7 = 0 OR EXISTS (SELECT FROM mail_settings WHERE agency_id = $1)
        ON CONFLICT (agency_id) DO UPDATE SET sender_name = excluded.sender_name, reply_to = excluded.reply_to,
            accent = excluded.accent, footer = excluded.footer, changed_by = excluded.changed_by,
            version = known.version + 1, updated_at = now()
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
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int32 { try row.decode(Int32.self) }
}
