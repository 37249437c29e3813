/// Sets how an agent is told of what, or what an agency's people start from.
package struct ConfigureNotifications: CommandPayload {
    package static let routingKey = "notifications.configure"

    package struct Reply: Codable, Sendable, Equatable {
        package var version: Int
        /// What is allowed and may not be meant, such as a kind that no channel is left for.
        package var warnings: [String]

        package init(version: Int, warnings: [String]) {
            self.version = version
            self.warnings = warnings
        }
    }

    /// Nil: the agency's.
    package var agentID: AgentID?
    /// A JSON object as `PreferencesDocument` reads it.
    package var preferences: String
    /// The version that was looked at when this was written; another one refuses it. Nil: whatever there is.
    package var basedOn: Int?

    package init(agentID: AgentID?, preferences: String, basedOn: Int?) {
        self.agentID = agentID
        self.preferences = preferences
        self.basedOn = basedOn
    }
    private enum CodingKeys: String, CodingKey { case agentID = "agent_id", preferences, basedOn = "based_on" }
}

/// Texts of the agency's own for one kind of notice in one language, in Mustache; what is nil stays ours.
package struct NoticeWording: Codable, Sendable, Equatable {
    package var subject: String?
    package var body: String?
    package var short: String?

    package init(subject: String?, body: String?, short: String?) {
        self.subject = subject
        self.body = body
        self.short = short
    }
}

/// Stores an agency's own texts, or does away with them.
package struct SetNoticeTexts: CommandPayload {
    package static let routingKey = "notifications.set_texts"

    package struct Reply: Codable, Sendable, Equatable {
        /// Nil when there are none any more.
        package var version: Int?
        package init(version: Int?) { self.version = version }
    }

    /// Such as `call.completed`.
    package var kind: String
    /// BCP 47.
    package var language: String
    /// Nil: ours are used again.
    package var texts: NoticeWording?

    package init(kind: String, language: String, texts: NoticeWording?) {
        self.kind = kind
        self.language = language
        self.texts = texts
    }
}

/// Shows a notice as somebody would get it, without sending it.
package struct PreviewNotice: CommandPayload {
    package static let routingKey = "notifications.preview"

    package struct Reply: Codable, Sendable, Equatable {
        package var language: String
        package var subject: String
        package var preheader: String
        package var html: String
        package var text: String
        package var short: String
        /// What the short text costs as an SMS.
        package var segments: Int
        /// `gsm7` or `ucs2`.
        package var encoding: String
        /// Of the WhatsApp template, by number.
        package var variables: [String: String]
        package var notes: [String]

        package init(
            language: String, subject: String, preheader: String, html: String, text: String, short: String,
            segments: Int, encoding: String, variables: [String: String], notes: [String]
        ) {
            self.language = language
            self.subject = subject
            self.preheader = preheader
            self.html = html
            self.text = text
            self.short = short
            self.segments = segments
            self.encoding = encoding
            self.variables = variables
            self.notes = notes
        }
    }

    package var kind: String
    /// `owner`, `agent` or `lead`.
    package var role: String
    /// BCP 47; nil: the agency's.
    package var language: String?
    /// A call of the agency's to tell of; nil: invented facts.
    package var callID: CallID?
    /// An appointment of the agency's to tell of.
    package var appointmentID: AppointmentID?
    /// Texts that are tried, in place of those that are stored.
    package var texts: NoticeWording?
    /// Tried in place of what is stored.
    package var branding: MailBranding?

    package init(
        kind: String, role: String, language: String?, callID: CallID?, appointmentID: AppointmentID?,
        texts: NoticeWording?, branding: MailBranding? = nil
    ) {
        self.kind = kind
        self.role = role
        self.language = language
        self.callID = callID
        self.appointmentID = appointmentID
        self.texts = texts
        self.branding = branding
    }
    private enum CodingKeys: String, CodingKey {
        case kind, role, language, callID = "call_id", appointmentID = "appointment_id", texts, branding
    }
}

/// Sends a notice to one person of the team, to see that and how it arrives.
package struct SendTestNotice: CommandPayload {
    package static let routingKey = "notifications.test"

    package struct Reply: Codable, Sendable, Equatable {
        package var notificationID: NotificationID
        package var address: String
        package init(notificationID: NotificationID, address: String) {
            self.notificationID = notificationID
            self.address = address
        }
        private enum CodingKeys: String, CodingKey { case notificationID = "notification_id", address }
    }

    package var kind: String
    package var channel: NotificationChannel
    /// An agent; nil: an owner.
    package var agentID: AgentID?
    package var callID: CallID?
    /// Which owner, when it is for no agent; nil: the agency's first.
    package var accountID: AccountID?

    package init(
        kind: String, channel: NotificationChannel, agentID: AgentID?, callID: CallID?, accountID: AccountID? = nil
    ) {
        self.kind = kind
        self.channel = channel
        self.agentID = agentID
        self.callID = callID
        self.accountID = accountID
    }
    private enum CodingKeys: String, CodingKey {
        case kind, channel, agentID = "agent_id", callID = "call_id", accountID = "account_id"
    }
}

/// Lets messages go to an address again that was kept from them, because it was mended.
package struct AllowAddress: CommandPayload {
    package static let routingKey = "notifications.allow_address"

    package struct Reply: Codable, Sendable, Equatable {
        package var wasSuppressed: Bool
        package init(wasSuppressed: Bool) { self.wasSuppressed = wasSuppressed }
        private enum CodingKeys: String, CodingKey { case wasSuppressed = "was_suppressed" }
    }

    package var channel: NotificationChannel
    package var address: String

    package init(channel: NotificationChannel, address: String) {
        self.channel = channel
        self.address = address
    }
}
