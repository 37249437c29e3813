internal import Foundation

/// What was sent to the demo's people because of its latest calls, and whether it arrived.
struct DemoMessages: Sendable {
    private static let toldCalls = 60
    /// Of all mails one came back.
    private static let bounced = 17

    private(set) var rows: [DemoNotificationRow] = []
    private(set) var receipts: [DemoReceiptRow] = []

    init(_ past: DemoPast, appointments: [DemoAppointmentRow]) {
        for call in past.calls.filter(\.isFollowedUp).suffix(Self.toldCalls) {
            guard let agent = call.agent else { continue }
            tell(agent, of: call, "email", agent.email)
            if call.number % 2 == 0 { tell(agent, of: call, "whatsapp", agent.phone) }
        }
        for appointment in appointments where appointment.status == "scheduled" {
            confirm(appointment, past.leads.first { $0.id == appointment.leadID })
        }
    }

    private mutating func tell(_ agent: DemoAgentFacts, of call: DemoPastCall, _ channel: String, _ address: String?) {
        guard let address else { return }
        send(
            DemoNotificationRow(
                id: "", eventTime: call.decidedAt, kind: "call.completed", callID: call.id, leadID: call.lead?.id,
                recipientKind: "agent", recipientID: agent.id, channel: channel, address: address,
                language: agent.language ?? "en", providerMessageID: "", sentAt: call.decidedAt.addingTimeInterval(1.2),
                receipt: "delivered", receiptAt: call.decidedAt.addingTimeInterval(4)))
    }

    private mutating func confirm(_ appointment: DemoAppointmentRow, _ lead: DemoLeadFacts?) {
        guard let lead, let email = lead.email else { return }
        send(
            DemoNotificationRow(
                id: "", eventTime: appointment.createdAt, kind: "appointment.booked", appointmentID: appointment.id,
                leadID: lead.id, recipientKind: "lead", recipientID: lead.id, channel: "email", address: email,
                language: appointment.language, providerMessageID: "",
                sentAt: appointment.createdAt.addingTimeInterval(2), receipt: "delivered",
                receiptAt: appointment.createdAt.addingTimeInterval(5)))
    }

    private mutating func send(_ message: DemoNotificationRow) {
        let number = rows.count + 1
        var row = message
        row.id = DemoID.of("ac", number)
        let isMail = row.channel == "email"
        // As Resend and Twilio name what they have taken.
        row.providerMessageID = isMail ? DemoID.of("ad", number) : "SM" + DemoID.of("ad", number).filter { $0 != "-" }
        if number == Self.bounced {
            row.receipt = "bounced"
            row.receiptReason = "The recipient's mailbox is full."
        } else if !isMail && number % 3 == 0 {
            row.receipt = "read"
        }
        rows.append(row)
        note(row, "sent", nil, at: row.sentAt)
        if row.receipt == "read" { note(row, "delivered", nil, at: row.receiptAt.addingTimeInterval(-1)) }
        note(row, row.receipt, row.receiptReason, at: row.receiptAt)
    }

    private mutating func note(_ row: DemoNotificationRow, _ status: String, _ reason: String?, at moment: Date) {
        receipts.append(
            DemoReceiptRow(
                eventTime: row.eventTime, notificationID: row.id, providerMessageID: row.providerMessageID,
                status: status, reason: reason, occurredAt: moment))
    }
}
