internal import Foundation

/// A lead with something uncommon about it.
struct DemoLeadRow: DemoRow {
    static let insert = """
        INSERT INTO leads (
            id, agency_id, name, phone, email, country, postcode, preferred_language, time_zone, source, consent_kind,
            consent_source, consent_at)
        SELECT id, '\(DemoID.agency)', name, phone, email, 'DE', postcode, language, 'Europe/Berlin', 'demo',
            'express_written', 'demo', now()
        FROM jsonb_to_recordset($1) AS new (
            id uuid, name text, phone text, email text, postcode text, language text)
        ON CONFLICT DO NOTHING
        """

    var id: String
    var name: String?
    var phone: String
    var email: String?
    var postcode: String
    var language: String
}

/// Whose lead it is since its first call.
struct DemoOwnerRow: DemoRow {
    static let insert = """
        UPDATE leads SET owner_agent_id = new.agent_id
        FROM jsonb_to_recordset($1) AS new (lead_id uuid, agent_id uuid)
        WHERE leads.id = new.lead_id AND owner_agent_id IS NULL
        """

    var leadID: String
    var agentID: String
}

/// Somebody who does not want to be called.
struct DemoOptOutRow: DemoRow {
    static let insert = """
        INSERT INTO do_not_call (agency_id, phone, source, call_id, created_at)
        SELECT '\(DemoID.agency)', phone, 'call', call_id, created_at
        FROM jsonb_to_recordset($1) AS new (phone text, call_id uuid, created_at timestamptz)
        ON CONFLICT DO NOTHING
        """

    var phone: String
    var callID: String
    var createdAt: Date
}

/// What somebody on the team has written down about a call.
struct DemoNoteRow: DemoRow {
    static let insert = """
        INSERT INTO call_notes (id, call_id, agency_id, account_id, author, body, created_at, updated_at)
        SELECT id, call_id, '\(DemoID.agency)', account_id, author, body, created_at, created_at
        FROM jsonb_to_recordset($1) AS new (
            id uuid, call_id uuid, account_id uuid, author text, body text, created_at timestamptz)
        ON CONFLICT DO NOTHING
        """

    var id: String
    var callID: String
    var accountID: String
    var author: String
    var body: String
    var createdAt: Date
}

/// Something that somebody has to look at.
struct DemoTaskRow: DemoRow {
    static let insert = """
        INSERT INTO tasks (id, agency_id, agent_id, lead_id, call_id, kind, text, created_at)
        SELECT id, '\(DemoID.agency)', agent_id, lead_id, call_id, kind, text, created_at
        FROM jsonb_to_recordset($1) AS new (
            id uuid, agent_id uuid, lead_id uuid, call_id uuid, kind text, text text, created_at timestamptz)
        ON CONFLICT DO NOTHING
        """

    var id: String
    var agentID: String?
    var leadID: String?
    var callID: String?
    var kind: String
    var text: String
    var createdAt: Date
}

/// What a lead has written.
struct DemoInboundRow: DemoRow {
    static let insert = """
        INSERT INTO inbound_messages (
            message_id, received_at, channel, from_address, to_address, body, wish, agency_id, lead_id)
        SELECT message_id, received_at, channel, from_address, '\(DevDefaults.twilioNumber)', body, wish,
            '\(DemoID.agency)', lead_id
        FROM jsonb_to_recordset($1) AS new (
            message_id text, received_at timestamptz, channel text, from_address text, body text, wish text, lead_id uuid)
        ON CONFLICT DO NOTHING
        """

    var messageID: String
    var receivedAt: Date
    var channel: String
    var fromAddress: String
    var body: String
    var wish: String
    var leadID: String
}
