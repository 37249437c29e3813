import Contracts
import Foundation
import Testing

/// The events and commands about leads and calls; see ``GoldenFileTests``.
@Suite struct CallingGoldenFileTests {
    private typealias Golden = GoldenFileTests
    private static let retry = RetryID(rawValue: Golden.uuid(6))
    private static let attempt = AttemptID(rawValue: Golden.uuid(7))

    private static func check(_ subject: String, _ payload: some EventPayload) throws {
        try Golden.check(Golden.event("retry-scheduler", subject, payload))
    }

    @Test func leadCreated() throws {
        try Self.check(
            Golden.lead.description,
            LeadCreated(leadID: Golden.lead, source: "Web site", canBeCalled: true, consent: .expressWritten))
    }

    @Test func leadUpdated() throws {
        try Self.check(
            Golden.lead.description,
            LeadUpdated(leadID: Golden.lead, source: "Web site", isInquiry: true, canBeCalled: false, consent: .inquiry)
        )
    }

    @Test func leadOptedOut() throws {
        try Self.check(
            Golden.lead.description,
            LeadOptedOut(leadID: Golden.lead, phone: "+14065550120", source: "call", callID: Golden.call))
    }

    @Test func retryPlanned() throws {
        try Self.check(
            Self.retry.description,
            RetryPlanned(
                retryID: Self.retry, leadID: Golden.lead, callID: Golden.call, kind: .retry, retryCount: 1,
                scheduledAt: Golden.time))
    }

    @Test func retryRescheduled() throws {
        try Self.check(
            Self.retry.description,
            RetryRescheduled(
                retryID: Self.retry, leadID: Golden.lead, scheduledAt: Golden.time, reason: "outside_hours"))
    }

    @Test func retryCancelled() throws {
        try Self.check(
            Self.retry.description, RetryCancelled(retryID: Self.retry, leadID: Golden.lead, reason: "opted_out"))
    }

    @Test func retryExhausted() throws {
        try Self.check(
            Golden.lead.description,
            RetryExhausted(
                leadID: Golden.lead, callID: Golden.call, attempts: 3, outcome: .noAnswer, reason: "retries_used_up"))
    }

    @Test func retryPaused() throws {
        try Self.check(Self.retry.description, RetryPaused(retryID: Self.retry, leadID: Golden.lead, isPaused: true))
    }

    @Test func outreachPaused() throws {
        try Self.check(Golden.agency.description, OutreachPaused(isPaused: false))
    }

    @Test func callPlaced() throws {
        try Self.check(
            Self.retry.description,
            CallPlaced(
                attemptID: Self.attempt, retryID: Self.retry, leadID: Golden.lead, vapiCallID: "v1", kind: .first,
                retryCount: 0))
    }

    @Test func callRefused() throws {
        try Self.check(
            Self.retry.description,
            CallRefused(attemptID: Self.attempt, retryID: Self.retry, leadID: Golden.lead, reason: "400"))
    }

    @Test func callLost() throws {
        try Self.check(
            Self.retry.description,
            CallLost(attemptID: Self.attempt, leadID: Golden.lead, vapiCallID: nil, reason: "the call does not end"))
    }

    @Test func dialingInterrupted() throws {
        try Self.check(
            "vapi", DialingInterrupted(account: "vapi", isInterrupted: true, reason: "401", until: Golden.time))
    }

    // MARK: Commands

    @Test func commands() throws {
        try Golden.check(PlaceCall(leadID: Golden.lead))
        try Golden.check(CancelCall(retryID: Self.retry))
        try Golden.check(RescheduleCall(retryID: Self.retry, at: Golden.time))
        try Golden.check(PauseCalls(retryID: nil, isPaused: true))
        try Golden.check(ConfigureCalling(rules: "{}"))
        try Golden.check(IngestCall(call: #"{"id":"v1"}"#))
        try Golden.check(ReplayWebhook(webhookID: .init(rawValue: Self.retry.rawValue), receivedAt: Golden.time))
    }

    @Test(arguments: [
        CommandResult<PauseCalls.Reply>.done(.init(isPaused: true)), .refused("no"), .failed("not now"),
    ])
    func whatACommandCameToIsReadAsItWasWritten(result: CommandResult<PauseCalls.Reply>) throws {
        let bytes = try ContractJSON.encode(result)
        let read = try ContractJSON.decode(CommandResult<PauseCalls.Reply>.self, from: bytes)
        #expect(read == result)
    }
}
