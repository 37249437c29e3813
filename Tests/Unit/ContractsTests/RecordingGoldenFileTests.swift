import Contracts
import Testing

/// The events and commands about recordings; see ``GoldenFileTests``.
@Suite struct RecordingGoldenFileTests {
    private typealias Golden = GoldenFileTests

    private static func check(_ payload: some EventPayload) throws {
        try Golden.check(Golden.event("recording-archive", Golden.call.description, payload))
    }

    @Test func recordingArchived() throws {
        try Self.check(
            RecordingArchived(
                callID: Golden.call, contentType: "audio/wav", bytes: 2_160_044, durationSeconds: 67.5))
    }

    @Test func recordingFailed() throws {
        try Self.check(RecordingFailed(callID: Golden.call, reason: .goneAtProvider, attempts: 11))
    }

    @Test func recordingDeleted() throws {
        try Self.check(RecordingDeleted(callID: Golden.call, reason: .byHand, actor: "operator"))
    }

    @Test func deleteRecording() throws {
        try Golden.check(
            DeleteRecording(callID: Golden.call), reply: .init(callID: Golden.call, status: "deleted"))
    }

    @Test func configureRecordings() throws {
        try Golden.check(ConfigureRecordings(retentionDays: 90), reply: .init(version: 2))
    }
}
