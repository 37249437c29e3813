internal import Contracts
internal import Messaging
internal import Postgres

/// Writes down that the recording of a call has to be fetched.
struct CallHandlers: Sendable {
    func ended(
        _ event: CloudEvent<CallEnded>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        let call = event.data
        let isUnanswered = [.noAnswer, .busy].contains(call.outcome) && !call.recordingAvailable
        _ = try await transaction.execute(
            ExpectRecording(
                callID: call.callID, agencyID: event.agencyID, traceparent: event.traceparent,
                absence: isUnanswered ? .nobodyAnswered : nil))
        return []
    }

    func amended(
        _ event: CloudEvent<CallAmended>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        _ = try await transaction.execute(GiveRecording(callID: event.data.callID, agencyID: event.agencyID))
        guard event.data.recordingAvailable else { return [] }
        _ = try await transaction.execute(
            ReviveRecording(callID: event.data.callID, agencyID: event.agencyID, traceparent: event.traceparent))
        return []
    }
}
