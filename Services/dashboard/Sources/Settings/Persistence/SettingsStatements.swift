internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// An agency's rules of all kinds. What has never been set has version 0.
struct ReadRules: PostgresStatement {
    static let sql = """
        SELECT coalesce(c.rules, '{}')::text, coalesce(c.version, 0)::int8, c.updated_at, coalesce(ca.name, c.changed_by), c.paused_at,
            coalesce(b.rules, '{}')::text, coalesce(b.version, 0)::int8, b.updated_at, coalesce(ba.name, b.changed_by),
            coalesce(f.rules, '{}')::text, coalesce(f.version, 0)::int8, f.updated_at, coalesce(fa.name, f.changed_by),
            jsonb_build_object('retention_days', r.retention_days)::text, coalesce(r.version, 0)::int8, r.updated_at,
            coalesce(ra.name, r.changed_by),
            jsonb_build_object(
                'sender_name', m.sender_name, 'reply_to', m.reply_to, 'accent', m.accent, 'footer', m.footer,
                'logo', encode(m.logo_hash, 'hex'))::text,
            coalesce(m.version, 0)::int8, m.updated_at, coalesce(ma.name, m.changed_by)
        FROM agencies g LEFT JOIN calling_settings c ON c.agency_id = g.id LEFT JOIN booking_settings b ON b.agency_id = g.id
        LEFT JOIN follow_up_settings f ON f.agency_id = g.id LEFT JOIN recording_settings r ON r.agency_id = g.id
        LEFT JOIN mail_settings m ON m.agency_id = g.id
        LEFT JOIN accounts ca ON ca.id::text = c.changed_by LEFT JOIN accounts ba ON ba.id::text = b.changed_by
        LEFT JOIN accounts fa ON fa.id::text = f.changed_by LEFT JOIN accounts ra ON ra.id::text = r.changed_by
        LEFT JOIN accounts ma ON ma.id::text = m.changed_by
        WHERE g.id = $1
        """

    struct Row: Sendable {
        var calling: StoredRules
        var pausedAt: Date?
        var booking: StoredRules
        var followUp: StoredRules
        var recordings: StoredRules
        var mails: StoredRules
    }

    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(agencyID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (c, cv, ct, cw, paused, b, bv, bt, bw, f, fv, ft, fw, r, rv, rt, rw, m, mv, mt, mw) = try row.decode(
            (
                String, Int, Date?, String?, Date?, String, Int, Date?, String?, String, Int, Date?, String?, String,
                Int, Date?, String?, String, Int, Date?, String?
            ).self)
        return Row(
            calling: StoredRules(json: c, version: cv, changedAt: ct, changedBy: cw), pausedAt: paused,
            booking: StoredRules(json: b, version: bv, changedAt: bt, changedBy: bw),
            followUp: StoredRules(json: f, version: fv, changedAt: ft, changedBy: fw),
            recordings: StoredRules(json: r, version: rv, changedAt: rt, changedBy: rw),
            mails: StoredRules(json: m, version: mv, changedAt: mt, changedBy: mw))
    }
}

/// One of an agency's sets of rules as it is stored.
struct StoredRules: Sendable, Equatable {
    var json: String
    /// Grows with each change; 0: never set.
    var version: Int
    var changedAt: Date?
    /// A name, or a word for a machine.
    var changedBy: String?
}

/// What an agency is, and how far it is used.
struct ReadAgency: PostgresStatement {
    static let sql = """
        SELECT name, time_zone, default_language, default_country, status = 'active' FROM agencies WHERE id = $1
        """

    struct Row: Sendable, Equatable {
        var name: String
        var timeZone: String
        var language: String
        var country: String
        var isActive: Bool

        var version: FormVersion { FormVersion(of: [name, timeZone, language, country]) }
    }

    let id: AgencyID
    var parameters: [PostgresParameter] { [.init(id)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (name, zone, language, country, isActive) = try row.decode((String, String, String, String, Bool).self)
        return Row(name: name, timeZone: zone, language: language, country: country, isActive: isActive)
    }
}

/// The same, and nobody else changes it until the transaction has ended.
struct LockAgency: PostgresStatement {
    static let sql = ReadAgency.sql + " FOR NO KEY UPDATE"

    let id: AgencyID
    var parameters: [PostgresParameter] { [.init(id)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> ReadAgency.Row { try ReadAgency.decode(row) }
}

struct SaveAgency: PostgresStatement {
    static let sql = """
        UPDATE agencies SET name = $2, time_zone = $3, default_language = $4, default_country = $5, updated_at = now()
        WHERE id = $1 RETURNING id
        """

    let id: AgencyID
    let agency: ReadAgency.Row

    var parameters: [PostgresParameter] {
        [
            .init(id), .init(agency.name), .init(agency.timeZone), .init(agency.language), .init(agency.country),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(column: 0, as: UUID.self) }
}
