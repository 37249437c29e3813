internal import FoundationEssentials

/// The body of `POST /call`: one call to one number. There is no member for own ids beside the overrides' metadata, and none
/// for idempotency (https://docs.vapi.ai/api-reference/calls/create).
package struct PlaceCallRequest: Encodable, Sendable, Equatable {
    package struct Customer: Encodable, Sendable, Equatable {
        /// E.164.
        package var number: String
        package var name: String?
        package var externalId: String?
    }

    package var assistantId: String
    package var phoneNumberId: String
    package var customer: Customer
    package var assistantOverrides: AssistantOverrides

    /// - Parameters:
    ///   - name: cut to the 40 UTF-16 units that Vapi takes.
    ///   - externalID: of at most 40 characters.
    package init(
        assistantID: String, phoneNumberID: String, number: String, name: String?, externalID: String,
        overrides: AssistantOverrides
    ) {
        assistantId = assistantID
        phoneNumberId = phoneNumberID
        customer = Customer(number: number, name: name.flatMap(Self.shortened), externalId: externalID)
        assistantOverrides = overrides
    }

    private static func shortened(_ name: String) -> String? {
        var short = CallTexts.plain(name)
        while short.utf16.count > 40 { short.removeLast() }
        return short.allSatisfy(\.isWhitespace) ? nil : short
    }

    package var json: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return try Array(encoder.encode(self))
        }
    }
}

/// What asking for a call came to.
package enum Placement: Sendable, Equatable {
    case placed(callID: String)
    /// Surely not, and never with this request.
    case refused(reason: String)
    /// Surely not, for a reason that passes and is the account's: no free line, too many requests. Asking for another call before
    /// that would come to the same.
    case busy(reason: String, retryAfter: Duration)
    /// Surely not, for a reason that is ours and not the called person's: an assistant or a number to call from that is not
    /// there, or a number that may make no more calls today.
    case misconfigured(reason: String)
    /// Surely not: the platform was not reached.
    case unreachable(reason: String)
    /// Surely not, and no other call either: the key, the plan or the money.
    case closed(reason: String)
    /// Nobody knows: the call may exist. It has to be looked for before anything else is done.
    case uncertain(reason: String)

    /// Whether it says something about the platform's health; nil when it does not.
    package var isPlatformFailure: Bool? {
        switch self {
        case .placed: false
        case .uncertain, .closed, .unreachable: true
        case .refused, .busy, .misconfigured: nil
        }
    }
}
