package import FoundationEssentials

/// A planned call, as replies show it.
package struct PlannedCall: Codable, Sendable, Equatable {
    package var retryID: RetryID
    package var leadID: LeadID
    /// `pending`, `completed`, `failed` or `cancelled`.
    package var status: String
    package var scheduledAt: Date
    package var reason: String?

    package init(retryID: RetryID, leadID: LeadID, status: String, scheduledAt: Date, reason: String?) {
        self.retryID = retryID
        self.leadID = leadID
        self.status = status
        self.scheduledAt = scheduledAt
        self.reason = reason
    }

    private enum CodingKeys: String, CodingKey {
        case retryID = "retry_id", leadID = "lead_id", status, scheduledAt = "scheduled_at", reason
    }
}

/// Calls a lead as soon as the gate allows.
package struct PlaceCall: CommandPayload {
    package static let routingKey = "calls.place"
    package typealias Reply = PlannedCall
    package var leadID: LeadID

    package init(leadID: LeadID) { self.leadID = leadID }
    private enum CodingKeys: String, CodingKey { case leadID = "lead_id" }
}

/// Takes a planned call back.
package struct CancelCall: CommandPayload {
    package static let routingKey = "calls.cancel"
    package typealias Reply = PlannedCall
    package var retryID: RetryID

    package init(retryID: RetryID) { self.retryID = retryID }
    private enum CodingKeys: String, CodingKey { case retryID = "retry_id" }
}

/// Gives a planned call another time; the gate still has its say.
package struct RescheduleCall: CommandPayload {
    package static let routingKey = "calls.reschedule"
    package typealias Reply = PlannedCall
    package var retryID: RetryID
    package var at: Date

    package init(retryID: RetryID, at: Date) {
        self.retryID = retryID
        self.at = at
    }
    private enum CodingKeys: String, CodingKey { case retryID = "retry_id", at }
}

/// Holds a planned call, or all of the agency's, or lets go again.
package struct PauseCalls: CommandPayload {
    package static let routingKey = "calls.pause"

    package struct Reply: Codable, Sendable, Equatable {
        package var isPaused: Bool
        package init(isPaused: Bool) { self.isPaused = isPaused }
        private enum CodingKeys: String, CodingKey { case isPaused = "is_paused" }
    }

    /// Nil: everything.
    package var retryID: RetryID?
    package var isPaused: Bool

    package init(retryID: RetryID?, isPaused: Bool) {
        self.retryID = retryID
        self.isPaused = isPaused
    }
    private enum CodingKeys: String, CodingKey { case retryID = "retry_id", isPaused = "is_paused" }
}

/// Sets when and how often the agency's leads are called.
package struct ConfigureCalling: CommandPayload {
    package static let routingKey = "calls.configure"

    package struct Reply: Codable, Sendable, Equatable {
        package var version: Int
        package init(version: Int) { self.version = version }
    }

    /// A JSON object as `CallingRules` reads it.
    package var rules: String

    package init(rules: String) { self.rules = rules }
}

/// Feeds what the provider says about a call through the same door as its webhooks.
package struct IngestCall: CommandPayload {
    package static let routingKey = "webhooks.ingest_call"

    package struct Reply: Codable, Sendable, Equatable {
        /// What became of it, as `webhook_events.disposition`.
        package var disposition: String
        package init(disposition: String) { self.disposition = disposition }
    }

    /// The call as `GET /call/{id}` shows it: a JSON object.
    package var call: String

    package init(call: String) { self.call = call }
}

/// Takes what was posted about a call in once more, as it is kept: what has been taken in already changes nothing.
package struct ReplayWebhook: CommandPayload {
    package static let routingKey = "webhooks.replay"
    package typealias Reply = IngestCall.Reply

    /// From where a kept webhook can have come to be taken in again: all that is what Vapi said about a call, when it was posted,
    /// asked for afterwards, or taken in again. Forms are leads, which have ways of their own, and receipts are asked for at
    /// their providers.
    package static let sources: Set<String> = ["vapi", "reconciler", "replay"]

    package var webhookID: WebhookID
    /// When it came, to the millisecond: a part of its key.
    package var receivedAt: Date

    package init(webhookID: WebhookID, receivedAt: Date) {
        self.webhookID = webhookID
        self.receivedAt = receivedAt.roundedToMilliseconds
    }
    private enum CodingKeys: String, CodingKey { case webhookID = "webhook_id", receivedAt = "received_at" }
}
