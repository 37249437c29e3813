package import Contracts
package import Foundation

/// What can become of an appointment. Pure.
package enum AppointmentLife {
    package enum Step: Sendable, Equatable {
        case move(to: Date)
        case cancel
        case complete
        case miss
    }

    package enum Verdict: Sendable, Equatable {
        case change(Appointment.Status)
        /// It is so already.
        case asItIs
        case refused(String)
    }

    /// - Parameter now: an appointment that has not begun has neither taken place nor been missed.
    package static func verdict(
        on step: Step, status: Appointment.Status, scheduledAt: Date, now: Date
    ) -> Verdict {
        switch (step, status) {
        case (.move(let time), .scheduled): return time == scheduledAt ? .asItIs : .change(.scheduled)
        case (.move, _): return .refused("it is \(status.words), a new one can be made")
        case (.cancel, .scheduled): return .change(.cancelled)
        case (.cancel, .cancelled): return .asItIs
        case (.cancel, _): return .refused("it is over: it is \(status.words)")
        case (.complete, .completed), (.miss, .noShow): return .asItIs
        case (.complete, .cancelled), (.miss, .cancelled): return .refused("it is cancelled")
        case (.complete, _), (.miss, _):
            guard scheduledAt <= now else { return .refused("it has not begun yet") }
            // Whoever was wrong about it can say so.
            return .change(step == .complete ? .completed : .noShow)
        }
    }
}

extension Appointment.Status {
    fileprivate var words: String {
        switch self {
        case .scheduled: "still to come"
        case .completed: "completed"
        case .cancelled: "cancelled"
        case .noShow: "marked as missed"
        }
    }
}
