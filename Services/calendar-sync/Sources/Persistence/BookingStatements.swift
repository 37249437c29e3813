internal import Availability
internal import CivilTime
internal import Contracts
internal import Foundation
internal import Postgres
internal import RulesJSON
internal import Territories

/// The lead an appointment is for, with the agency's rules; none when the agency has no such lead.
struct LoadParty: PostgresStatement {
    static let sql = """
        SELECT leads.id, leads.name, leads.email, leads.phone, leads.owner_agent_id, leads.country, leads.postcode,
            coalesce(leads.time_zone, agencies.time_zone),
            coalesce(call_logs.language, leads.preferred_language, agencies.default_language),
            agencies.name, coalesce(settings.rules, '{}'), call_logs.id, now()
        FROM agencies
        LEFT JOIN call_logs ON call_logs.id = $2 AND call_logs.agency_id = agencies.id
        JOIN leads ON leads.id = coalesce($1, call_logs.lead_id) AND leads.agency_id = agencies.id
        LEFT JOIN booking_settings settings ON settings.agency_id = agencies.id
        WHERE agencies.id = $3
        """

    struct Row: Sendable {
        var leadID: LeadID
        var name: String?
        var email: String?
        var phone: String?
        var ownerID: AgentID?
        var country: String?
        var postcode: String?
        var timeZone: String
        var language: String
        var agencyName: String
        var rules: BookingRules
        var callID: CallID?
        var now: Date
    }

    let party: AppointmentParty
    let agencyID: AgencyID
    var parameters: [PostgresParameter] {
        [.init(party.leadID?.rawValue), .init(party.callID?.rawValue), .init(agencyID.rawValue)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, name, email, phone, owner, country, postcode, zone, language, agency, rules, call, now) =
            try row.decode(
                (
                    UUID, String?, String?, String?, UUID?, String?, String?, String, String, String, JSONB, UUID?, Date
                ).self)
        return Row(
            leadID: LeadID(rawValue: id), name: name, email: email, phone: phone,
            ownerID: owner.map(AgentID.init(rawValue:)), country: country, postcode: postcode,
            timeZone: TimeZone(identifier: zone) == nil ? "UTC" : zone, language: language, agencyName: agency,
            rules: .stored(rules.text), callID: call.map(CallID.init(rawValue:)), now: now)
    }
}

extension BookingRules {
    /// What is stored was checked when it was stored; should it not read, the standard is safer than nothing.
    static func stored(_ json: String) -> BookingRules { (try? BookingRules(json: json.utf8)) ?? .standard }
}

/// The agency's active agents with what they have set about their time.
struct LoadRosterAgents: PostgresStatement {
    static let sql = """
        SELECT agents.id, agents.name, coalesce(agents.time_zone, agencies.time_zone), agents.working_hours,
            agents.hours_exceptions, agents.languages,
            (SELECT coalesce(array_agg(pattern), '{}') FROM agent_territories WHERE agent_id = agents.id),
            (SELECT coalesce(array_agg(coalesce(lower(during), '-infinity')) , '{}') FROM agent_time_off
                WHERE agent_id = agents.id AND during && tstzrange($2, $3)),
            (SELECT coalesce(array_agg(coalesce(upper(during), 'infinity')), '{}') FROM agent_time_off
                WHERE agent_id = agents.id AND during && tstzrange($2, $3)),
            EXISTS (SELECT FROM calendar_connections WHERE agent_id = agents.id AND status = 'broken')
        FROM agents JOIN agencies ON agencies.id = agents.agency_id
        WHERE agents.agency_id = $1 AND agents.active ORDER BY agents.id
        """

    struct Row: Sendable {
        var id: AgentID
        var name: String
        var schedule: AgentSchedule
        var languages: [String]
        var territories: [TerritoryPattern]
        var isOutOfSight: Bool
    }

    let agencyID: AgencyID
    let from: Date
    let to: Date
    var parameters: [PostgresParameter] { [.init(agencyID.rawValue), .init(from), .init(to)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, name, zone, hours, exceptions, languages, territories, starts, ends, isOutOfSight) = try row.decode(
            (UUID, String, String, JSONB?, JSONB, [String], [String], [Date], [Date], Bool).self)
        let schedule = AgentSchedule(
            zone: TimeZone(identifier: zone) ?? .gmt, hours: AgentHours.week(hours?.text),
            exceptions: AgentHours.exceptions(exceptions.text),
            timeOff: zip(starts, ends).compactMap { $0 < $1 ? $0..<$1 : nil })
        return Row(
            id: AgentID(rawValue: id), name: name, schedule: schedule, languages: languages,
            territories: territories.compactMap(TerritoryPattern.init), isOutOfSight: isOutOfSight)
    }
}

/// When something of theirs is in the way of a span of time: appointments of ours, and what their calendars hold.
struct LoadBusy: PostgresStatement {
    static let sql = """
        SELECT agent_id, scheduled_at, ends_at, id::text, true FROM appointments
        WHERE agent_id = ANY($1) AND status = 'scheduled' AND scheduled_at < $3 AND scheduled_at > $2::timestamptz - interval '1 day'
        UNION ALL
        SELECT busy.agent_id, greatest(lower(during), $2), least(upper(during), $3), event_id, false
        FROM calendar_busy busy JOIN calendar_connections connection ON connection.id = busy.connection_id
        WHERE busy.agent_id = ANY($1) AND during && tstzrange($2, $3) AND connection.status = 'connected'
        """

    struct Row: Sendable {
        var agentID: AgentID
        var busy: Busy
    }

    let agents: [AgentID]
    let from: Date
    let to: Date
    var parameters: [PostgresParameter] { [.init(agents.map(\.rawValue)), .init(from), .init(to)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (agent, start, end, id, isOurs) = try row.decode((UUID, Date, Date, String, Bool).self)
        return Row(
            agentID: AgentID(rawValue: agent),
            busy: Busy(time: start..<max(start, end), kind: isOurs ? .appointment : .calendar, id: id))
    }
}

/// Whoever takes an agent's time takes it one after the other, until the transaction ends.
struct LockBook: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO appointment_books (agent_id, agency_id) VALUES ($1, $2)
        ON CONFLICT (agent_id) DO UPDATE SET agency_id = excluded.agency_id
        """

    let agentID: AgentID
    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(agentID.rawValue), .init(agencyID.rawValue)] }
}

struct SaveBookingRules: PostgresStatement {
    static let sql = """
        INSERT INTO booking_settings AS settings (agency_id, rules, changed_by) VALUES ($1, $2, $3)
        ON CONFLICT (agency_id) DO UPDATE SET
            rules = excluded.rules, version = settings.version + 1, changed_by = excluded.changed_by, updated_at = now()
        RETURNING version
        """

    let agencyID: AgencyID
    let rules: String
    let actor: String
    var parameters: [PostgresParameter] { [.init(agencyID.rawValue), .init(JSONB(rules)), .init(actor)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int32 { try row.decode(Int32.self) }
}
