internal import Contracts
internal import FoundationEssentials
internal import Postgres

/// Who is on the line, as far as it matters for an appointment.
struct ToolContext: Sendable {
    var callID: CallID?
    var agencyID: AgencyID
    var leadID: LeadID?
    var phone: String?
    var language: String
    var timeZone: TimeZone
    /// Stays the same however often a message about the call comes.
    var callBegan: Date
    var now: Date
}

/// Finds the context of a call: what is stored about it, else whose number or assistant it is.
struct FindToolContext: PostgresStatement {
    static let sql = """
        SELECT call.id, call.agency_id, leads.id, coalesce(call.customer_number, $2),
            coalesce(call.language, leads.preferred_language, agencies.default_language),
            coalesce(leads.time_zone, agencies.time_zone), call.created_at, now()
        FROM (
            SELECT id, agency_id, lead_id, customer_number, language, created_at FROM call_logs
            WHERE vapi_call_id = $1 AND agency_id IS NOT NULL
            UNION ALL
            SELECT NULL, agency_id, NULL, NULL, NULL, date_trunc('day', now()) FROM agency_vapi_resources WHERE vapi_id = ANY($3)
            LIMIT 1
        ) call
        JOIN agencies ON agencies.id = call.agency_id
        LEFT JOIN LATERAL (
            SELECT * FROM leads WHERE leads.id = call.lead_id
                OR call.lead_id IS NULL AND leads.agency_id = call.agency_id AND leads.phone = coalesce(call.customer_number, $2)
            LIMIT 1
        ) leads ON true
        """

    let vapiCallID: String
    let number: String?
    /// The number and the assistant at Vapi, should this be the first that is heard of the call.
    let resources: [String]
    var parameters: [PostgresParameter] { [.init(vapiCallID), .init(number), .init(resources)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> ToolContext {
        let (call, agency, lead, phone, language, zone, began, now) = try row.decode(
            (UUID?, UUID, UUID?, String?, String, String, Date, Date).self)
        return ToolContext(
            callID: call.map(CallID.init(rawValue:)), agencyID: AgencyID(rawValue: agency),
            leadID: lead.map(LeadID.init(rawValue:)), phone: phone, language: language,
            timeZone: TimeZone(identifier: zone) ?? .gmt, callBegan: began, now: now)
    }
}

/// Somebody who calls and was not known: a lead from now on. One that is there is only given what it lacks.
struct SaveCaller: PostgresStatement {
    static let sql = """
        INSERT INTO leads AS known (id, agency_id, name, phone, email, preferred_language, source)
        VALUES ($1, $2, $3, $4, $5, $6, 'call')
        ON CONFLICT (agency_id, phone) DO UPDATE SET
            name = coalesce(known.name, excluded.name), email = coalesce(known.email, excluded.email), updated_at = now()
        RETURNING id, id = $1
        """

    let id: LeadID
    let agencyID: AgencyID
    let name: String?
    let phone: String
    let email: String?
    let language: String
    var parameters: [PostgresParameter] {
        [
            .init(id.rawValue), .init(agencyID.rawValue), .init(name), .init(phone),
            .init(email.flatMap(LeadSubmission.email)), .init(language),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> (id: LeadID, isNew: Bool) {
        let (id, isNew) = try row.decode((UUID, Bool).self)
        return (LeadID(rawValue: id), isNew)
    }
}
