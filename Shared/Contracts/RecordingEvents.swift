/// Why a call has no recording, or has none yet; an open list.
package struct RecordingReason: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package var description: String { rawValue }

    package init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    // There is none.
    package static let nobodyAnswered = RecordingReason(rawValue: "nobody_answered")
    package static let tooShort = RecordingReason(rawValue: "too_short")
    /// The assistant does not record.
    package static let recordingOff = RecordingReason(rawValue: "recording_off")
    package static let noneAtProvider = RecordingReason(rawValue: "none_at_provider")

    // There was one, and it could not be had.
    package static let tooLarge = RecordingReason(rawValue: "too_large")
    package static let notAudio = RecordingReason(rawValue: "not_audio")
    package static let empty = RecordingReason(rawValue: "empty")
    /// The provider does not know the call any more, or not in this account.
    package static let goneAtProvider = RecordingReason(rawValue: "gone_at_provider")
    /// The provider refuses our key.
    package static let keyRefused = RecordingReason(rawValue: "key_refused")
    package static let unreachable = RecordingReason(rawValue: "unreachable")
    package static let brokenOff = RecordingReason(rawValue: "broken_off")

    // It waits.
    package static let callNotOver = RecordingReason(rawValue: "call_not_over")
    package static let storeFull = RecordingReason(rawValue: "store_full")
    package static let storeAway = RecordingReason(rawValue: "store_away")

    // It was there.
    package static let byHand = RecordingReason(rawValue: "by_hand")
    package static let retention = RecordingReason(rawValue: "retention")
}

/// The audio of a call is in our own store. Published once for each call.
package struct RecordingArchived: EventPayload {
    package static let routingKey = "recording.archived"

    package var callID: CallID
    /// What its bytes say it is, e.g. `audio/wav`.
    package var contentType: String
    package var bytes: Int
    /// Nil where the file does not tell.
    package var durationSeconds: Double?

    package init(callID: CallID, contentType: String, bytes: Int, durationSeconds: Double?) {
        self.callID = callID
        self.contentType = contentType
        self.bytes = bytes
        self.durationSeconds = durationSeconds
    }

    private enum CodingKeys: String, CodingKey {
        case callID = "call_id", contentType = "content_type", bytes, durationSeconds = "duration_seconds"
    }
}

/// There is, or was, a recording, and it will not be in our store: nobody tries any longer.
package struct RecordingFailed: EventPayload {
    package static let routingKey = "recording.failed"

    package var callID: CallID
    package var reason: RecordingReason
    package var attempts: Int

    package init(callID: CallID, reason: RecordingReason, attempts: Int) {
        self.callID = callID
        self.reason = reason
        self.attempts = attempts
    }

    private enum CodingKeys: String, CodingKey { case callID = "call_id", reason, attempts }
}

/// The bytes of a recording are gone from our store.
package struct RecordingDeleted: EventPayload {
    package static let routingKey = "recording.deleted"

    package var callID: CallID
    /// `by_hand` or `retention`.
    package var reason: RecordingReason
    /// Whose wish it was: an account's id, or a word for a machine's.
    package var actor: String

    package init(callID: CallID, reason: RecordingReason, actor: String) {
        self.callID = callID
        self.reason = reason
        self.actor = actor
    }

    private enum CodingKeys: String, CodingKey { case callID = "call_id", reason, actor }
}
