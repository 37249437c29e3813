package import FoundationEssentials

/// A UUID that cannot be mistaken for the id of something else.
package struct Identifier<Kind>: Hashable, Sendable, RawRepresentable {
    package let rawValue: UUID

    package init(rawValue: UUID) { self.rawValue = rawValue }

    /// Nil when the text is not a UUID.
    package init?(_ text: String) {
        guard let uuid = UUID(uuidString: text) else { return nil }
        rawValue = uuid
    }
}

extension Identifier: CustomStringConvertible {
    /// Lower case, as PostgreSQL and RFC 9562 print it.
    package var description: String { rawValue.uuidString.lowercased() }
}

extension Identifier: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let identifier = Self(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a UUID")
        }
        self = identifier
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

package enum AgencyKind {}
package enum AgentKind {}
package enum AccountKind {}
package enum CallKind {}
package enum LeadKind {}
package enum NotificationKind {}
package enum EventKind {}
package enum CommandKind {}
package enum RetryKind {}
package enum WebhookKind {}
package enum AttemptKind {}
package enum AppointmentKind {}
package enum ConnectionKind {}
package enum ReminderKind {}
package enum TaskKind {}

package typealias AgencyID = Identifier<AgencyKind>
package typealias AgentID = Identifier<AgentKind>
/// Somebody who signs in.
package typealias AccountID = Identifier<AccountKind>
package typealias CallID = Identifier<CallKind>
package typealias LeadID = Identifier<LeadKind>
package typealias NotificationID = Identifier<NotificationKind>
package typealias EventID = Identifier<EventKind>
package typealias CommandID = Identifier<CommandKind>
/// A planned call: a row of `call_retries`.
package typealias RetryID = Identifier<RetryKind>
/// What was posted to us: a row of `webhook_events`.
package typealias WebhookID = Identifier<WebhookKind>
/// One try to place a call: a row of `call_attempts`. Travels in the call's metadata.
package typealias AttemptID = Identifier<AttemptKind>
package typealias AppointmentID = Identifier<AppointmentKind>
/// An agent's connected calendar: a row of `calendar_connections`.
package typealias ConnectionID = Identifier<ConnectionKind>
package typealias ReminderID = Identifier<ReminderKind>
package typealias TaskID = Identifier<TaskKind>

extension UUID {
    /// A version 7 UUID (RFC 9562 §5.7): milliseconds since 1970 first, so that new rows land side by side in an index.
    package static func timeOrdered(at date: Date = Date()) -> UUID {
        let milliseconds = UInt64(max(0, date.timeIntervalSince1970 * 1000))
        func byte(_ shift: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: milliseconds >> shift) }
        // One call to the system for all the random bits; a version 4 UUID has them where they are needed.
        let random = UUID().uuid
        return UUID(
            uuid: (
                byte(40), byte(32), byte(24), byte(16), byte(8), byte(0), 0x70 | (random.6 & 0x0f), random.7,
                random.8, random.9, random.10, random.11, random.12, random.13, random.14, random.15
            ))
    }
}

extension Identifier {
    /// A fresh id, ordered by time.
    package static func new(at date: Date = Date()) -> Self { Self(rawValue: .timeOrdered(at: date)) }
}
