internal import Foundation

/// A mail or message that was sent.
struct DemoNotificationRow: DemoRow {
    static let insert = """
        INSERT INTO notifications (
            id, event_time, agency_id, kind, call_id, appointment_id, lead_id, recipient_kind, recipient_id, channel, address,
            language, status, attempts, next_attempt_at, first_attempt_at, provider_message_id, sent_at, created_at,
            updated_at, receipt, receipt_at, receipt_reason)
        SELECT id, event_time, '\(DemoID.agency)', kind, call_id, appointment_id, lead_id, recipient_kind, recipient_id,
            channel, address, language, 'sent', 1, event_time, sent_at, provider_message_id, sent_at, event_time,
            receipt_at, receipt, receipt_at, receipt_reason
        FROM jsonb_to_recordset($1) AS new (
            id uuid, event_time timestamptz, kind text, call_id uuid, appointment_id uuid, lead_id uuid,
            recipient_kind text, recipient_id uuid, channel text, address text, language text, provider_message_id text,
            sent_at timestamptz, receipt text, receipt_at timestamptz, receipt_reason text)
        ON CONFLICT DO NOTHING
        """

    var id: String
    var eventTime: Date
    var kind: String
    var callID: String?
    var appointmentID: String?
    var leadID: String?
    var recipientKind: String
    var recipientID: String
    var channel: String
    var address: String?
    var language: String
    var providerMessageID: String
    var sentAt: Date
    var receipt: String
    var receiptAt: Date
    var receiptReason: String?
}

/// What the provider has said about one.
struct DemoReceiptRow: DemoRow {
    static let insert = """
        INSERT INTO notification_receipts (
            event_time, notification_id, provider_message_id, status, reason, occurred_at, received_at)
        SELECT event_time, notification_id, provider_message_id, status, reason, occurred_at, occurred_at
        FROM jsonb_to_recordset($1) AS new (
            event_time timestamptz, notification_id uuid, provider_message_id text, status text, reason text,
            occurred_at timestamptz)
        ON CONFLICT DO NOTHING
        """

    var eventTime: Date
    var notificationID: String
    var providerMessageID: String
    var status: String
    var reason: String?
    var occurredAt: Date
}
