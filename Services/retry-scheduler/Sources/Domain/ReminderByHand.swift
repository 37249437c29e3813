package import Contracts
package import Foundation

/// Whether somebody can have people reminded of an appointment right now. Pure.
package enum ReminderByHand {
    /// Between two of one appointment: whoever presses twice means once.
    package static let pause: TimeInterval = 300

    /// Why not, for people; nil when they can.
    ///
    /// - Parameter lastAt: when somebody last did.
    package static func objection(
        status: Appointment.Status, scheduledAt: Date, lastAt: Date?, now: Date
    ) -> String? {
        guard status == .scheduled else { return "it does not stand any more" }
        guard scheduledAt > now else { return "it has begun already" }
        if let lastAt, now.timeIntervalSince(lastAt) < pause { return "a reminder was sent just now" }
        return nil
    }
}
