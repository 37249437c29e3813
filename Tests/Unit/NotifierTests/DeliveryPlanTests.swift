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
        DeliveryPlan(kind, to: person, urgency: .normal, now: now, accounts: accounts)
    }

    @Test func whatIsOnGoesAtOnceAndStandsAlone() throws {
        let plan = Self.plan(.callCompleted, try Self.person(.agent))
        #expect(plan.items == [Item(channel: .whatsapp, turn: .now), Item(channel: .email, turn: .now)])
        #expect(plan.notBefore == nil)
    }

    /// The first that is on is followed; mail beside it goes whatever becomes of that.
    @Test func fallbacksWaitBehindTheFirst() throws {
        #expect(
            Self.plan(.appointmentReminder, try Self.person(.lead)).items == [
                Item(channel: .whatsapp, turn: .now, position: 0), Item(channel: .email, turn: .now),
                Item(channel: .sms, turn: .standby, position: 1),
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
        let urgent = DeliveryPlan(.callMissed, to: agent, urgency: .urgent, now: Self.now, accounts: Self.all)
        #expect(urgent.notBefore == nil && urgent.items == [Item(channel: .email, turn: .now)])
    }

    @Test func anAnswerGoesTheWayItCame() {
        let plan = DeliveryPlan(only: .sms)
        #expect(plan.items == [Item(channel: .sms, turn: .now)] && plan.notBefore == nil)
    }
}
