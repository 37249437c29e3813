/// Why somebody may be called by a machine, in falling order of what it is worth before a court.
package enum ConsentKind: String, Codable, Sendable, CaseIterable {
    /// Agreed in writing to be called by a machine: a ticked box with the words beside it.
    case expressWritten = "express_written"
    /// Agreed, by voice or otherwise.
    case express
    /// Asked about something and left a number: no agreement to a machine's call where the law wants one.
    case inquiry
    /// Said no.
    case refused

    /// Whether it is an agreement to be called by a machine, rather than only a wish to hear from somebody.
    package var isAgreement: Bool {
        switch self {
        case .expressWritten, .express: true
        case .inquiry, .refused: false
        }
    }
}

/// A person whom the agency did not know before.
package struct LeadCreated: EventPayload {
    package static let routingKey = "lead.created"

    package var leadID: LeadID
    /// Where it came from: `webhook`, `import`, `hand`.
    package var source: String
    /// Whether there is a number that can be dialled.
    package var canBeCalled: Bool
    package var consent: ConsentKind?
    /// False when they are only kept, and nobody is to call them by itself. Nil is yes.
    package var isCallWanted: Bool?

    package init(
        leadID: LeadID, source: String, canBeCalled: Bool, consent: ConsentKind?, isCallWanted: Bool? = nil
    ) {
        self.leadID = leadID
        self.source = source
        self.canBeCalled = canBeCalled
        self.consent = consent
        self.isCallWanted = isCallWanted
    }

    private enum CodingKeys: String, CodingKey {
        case leadID = "lead_id", source, canBeCalled = "can_be_called", consent, isCallWanted = "is_call_wanted"
    }
}

/// A lead that was known already asked again, or its data changed.
package struct LeadUpdated: EventPayload {
    package static let routingKey = "lead.updated"

    package var leadID: LeadID
    package var source: String
    /// Whether the person has just asked again, and waits to be called.
    package var isInquiry: Bool
    package var canBeCalled: Bool
    package var consent: ConsentKind?

    package init(leadID: LeadID, source: String, isInquiry: Bool, canBeCalled: Bool, consent: ConsentKind?) {
        self.leadID = leadID
        self.source = source
        self.isInquiry = isInquiry
        self.canBeCalled = canBeCalled
        self.consent = consent
    }

    private enum CodingKeys: String, CodingKey {
        case leadID = "lead_id", source, isInquiry = "is_inquiry", canBeCalled = "can_be_called", consent
    }
}

/// Somebody does not want to be called any more.
package struct LeadOptedOut: EventPayload {
    package static let routingKey = "lead.opted_out"

    /// Nil when the number is nobody's that we know.
    package var leadID: LeadID?
    /// E.164.
    package var phone: String
    /// How it was said: `call`, `message`, `hand`.
    package var source: String
    /// In which call, if in one.
    package var callID: CallID?

    package init(leadID: LeadID?, phone: String, source: String, callID: CallID?) {
        self.leadID = leadID
        self.phone = phone
        self.source = source
        self.callID = callID
    }

    private enum CodingKeys: String, CodingKey {
        case leadID = "lead_id", phone, source, callID = "call_id"
    }
}

/// Somebody who did not want to hear from us wants to again.
package struct LeadOptedIn: EventPayload {
    package static let routingKey = "lead.opted_in"

    package var leadID: LeadID
    /// E.164.
    package var phone: String
    /// How it was said: `message`, `hand`. It undoes what was said in the same way.
    package var source: String

    package init(leadID: LeadID, phone: String, source: String) {
        self.leadID = leadID
        self.phone = phone
        self.source = source
    }

    private enum CodingKeys: String, CodingKey { case leadID = "lead_id", phone, source }
}
