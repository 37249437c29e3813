internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// The lead that an appointment is to be made for.
struct LeadToBook: Sendable {
    var id: LeadID
    var name: String?
    var phone: String?
    var timeZone: String?
    /// When the next one is that they have already.
    var nextAppointment: Date?

    var title: String? { name ?? phone }
}

struct ReadLeadToBook: PostgresStatement {
    static let sql = """
        SELECT l.id, l.name, l.phone, l.time_zone, (SELECT min(a.scheduled_at) FROM appointments a
            WHERE a.lead_id = l.id AND a.status = 'scheduled' AND a.ends_at > now())
        FROM leads l WHERE l.id = $1
        """

    var id: LeadID?
    var parameters: [PostgresParameter] { [.init(id)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> LeadToBook { try LeadToBook(row) }
}

/// The viewer's leads whose names or addresses have the text, or whose numbers the digits: those that came last, first.
struct FindLeadsToBook: PostgresStatement {
    static let most = 20
    static let sql = """
        WITH found AS MATERIALIZED (
            SELECT id FROM find_leads($1, $2, NULL, false, NULL, NULL, NULL, NULL, NULL, \(most)))
        SELECT l.id, nullif(l.name, ''), l.phone, l.time_zone, NULL::timestamptz FROM found JOIN leads l ON l.id = found.id
        ORDER BY l.created_at DESC, l.id DESC
        """

    /// As that of ``LeadFilter``.
    var text: String

    var parameters: [PostgresParameter] { [.init(text), .init(LeadFilter.digits(in: text))] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> LeadToBook { try LeadToBook(row) }
}

/// The lead of a call that the viewer may see.
struct ReadLeadOfCall: PostgresStatement {
    static let sql = "SELECT lead_id FROM call_logs WHERE id = $1"

    var id: CallID?
    var parameters: [PostgresParameter] { [.init(id)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> LeadID? {
        try row.decode(column: 0, as: LeadID?.self)
    }
}

extension LeadToBook {
    fileprivate init(_ row: PostgresRow) throws(PostgresError) {
        (id, name, phone, timeZone, nextAppointment) = try row.decode(
            (LeadID, String?, String?, String?, Date?).self)
    }
}
