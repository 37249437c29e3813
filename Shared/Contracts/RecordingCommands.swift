/// Removes the recording of a call for good, or sees to it that there will be none.
package struct DeleteRecording: CommandPayload {
    package static let routingKey = "recordings.delete"

    package struct Reply: Codable, Sendable, Equatable {
        package var callID: CallID
        /// `deleted`: nobody can hear it any more. Its bytes are gone with `recording.deleted`.
        package var status: String

        package init(callID: CallID, status: String) {
            self.callID = callID
            self.status = status
        }

        private enum CodingKeys: String, CodingKey { case callID = "call_id", status }
    }

    package var callID: CallID

    package init(callID: CallID) { self.callID = callID }
    private enum CodingKeys: String, CodingKey { case callID = "call_id" }
}

/// Says how long the agency's recordings are kept.
package struct ConfigureRecordings: CommandPayload {
    package static let routingKey = "recordings.configure"

    package struct Reply: Codable, Sendable, Equatable {
        package var version: Int
        package init(version: Int) { self.version = version }
    }

    /// From when a recording was stored; nil: until somebody deletes it.
    package var retentionDays: Int?

    package init(retentionDays: Int?) { self.retentionDays = retentionDays }
    private enum CodingKeys: String, CodingKey { case retentionDays = "retention_days" }
}
