internal import Availability
internal import CivilTime
internal import Contracts
internal import Foundation
internal import Postgres
internal import Schema

/// Whether somebody can sign in.
enum AccountState: String, Sendable {
    case none, invited, active, off

    /// Of `a`, a row of `accounts` that there may not be.
    static let ofAccount = """
        CASE WHEN a.id IS NULL THEN 'none' WHEN NOT a.active THEN 'off'
            WHEN EXISTS (SELECT FROM account_passwords p WHERE p.account_id = a.id) THEN 'active' ELSE 'invited' END
        """
}

/// Somebody of the team in its list.
struct TeamRow: Sendable {
    var id: AgentID
    var name: String
    var email: String?
    var isActive: Bool
    /// Their own switch.
    var isAvailable: Bool
    var languages: [String]
    var weight: Int
    /// Nil when they have set no hours: then only their switch counts.
    var schedule: AgentSchedule?
    /// Until when they have time off now.
    var timeOffUntil: Date?
    var territories: [String]
    /// `connected` or `broken`; nil: there is none.
    var calendar: String?
    var callsToday: Int
    var unopened: Int
    var account: AccountState
}

/// All agents, those who belong to the team first. A team has tens of people, not thousands.
struct ListTeam: PostgresStatement {
    static let sql = """
        SELECT g.id, g.name, g.email, g.active, g.availability = 'available', g.languages, g.weight,
            coalesce(g.time_zone, y.time_zone), g.working_hours, g.hours_exceptions,
            (SELECT max(upper(during)) FROM agent_time_off t WHERE t.agent_id = g.id AND t.during @> now()),
            ARRAY(SELECT pattern FROM agent_territories t WHERE t.agent_id = g.id ORDER BY pattern LIMIT 7),
            (SELECT status FROM calendar_connections c WHERE c.agent_id = g.id AND c.status <> 'disconnected' LIMIT 1),
            (SELECT count(*) FROM assignments s WHERE s.agent_id = g.id AND s.decided_at >= $1),
            (SELECT count(*) FROM follow_ups f WHERE f.agent_id = g.id AND \(UnopenedCalls.condition)),
            \(AccountState.ofAccount)
        FROM agents g JOIN agencies y ON y.id = g.agency_id
        LEFT JOIN LATERAL (
            SELECT id, active FROM accounts WHERE agency_id = g.agency_id AND agent_id = g.id
            ORDER BY active DESC, created_at LIMIT 1) a ON true
        WHERE g.agency_id = (SELECT viewer_agency()) ORDER BY g.active DESC, lower(g.name), g.id LIMIT 500
        """

    /// When the viewer's day began.
    var today: Date
    var parameters: [PostgresParameter] { [.init(today)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> TeamRow {
        let (
            id, name, email, isActive, isAvailable, languages, weight, zone, hours, exceptions, timeOff, territories,
            calendar, calls, unopened, account
        ) = try row.decode(
            (
                AgentID, String, String?, Bool, Bool, [String], Int32, String, JSONB?, JSONB, Date?, [String], String?,
                Int, Int, String
            ).self)
        return TeamRow(
            id: id, name: name, email: email, isActive: isActive, isAvailable: isAvailable, languages: languages,
            weight: Int(weight),
            schedule: hours.map { hours in
                AgentSchedule(
                    zone: TimeZone(identifier: zone) ?? .gmt, hours: AgentHours.week(hours.text),
                    exceptions: AgentHours.exceptions(exceptions.text))
            }, timeOffUntil: timeOff, territories: territories, calendar: calendar, callsToday: calls,
            unopened: unopened, account: AccountState(rawValue: account) ?? .none)
    }
}

/// An owner's account.
struct OwnerRow: Sendable {
    var id: UUID
    var name: String
    var email: String
    var state: AccountState
}

struct ListOwners: PostgresStatement {
    static let sql = """
        SELECT a.id, a.name, a.email, \(AccountState.ofAccount)
        FROM accounts a WHERE a.agency_id = (SELECT viewer_agency()) AND a.role = 'owner'
        ORDER BY a.active DESC, lower(a.name), a.id LIMIT 200
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> OwnerRow {
        let (id, name, email, state) = try row.decode((UUID, String, String, String).self)
        return OwnerRow(id: id, name: name, email: email, state: AccountState(rawValue: state) ?? .off)
    }
}
