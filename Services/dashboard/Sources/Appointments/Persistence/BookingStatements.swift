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
        SELECT l.id, l.name, l.phone, l.time_zone, NULL::timestamptz FROM leads l
        WHERE l.agency_id = $1 AND (strpos(lower(l.name), lower($2)) > 0 OR strpos(lower(l.email), lower($2)) > 0
            OR ($3 <> '' AND strpos(l.phone, $3) > 0))
        ORDER BY l.created_at DESC, l.id LIMIT \(most)
        """

    var agencyID: AgencyID
    var text: String

    /// Fewer digits say nothing about a number.
    private var digits: String {
        // Numbers are kept as E.164: without the zero that is dialled within a country.
        let digits = String(text.filter { $0.isASCII && $0.isNumber }.drop { $0 == "0" })
        return digits.count >= 3 ? digits : ""
    }

    var parameters: [PostgresParameter] { [.init(agencyID), .init(text), .init(digits)] }
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
