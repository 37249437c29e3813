internal import Contracts
internal import FoundationEssentials
internal import Postgres

/// One webhook as it is kept.
struct RawEvent: Sendable {
    var id: UUID
    var receivedAt: Date
    /// `vapi`, `lead`, `reconciler`, `replay`, `twilio` or `resend`.
    var source = "vapi"
    var type: String
    var providerCallID: String?
    var callID: CallID?
    var agencyID: AgencyID?
    var disposition: String
    /// A JSON object.
    var headers: String
    /// Without its secrets.
    var body: [UInt8]
    var traceparent: String?
}

struct InsertRawEvents: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO webhook_events (
            id, received_at, source, type, provider_call_id, call_id, agency_id, disposition, headers, body, traceparent)
        SELECT id, received_at, source, type, provider_call_id, call_id, agency_id, disposition, headers, body, traceparent
        FROM unnest(
            $1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::jsonb[],
            $9::bytea[], $10::text[], $11::text[]
        ) AS new (
            id, received_at, type, provider_call_id, call_id, agency_id, disposition, headers, body, traceparent, source)
        """

    let events: [RawEvent]
    var parameters: [PostgresParameter] {
        [
            .init(events.map(\.id)), .init(events.map(\.receivedAt)), .init(events.map(\.type)),
            .init(events.map(\.providerCallID)), .init(events.map { $0.callID?.rawValue }),
            .init(events.map { $0.agencyID?.rawValue }), .init(events.map(\.disposition)),
            .init(events.map { JSONB($0.headers) }), .init(events.map(\.body)), .init(events.map(\.traceparent)),
            .init(events.map(\.source)),
        ]
    }
}

/// Whose call this is, as far as it is certain.
///
/// A call that we placed is known by our attempt. Else the agency is the one that owns the phone number or the assistant at Vapi; else the one named in the call's metadata
/// (we put it there); else the only one that has a lead with the caller's number. The lead is the one named in the metadata,
/// if it is that agency's; else the agency's lead with the number. LATERAL with a limit keeps each look-up an index probe,
/// whatever the planner thinks of the number of webhooks.
struct MatchCalls: PostgresStatement {
    static let sql = """
        SELECT agency.id, coalesce(attempt.lead_id, named.id, numbered.id)
        FROM unnest($1::text[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::text[])
            WITH ORDINALITY AS seen (phone_number_id, assistant_id, agency_id, lead_id, number, vapi_call_id, ordinal)
        LEFT JOIN call_attempts attempt ON attempt.vapi_call_id = seen.vapi_call_id
        LEFT JOIN agency_vapi_resources line ON line.vapi_id = seen.phone_number_id
        LEFT JOIN agency_vapi_resources assistant ON assistant.vapi_id = seen.assistant_id
        LEFT JOIN LATERAL (
            SELECT min(agency_id::text)::uuid AS id FROM leads
            WHERE attempt.agency_id IS NULL AND line.agency_id IS NULL AND assistant.agency_id IS NULL AND seen.agency_id IS NULL
                AND leads.phone = seen.number
            HAVING count(*) = 1
        ) only_owner ON true
        LEFT JOIN agencies agency
            ON agency.id = coalesce(attempt.agency_id, line.agency_id, assistant.agency_id, seen.agency_id, only_owner.id)
        LEFT JOIN LATERAL (
            SELECT id FROM leads WHERE leads.id = seen.lead_id AND leads.agency_id = agency.id LIMIT 1
        ) named ON true
        LEFT JOIN LATERAL (
            SELECT id FROM leads WHERE leads.agency_id = agency.id AND leads.phone = seen.number LIMIT 1
        ) numbered ON true
        ORDER BY seen.ordinal
        """

    let calls: [CallFacts]
    var parameters: [PostgresParameter] {
        [
            .init(calls.map(\.phoneNumberID)), .init(calls.map(\.assistantID)),
            .init(calls.map { $0.claimedAgencyID?.rawValue }), .init(calls.map { $0.claimedLeadID?.rawValue }),
            .init(calls.map(\.customerNumber)), .init(calls.map(\.vapiCallID)),
        ]
    }

    struct Match: Sendable, Equatable {
        var agencyID: AgencyID?
        var leadID: LeadID?
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Match {
        let (agency, lead) = try row.decode((UUID?, UUID?).self)
        return Match(agencyID: agency.map(AgencyID.init(rawValue:)), leadID: lead.map(LeadID.init(rawValue:)))
    }
}
