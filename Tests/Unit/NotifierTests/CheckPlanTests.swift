import Contracts
import Foundation
import LenientJSON
import Messaging
import Testing
import Twilio

@testable import Notifier

@Suite struct CheckPlanTests {
    static let now = Date(timeIntervalSince1970: 1_790_000_000)
    static let plan = CheckPlan(interval: .seconds(15))

    static func uncertain(
        checks: Int32 = 0, since seconds: Double = 60, isOvertaken: Bool = false
    ) -> UncertainMessage {
        UncertainMessage(
            message: ClaimedMessage(
                id: .new(), eventTime: now - seconds, agencyID: .new(), channel: .sms, address: "+15125550122",
                kindText: "call.missed", language: "en", leaseToken: 1, attempts: 1),
            checks: checks, firstAttemptAt: now - seconds, isOvertaken: isOvertaken)
    }

    static func settle(_ outcome: CheckPlan.Outcome, _ message: UncertainMessage = uncertain()) -> CheckPlan.Settlement?
    {
        plan.settlement(of: outcome, for: message, now: now)
    }

    static func record(_ members: String) throws -> TwilioRecord {
        let json = "{\"sid\":\"SM1\",\"direction\":\"outbound-api\",\(members)}"
        return try #require(TwilioRecord(JSONDocument(parsing: Array(json.utf8)).root))
    }

    /// The names of the events that tell of it.
    static func told(_ settlement: CheckPlan.Settlement?) throws -> [String] {
        try #require(settlement).events(for: uncertain().message).map(\.routingKey)
    }

    /// Also what failed afterwards: that is a receipt, which the record brings along.
    @Test(arguments: ["queued", "sent", "delivered", "read", "undelivered", "failed", "canceled", "some day"])
    func whatIsFoundWasSent(status: String) throws {
        let record = try Self.record("\"status\":\"\(status)\",\"error_code\":30006")
        let settlement = Self.settle(.found(record))
        #expect(settlement == .init(status: .sent, providerMessageID: "SM1", record: record, result: "found"))
        #expect(try Self.told(settlement) == [NotificationSent.routingKey])
    }

    /// It is known to have been sent, and is only asked about: no answer changes nothing, and nothing is sent again.
    @Test func whatIsKnownStaysSent() throws {
        var known = Self.uncertain()
        known.providerMessageID = "SM2"
        let record = try Self.record("\"status\":\"read\"")
        let shown = Self.settle(.shown(record), known)
        #expect(shown == .init(status: .sent, providerMessageID: "SM2", record: record, result: "shown"))
        #expect(try Self.told(shown) == [])
        let silent = Self.settle(.notAnswered(reason: "503", isRefused: false), known)
        #expect(silent?.status == .sent && silent?.checkAt == Self.now + 60 && silent?.closesAccount == false)
        #expect(try Self.told(silent) == [])
        #expect(Self.settle(.shown(nil), known)?.checkAt == nil && Self.settle(.shown(nil), known)?.status == .sent)
    }

    /// However long ago it was sent, and whatever took over.
    @Test func whatIsKnownIsNeverGivenUp() throws {
        var known = Self.uncertain(checks: 50, since: 200_000, isOvertaken: true)
        known.providerMessageID = "SM2"
        for isRefused in [false, true] {
            let settlement = Self.settle(.notAnswered(reason: "x", isRefused: isRefused), known)
            #expect(settlement?.status == .sent && settlement?.providerMessageID == "SM2")
            #expect(settlement?.checkAt == Self.now + 60 && settlement?.closesAccount == isRefused)
            #expect(settlement?.isGivenUp == false)
        }
        let shown = try #require(Self.settle(.shown(nil), known))
        #expect(shown.providerMessageID == "SM2" && shown.record == nil && !shown.isGivenUp && !shown.closesAccount)
    }

    /// It is asked four times, after longer and longer waits, before the message is sent again.
    @Test func whatIsAbsentIsLookedUpAgain() throws {
        for (checks, wait) in [(0, 60.0), (1, 180), (2, 600)] as [(Int32, Double)] {
            let settlement = try #require(Self.settle(.absent, Self.uncertain(checks: checks)))
            #expect(settlement.status == .unknown && settlement.checkAt == Self.now + wait)
            #expect(settlement.counts && !settlement.isGivenUp && settlement.result == "not_found_yet")
            #expect(try Self.told(settlement) == [])
        }
        let last = try #require(Self.settle(.absent, Self.uncertain(checks: 3)))
        #expect(last.status == .pending && last.checkAt == nil && !last.isGivenUp && last.result == "absent")
        #expect(try Self.told(last) == [])
    }

    @Test func whatAnotherChannelTookOverIsNotSentAgain() throws {
        let early = Self.settle(.absent, Self.uncertain(checks: 2, isOvertaken: true))
        #expect(early?.status == .unknown)
        let last = Self.settle(.absent, Self.uncertain(checks: 3, isOvertaken: true))
        #expect(last?.status == .notSent && last?.reason == "Twilio did not take it, and another channel took over")
        #expect(try Self.told(last) == [NotificationFailed.routingKey])
    }

    /// Sent again it could be there twice: it stays unknown.
    @Test func whatCannotBeToldApartIsGivenUp() throws {
        let early = Self.settle(.ambiguous(count: 2), Self.uncertain(checks: 2))
        #expect(early?.status == .unknown && early?.isGivenUp == false && early?.checkAt == Self.now + 600)
        let last = Self.settle(.ambiguous(count: 2), Self.uncertain(checks: 3))
        #expect(last?.status == .unknown && last?.isGivenUp == true && last?.result == "ambiguous")
        #expect(last?.reason == "Twilio has 2 messages that could be it")
        #expect(try Self.told(last) == [NotificationFailed.routingKey])
    }

    /// Only an answer counts: nothing is sent again because Twilio could not be asked.
    @Test func anOutageDoesNotCount() throws {
        let outcome = CheckPlan.Outcome.notAnswered(reason: "503", isRefused: false)
        let settlement = try #require(Self.settle(outcome, Self.uncertain(checks: 3)))
        #expect(settlement.status == .unknown && settlement.checkAt == Self.now + 15)
        #expect(!settlement.counts && !settlement.closesAccount && !settlement.isGivenUp)
        #expect(try Self.told(settlement) == [])
        let day = Self.settle(outcome, Self.uncertain(since: 86_400))
        #expect(day?.isGivenUp == false)
        let late = Self.settle(outcome, Self.uncertain(since: 86_401))
        #expect(late?.isGivenUp == true && late?.status == .unknown)
        #expect(try Self.told(late) == [NotificationFailed.routingKey])
    }

    @Test func aWrongAccountIsClosed() throws {
        let outcome = CheckPlan.Outcome.notAnswered(reason: "401", isRefused: true)
        let settlement = try #require(Self.settle(outcome))
        #expect(settlement.closesAccount && settlement.checkAt == Self.now + 60 && !settlement.counts)
        let slow = CheckPlan(interval: .seconds(90)).settlement(of: outcome, for: Self.uncertain(), now: Self.now)
        #expect(slow?.checkAt == Self.now + 90)
    }

    @Test func whatIsSettledIsLeftAlone() { #expect(Self.settle(.settledElsewhere) == nil) }
}
