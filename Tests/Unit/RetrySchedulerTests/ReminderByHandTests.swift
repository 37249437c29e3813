import Contracts
import Foundation
import RetryScheduler
import Testing

@Suite struct ReminderByHandTests {
    private static let now = Date(timeIntervalSince1970: 1_796_151_600)

    private static func objection(
        _ status: Appointment.Status = .scheduled, in seconds: Double = 3600, lastAt: Double? = nil
    ) -> String? {
        ReminderByHand.objection(
            status: status, scheduledAt: now + seconds, lastAt: lastAt.map { now + $0 }, now: now)
    }

    @Test func whatIsStillToComeCanBeRemindedOf() { #expect(Self.objection() == nil) }

    @Test(arguments: [Appointment.Status.cancelled, .completed, .noShow])
    func whatDoesNotStandCannot(status: Appointment.Status) { #expect(Self.objection(status) != nil) }

    @Test func whatHasBegunCannot() {
        #expect(Self.objection(in: 0) != nil)
        #expect(Self.objection(in: 1) == nil)
    }

    @Test func twoInARowAreOne() {
        #expect(Self.objection(lastAt: -299) != nil)
        #expect(Self.objection(lastAt: -300) == nil)
    }
}
