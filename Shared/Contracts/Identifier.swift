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
package enum CallKind {}
package enum LeadKind {}
package enum NotificationKind {}
package enum EventKind {}

package typealias AgencyID = Identifier<AgencyKind>
package typealias AgentID = Identifier<AgentKind>
package typealias CallID = Identifier<CallKind>
package typealias LeadID = Identifier<LeadKind>
package typealias NotificationID = Identifier<NotificationKind>
package typealias EventID = Identifier<EventKind>

extension UUID {
    /// A version 7 UUID (RFC 9562 §5.7): milliseconds since 1970 first, so that new rows land side by side in an index.
    package static func timeOrdered(
        at date: Date = Date(), using generator: inout some RandomNumberGenerator
    ) -> UUID {
        let milliseconds = UInt64(max(0, date.timeIntervalSince1970 * 1000))
        let high = generator.next()
        let low = generator.next()
        func byte(_ value: UInt64, _ shift: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: value >> shift) }
        return UUID(
            uuid: (
                byte(milliseconds, 40), byte(milliseconds, 32), byte(milliseconds, 24), byte(milliseconds, 16),
                byte(milliseconds, 8), byte(milliseconds, 0),
                0x70 | (byte(high, 0) & 0x0f), byte(high, 8),
                0x80 | (byte(high, 16) & 0x3f), byte(high, 24), byte(high, 32), byte(high, 40),
                byte(low, 0), byte(low, 8), byte(low, 16), byte(low, 24)
            ))
    }

    package static func timeOrdered(at date: Date = Date()) -> UUID {
        var generator = SystemRandomNumberGenerator()
        return timeOrdered(at: date, using: &generator)
    }
}

extension Identifier {
    /// A fresh id, ordered by time.
    package static func new(at date: Date = Date()) -> Self { Self(rawValue: .timeOrdered(at: date)) }
}
