internal import FoundationEssentials
package import RulesJSON

/// How appointments are made with an agency's agents.
package struct BookingRules: Sendable, Equatable {
    /// Of an appointment, in minutes.
    package var length: Int
    /// Minutes an agent needs free before an appointment.
    package var bufferBefore: Int
    /// Minutes an agent needs free after an appointment.
    package var bufferAfter: Int
    /// Minutes from now to the earliest start.
    package var minimumNotice: Int
    /// Days of 24 hours from now before which an appointment must begin.
    package var horizon: Int
    /// Of one agent on one date, by the clock where the agent is.
    package var appointmentsPerDay: Int
    /// Minutes between the starts that are offered, counted from the agent's midnight.
    package var step: Int
    /// Hours before an appointment.
    package var reminders: [Int]
    package var confirmation: Confirmation
    /// Whether the lead is invited to the calendar's event.
    package var invitesLead: Bool
    /// Whether the calendar's event has a video conference.
    package var addsConference: Bool

    /// What is done when the calendar does not answer in time.
    package enum Confirmation: String, Sendable, Codable, CaseIterable {
        /// There is no appointment.
        case requireCalendar = "require_calendar"
        /// There is one; the calendar gets it later.
        case bookWithoutCalendar = "book_without_calendar"
    }

    package static let standard = BookingRules(
        length: 30, bufferBefore: 0, bufferAfter: 0, minimumNotice: 120, horizon: 60, appointmentsPerDay: 8, step: 30,
        reminders: [24], confirmation: .bookWithoutCalendar, invitesLead: true, addsConference: false)

    package init(
        length: Int, bufferBefore: Int, bufferAfter: Int, minimumNotice: Int, horizon: Int, appointmentsPerDay: Int,
        step: Int, reminders: [Int], confirmation: Confirmation, invitesLead: Bool, addsConference: Bool
    ) {
        self.length = length
        self.bufferBefore = bufferBefore
        self.bufferAfter = bufferAfter
        self.minimumNotice = minimumNotice
        self.horizon = horizon
        self.appointmentsPerDay = appointmentsPerDay
        self.step = step
        self.reminders = reminders
        self.confirmation = confirmation
        self.invitesLead = invitesLead
        self.addsConference = addsConference
    }

    /// Everything that is wrong, in words that name the setting; empty when the rules can work.
    package var problems: [String] {
        let limits: [(CodingKeys, Int, ClosedRange<Int>)] = [
            (.length, length, 5...480), (.bufferBefore, bufferBefore, 0...240), (.bufferAfter, bufferAfter, 0...240),
            (.minimumNotice, minimumNotice, 0...43_200), (.horizon, horizon, 1...365),
            (.appointmentsPerDay, appointmentsPerDay, 1...100), (.step, step, 5...240),
        ]
        var problems = limits.filter { !$0.2.contains($0.1) }.map { name, _, limit in
            "\(name.rawValue) must be from \(limit.lowerBound) to \(limit.upperBound)"
        }
        if problems.isEmpty {
            if 1440 % step != 0 { problems.append("step_minutes must divide the 1440 minutes of a day") }
            if minimumNotice >= horizon * 1440 {
                problems.append("minimum_notice_minutes reaches beyond horizon_days, so nothing could ever be booked")
            }
        }
        return problems + reminderProblems
    }

    private var reminderProblems: [String] {
        var problems: [String] = []
        if reminders.count > 5 { problems.append("reminders_hours can be at most 5") }
        if reminders.contains(where: { !(1...336).contains($0) }) {
            problems.append("reminders_hours must each be from 1 to 336")
        }
        if Set(reminders).count < reminders.count { problems.append("reminders_hours names an hour twice") }
        return problems
    }
}

// MARK: JSON

extension BookingRules: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case length = "length_minutes"
        case bufferBefore = "buffer_before_minutes"
        case bufferAfter = "buffer_after_minutes"
        case minimumNotice = "minimum_notice_minutes"
        case horizon = "horizon_days"
        case appointmentsPerDay = "appointments_per_day"
        case step = "step_minutes"
        case reminders = "reminders_hours"
        case confirmation = "confirm_with"
        case invitesLead = "invite_lead"
        case addsConference = "add_conference"
    }

    /// What is left out keeps its standard value; a name that is none is an error, since it would have no effect.
    package init(from decoder: any Decoder) throws {
        let names = try decoder.container(keyedBy: JSONKey.self)
        if let stranger = names.allKeys.first(where: { CodingKeys(rawValue: $0.stringValue) == nil }) {
            let known = CodingKeys.allCases.map(\.rawValue).joined(separator: ", ")
            throw DecodingError.dataCorruptedError(
                forKey: stranger, in: names,
                debugDescription: "there is no \"\(stranger.stringValue)\"; there are \(known)")
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let standard = BookingRules.standard
        func value<Value: Decodable>(_ key: CodingKeys, _ fallback: Value) throws -> Value {
            do {
                return try container.decodeIfPresent(Value.self, forKey: key) ?? fallback
            } catch let error where !(error is DecodingError) {
                // What the reader of numbers throws does not say where.
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: container, debugDescription: "a number is not whole, or much too large")
            }
        }
        self.init(
            length: try value(.length, standard.length),
            bufferBefore: try value(.bufferBefore, standard.bufferBefore),
            bufferAfter: try value(.bufferAfter, standard.bufferAfter),
            minimumNotice: try value(.minimumNotice, standard.minimumNotice),
            horizon: try value(.horizon, standard.horizon),
            appointmentsPerDay: try value(.appointmentsPerDay, standard.appointmentsPerDay),
            step: try value(.step, standard.step),
            reminders: try value(.reminders, standard.reminders),
            confirmation: try value(.confirmation, standard.confirmation),
            invitesLead: try value(.invitesLead, standard.invitesLead),
            addsConference: try value(.addsConference, standard.addsConference))
    }

    /// Reads rules that somebody has written.
    ///
    /// - Throws: ``UnusableRules`` with everything that is wrong, in words.
    package init(json: some Sequence<UInt8>) throws(UnusableRules) {
        self = try UnusableRules.reading(BookingRules.self, json)
        guard problems.isEmpty else { throw UnusableRules(reasons: problems) }
    }

    package var json: [UInt8] { get throws { try RulesJSON.encoded(self) } }
}
