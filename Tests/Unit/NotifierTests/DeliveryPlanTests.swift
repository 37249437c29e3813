import Contracts
import Foundation
import Notices
import TestSupport
import Testing

@testable import Notifier

@Suite struct DeliveryPlanTests {
    typealias Item = DeliveryPlan.Item

    static let now = Date(timeIntervalSince1970: 1_790_000_000)
    static let all: Set<NotificationChannel> = [.email, .whatsapp, .sms]

    static func person(
        _ kind: Recipient.Kind, own: String = "{}", agency: String = "{}",
        suppressed: [NotificationChannel: SuppressionCause] = [:]
    ) throws -> Recipient {
        let role: NotificationPreferences.Role =
            switch kind {
            case .agent: .agent
            case .owner: .owner
            case .lead: .lead
            }
        return Recipient(
            kind: kind, id: UUID(), name: "Ada", email: "ada@example.com", phone: "+15125550122", language: "en",
            timeZone: .gmt,
            preferences: NotificationPreferences(
                role, own: try PreferencesDocument(json: own.utf8), agency: try PreferencesDocument(json: agency.utf8)),
            suppressed: suppressed)
    }

    static func plan(
        _ kind: NoticeKind, _ person: Recipient, accounts: Set<NotificationChannel> = all
    ) -> DeliveryPlan {
        DeliveryPlan(kind, to: person, relevance: .init(), now: now, accounts: accounts)
    }

    @Test func whatIsOnGoesAtOnceAndStandsAlone() throws {
        let plan = Self.plan(.callCompleted, try Self.person(.agent))
        #expect(plan.items == [Item(channel: .whatsapp, turn: .now), Item(channel: .email, turn: .now)])
        #expect(plan.notBefore == nil)
    }

    @Test func fallbacksWaitBehindAllThatAreOn() throws {
        #expect(
            Self.plan(.appointmentReminder, try Self.person(.lead)).items == [
                Item(channel: .whatsapp, turn: .now, position: 0), Item(channel: .email, turn: .now, position: 1),
                Item(channel: .sms, turn: .standby, position: 2),
            ])
        #expect(
            Self.plan(.appointmentBooked, try Self.person(.lead)).items == [
                Item(channel: .email, turn: .now, position: 0), Item(channel: .whatsapp, turn: .standby, position: 1),
                Item(channel: .sms, turn: .standby, position: 2),
            ])
    }

    @Test func withoutAnAccountThereIsNoSuchChannel() throws {
        var lead = try Self.person(.lead)
        let mail = [Item(channel: .email, turn: .now)]
        #expect(Self.plan(.appointmentReminder, lead, accounts: [.email]).items == mail)
        lead.phone = nil
        #expect(Self.plan(.appointmentReminder, lead, accounts: [.email]).items == mail)
    }

    @Test func anAddressThatIsMissingIsSaid() throws {
        var agent = try Self.person(.agent)
        agent.phone = nil
        #expect(
            Self.plan(.callCompleted, agent).items == [
                Item(channel: .email, turn: .now),
                Item(channel: .whatsapp, turn: .never, reason: "the agent has no number"),
            ])
        agent.email = "nobody"
        #expect(
            Self.plan(.callMissed, agent).items == [
                Item(channel: .email, turn: .never, reason: "the agent has no mail address")
            ])
    }

    @Test func anAddressThatTakesNothingIsLeftOutAndTheNextTakesItsPlace() throws {
        let own = #"{"grid":{"call.completed":{"email":"fallback","sms":"fallback"}}}"#
        let agent = try Self.person(.agent, own: own, suppressed: [.whatsapp: .invalid])
        #expect(
            Self.plan(.callCompleted, agent).items == [
                Item(channel: .sms, turn: .now, position: 0), Item(channel: .email, turn: .standby, position: 1),
                Item(channel: .whatsapp, turn: .never, reason: "the number is not on WhatsApp"),
            ])
    }

    /// Who wants to hear nothing is not reminded by mail instead, but is told what became of an appointment.
    @Test func aStopEndsReminders() throws {
        let lead = try Self.person(.lead, suppressed: [.whatsapp: .stop, .sms: .stop])
        let reminder = Self.plan(.appointmentReminder, lead)
        let reason = "the recipient has said STOP"
        #expect(
            reminder.items == [
                Item(channel: .whatsapp, turn: .never, reason: reason),
                Item(channel: .email, turn: .never, reason: reason),
            ])
        #expect(Self.plan(.appointmentMoved, lead).items == [Item(channel: .email, turn: .now)])
        let agent = try Self.person(.agent, suppressed: [.whatsapp: .stop, .sms: .stop])
        #expect(Self.plan(.appointmentReminder, agent).items.first == Item(channel: .email, turn: .now))
    }

    @Test func whatIsNotWantedIsStoredWithTheReason() throws {
        let agent = try Self.person(.agent, own: #"{"grid":{"call.missed":{"email":false}}}"#)
        #expect(
            Self.plan(.callMissed, agent).items == [
                Item(channel: .email, turn: .never, reason: "call.missed is not wanted on any channel")
            ])
    }

    @Test func quietHoursAreKeptAndSaid() throws {
        let agent = try Self.person(.agent, own: #"{"quiet_hours":{"from":"00:00","to":"23:59"}}"#)
        let plan = Self.plan(.callMissed, agent)
        let reason = "waits until quiet hours are over"
        #expect(plan.items == [Item(channel: .email, turn: .now, reason: reason)])
        #expect(try #require(plan.notBefore) > Self.now)
        let urgent = DeliveryPlan(
            .callMissed, to: agent, relevance: .init(isNear: true), now: Self.now, accounts: Self.all)
        #expect(urgent.notBefore == nil && urgent.items == [Item(channel: .email, turn: .now)])
        #expect(urgent.isUrgent && !plan.isUrgent)
    }

    /// What takes over keeps to the hours as well, and so is not urgent either.
    @Test func whoWantsNoRestBrokenKeepsIt() throws {
        let own = #"{"quiet_hours":{"from":"00:00","to":"23:59"},"urgent_passes":false}"#
        let agent = try Self.person(.agent, own: own)
        for relevance in [DeliveryPlan.Relevance(isNear: true), .init(eventAt: Self.now + 600)] {
            let plan = DeliveryPlan(.callMissed, to: agent, relevance: relevance, now: Self.now, accounts: Self.all)
            #expect(plan.notBefore == Self.plan(.callMissed, agent).notBefore && plan.notBefore != nil)
            #expect(plan.items.first?.reason == "waits until quiet hours are over" && !plan.isUrgent)
        }
    }

    /// Leads have no hours; what takes over later may break their night when it could not wait for the morning.
    @Test(arguments: [(7199.0, true), (7200, false)]) func whatIsNearIsUrgent(seconds: Double, isUrgent: Bool) throws {
        for kind in Recipient.Kind.allCases {
            let plan = DeliveryPlan(
                .appointmentReminder, to: try Self.person(kind), relevance: .init(eventAt: Self.now + seconds),
                now: Self.now, accounts: Self.all)
            #expect(plan.isUrgent == isUrgent && plan.notBefore == nil)
        }
    }

    @Test func itIsNearWhenItIsSaidToBeOrLessThanTwoHoursAreLeft() {
        let event = DeliveryPlan.Relevance(eventAt: Self.now)
        #expect(!event.isNear(Self.now - 7200) && event.isNear(Self.now - 7199) && event.isNear(Self.now + 60))
        #expect(DeliveryPlan.Relevance(eventAt: Self.now, isNear: true).isNear(Self.now - 40_000))
        #expect(!DeliveryPlan.Relevance().isNear(Self.now) && DeliveryPlan.Relevance(isNear: true).isNear(Self.now))
    }

    /// Nine hours of quiet, and an appointment an hour after them: said now, or it would come too late.
    @Test func nothingIsPutOffUntilItIsTooLate() throws {
        let agent = try Self.person(.agent, own: #"{"quiet_hours":{"from":"00:00","to":"23:59"}}"#)
        let waiting = Self.plan(.appointmentReminder, agent)
        let opening = try #require(waiting.notBefore)
        func plan(_ start: Date) -> DeliveryPlan {
            DeliveryPlan(
                .appointmentReminder, to: agent, relevance: .init(eventAt: start), now: Self.now, accounts: Self.all)
        }
        #expect(plan(opening + 7300).notBefore == opening && !plan(opening + 7300).isUrgent)
        // Exactly two hours are enough.
        #expect(plan(opening + 7200) == waiting)
        #expect(plan(opening + 7100).notBefore == nil)
        // What takes over for it does not wait either.
        #expect(plan(opening + 7100).isUrgent && plan(opening + 7100).items.allSatisfy { $0.reason == nil })
    }

    @Test func whatHasNoUseAnyMoreExpires() {
        #expect(DeliveryPlan.Relevance().expiry(from: Self.now) == Self.now + 86_400)
        #expect(DeliveryPlan.Relevance(eventAt: Self.now + 7200).expiry(from: Self.now) == Self.now + 7200)
        // However far away it is: it is of use until then.
        #expect(DeliveryPlan.Relevance(eventAt: Self.now + 900_000).expiry(from: Self.now) == Self.now + 900_000)
        #expect(DeliveryPlan.Relevance(eventAt: Self.now + 3599).expiry(from: Self.now) == Self.now + 3600)
        #expect(DeliveryPlan.Relevance(isNear: true).expiry(from: Self.now) == Self.now + 86_400)
        // What is about something that has begun is still an answer to somebody.
        #expect(DeliveryPlan.Relevance(eventAt: Self.now - 60).expiry(from: Self.now) == Self.now + 3600)
    }

    @Test func withoutAnAccountForWhatIsWantedThatIsTheReason() throws {
        let own = #"{"grid":{"call.missed":{"email":false,"sms":true}}}"#
        #expect(
            Self.plan(.callMissed, try Self.person(.agent, own: own), accounts: [.email]).items == [
                Item(channel: .sms, turn: .never, reason: "nothing is set up to send by sms")
            ])
        let agent = try Self.person(.agent)
        #expect(
            Self.plan(.callCompleted, agent, accounts: [.sms]).items == [
                Item(channel: .whatsapp, turn: .never, reason: "nothing is set up to send by whatsapp or email")
            ])
        // A fallback that there is an account for takes their place.
        #expect(
            Self.plan(.appointmentBooked, try Self.person(.lead), accounts: [.sms]).items == [
                Item(channel: .sms, turn: .now)
            ])
    }

    @Test func anAnswerGoesTheWayItCame() {
        let plan = DeliveryPlan(only: .sms)
        #expect(plan.items == [Item(channel: .sms, turn: .now)] && plan.notBefore == nil && plan.isUrgent)
    }
}
