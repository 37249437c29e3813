import Contracts
import Foundation
import Messaging
import Testing

@testable import WebhookIngest

@Suite struct WebhookBatchTests {
    private static let agency = AgencyID.new()
    private static let ours = MatchCalls.Match(agencyID: agency, leadID: nil)

    private static func submission(_ facts: CallFacts) -> Submission {
        Submission(
            facts: facts,
            raw: RawEvent(
                id: UUID(), receivedAt: CallRecordTests.now, type: "end-of-call-report", disposition: "ignored",
                headers: "{}", body: []))
    }

    /// What the batch makes of these, one after the other.
    private static func batch(_ messages: [(CallFacts, MatchCalls.Match)]) throws -> WebhookBatch {
        var batch = WebhookBatch(known: [])
        for (facts, match) in messages { try batch.apply(submission(facts), match: match) }
        return batch
    }

    private static func ended(_ batch: WebhookBatch) throws -> [AgencyID?] {
        try batch.events.filter { $0.type == CallEnded.type }
            .map { try ContractJSON.decode(CloudEvent<CallEnded>.self, from: $0.body).agencyID }
    }

    @Test func aCallThatBecomesAnAgencysIsToldToHaveEndedOnceMore() throws {
        let report = CallRecordTests.report()
        let batch = try Self.batch([
            (report, .init()), (report, .init()), (report, Self.ours), (report, Self.ours),
        ])
        #expect(batch.dispositions == ["unmatched", "repeated", "applied", "repeated"])
        let ended = try Self.ended(batch)
        #expect(ended == [nil, Self.agency])
        #expect(Set(batch.events.map(\.id)).count == batch.events.count)
        #expect(batch.rawEvents.last?.agencyID == Self.agency)
    }

    @Test func anOldMessageIsEnoughToKnowWhoseItIs() throws {
        let batch = try Self.batch([
            (CallRecordTests.report(), .init()), (CallRecordTests.progress(.ringing), Self.ours),
        ])
        #expect(batch.dispositions == ["unmatched", "applied"])
        let ended = try Self.ended(batch)
        #expect(ended == [nil, Self.agency])
    }

    @Test func whatHasNotBeenToldYetIsToldOnlyWhenItsTimeComes() throws {
        let batch = try Self.batch([
            (CallRecordTests.ended, .init()), (CallRecordTests.ended, Self.ours), (CallRecordTests.report(), Self.ours),
        ])
        #expect(batch.dispositions == ["unmatched", "applied", "applied"])
        let ended = try Self.ended(batch)
        #expect(ended == [Self.agency])
    }

    @Test func whoDoesNotWantToBeCalledIsHeardOfWhenItIsKnownWhom() throws {
        let report = CallRecordTests.report {
            $0.optedOut = true
            $0.customerNumber = "+4930555010021"
        }
        let batch = try Self.batch([(report, .init()), (report, Self.ours)])
        #expect(batch.events.map(\.type) == [CallEnded.type, CallEnded.type, LeadOptedOut.type])
    }

    @Test func anotherAgencysLineTakesNoCallAway() throws {
        let report = CallRecordTests.report()
        let batch = try Self.batch([(report, Self.ours), (report, .init(agencyID: .new(), leadID: nil))])
        #expect(batch.dispositions == ["applied", "repeated"])
        #expect(batch.rawEvents.last?.agencyID == Self.agency)
        let ended = try Self.ended(batch)
        #expect(ended == [Self.agency])
    }
}
