internal import ArgumentParser
internal import Contracts
internal import Foundation
internal import Postgres

/// Looks at appointments, and changes them.
struct Appointments: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "appointments", abstract: "Look at appointments, and make, move or cancel them.",
            subcommands: [
                AppointmentsShow.self, AppointmentsFree.self, AppointmentsBook.self, AppointmentsMove.self,
                AppointmentsCancel.self, AppointmentsComplete.self, AppointmentsMissed.self,
                AppointmentsLink.self, AppointmentsRules.self,
            ], defaultSubcommand: AppointmentsShow.self)
    }
}

/// A time on the command line.
struct TimeArgument: ExpressibleByArgument, Sendable {
    let date: Date

    init?(argument: String) {
        guard let date = Date(rfc3339: argument) else { return nil }
        self.date = date
    }
}

struct AppointmentsFree: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "free", abstract: "Say when a lead can have an appointment, and with whom.",
            discussion: commandSettings)
    }

    @Argument(help: "The lead: its id, or its number.")
    var lead: String

    @Option(help: "Near a time like 2026-12-01T09:00:00+01:00.")
    var near: TimeArgument?

    @Option(help: "How many at the most.")
    var limit = 10

    func perform() async throws {
        try await CommandDesk.open { desk in
            let found = try await desk.lead(lead)
            let now = Date()
            let wish = FindSlots(
                party: AppointmentParty(leadID: found.id), from: now, to: now.addingTimeInterval(366 * 86_400),
                near: near?.date, limit: limit)
            let reply = try await desk.send(wish, agency: found.agencyID)
            if let problem = reply.problem { Terminal.say("Not then: \(problem).") }
            for slot in reply.slots { Terminal.say("\(Terminal.time(slot.startsAt))  \(slot.agentName)") }
            if reply.slots.isEmpty { Terminal.say("Nothing is free.") }
        }
    }
}

struct AppointmentsBook: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "book", abstract: "Make an appointment with a lead.", discussion: commandSettings)
    }

    @Argument(help: "The lead: its id, or its number.")
    var lead: String

    @Argument(help: "A time like 2026-12-01T09:00:00+01:00.")
    var at: TimeArgument

    @Option(help: "With this agent: an id, or a mail address.")
    var agent: String?

    @Option(help: "What the agent should know.")
    var notes: String?

    func perform() async throws {
        try await CommandDesk.open { desk in
            let found = try await desk.lead(lead)
            var wanted: CommandDesk.AgentFound?
            if let agent { wanted = try await desk.agent(agent) }
            let wish = BookAppointment(
                party: AppointmentParty(leadID: found.id, agentID: wanted?.id), at: at.date, notes: notes, source: .hand
            )
            try await desk.send(wish, agency: found.agencyID).say()
        }
    }
}

struct AppointmentsMove: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "move", abstract: "Give an appointment another time.", discussion: commandSettings)
    }

    @Argument(help: "The appointment's id, as `appointments show` prints it.")
    var id: String

    @Argument(help: "A time like 2026-12-01T09:00:00+01:00.")
    var to: TimeArgument

    @Option(help: "Why.")
    var reason: String?

    func perform() async throws {
        try await CommandDesk.open { desk in
            let found = try await desk.appointment(id)
            let wish = RescheduleAppointment(
                appointmentID: found.id, party: AppointmentParty(leadID: found.leadID), to: to.date, reason: reason)
            try await desk.send(wish, agency: found.agencyID).say()
        }
    }
}

struct AppointmentsCancel: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "cancel", abstract: "Call an appointment off.", discussion: commandSettings)
    }

    @Argument(help: "The appointment's id, as `appointments show` prints it.")
    var id: String

    @Option(help: "Why.")
    var reason: String?

    func perform() async throws {
        try await CommandDesk.open { desk in
            let found = try await desk.appointment(id)
            let wish = CancelAppointment(
                appointmentID: found.id, party: AppointmentParty(leadID: found.leadID), reason: reason)
            try await desk.send(wish, agency: found.agencyID).say()
        }
    }
}

struct AppointmentsLink: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "link", abstract: "Print a link with which the lead can move or cancel an appointment.",
            discussion: commandSettings)
    }

    @Argument(help: "The appointment's id, as `appointments show` prints it.")
    var id: String

    func perform() async throws {
        try await CommandDesk.open { desk in
            let found = try await desk.appointment(id)
            let link = try await desk.send(LinkAppointment(appointmentID: found.id), agency: found.agencyID)
            Terminal.say(link.url)
        }
    }
}

struct AppointmentsComplete: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "complete", abstract: "Say that an appointment took place.", discussion: commandSettings)
    }

    @Argument(help: "The appointment's id, as `appointments show` prints it.")
    var id: String

    func perform() async throws {
        try await CommandDesk.open { desk in
            let found = try await desk.appointment(id)
            try await desk.send(CompleteAppointment(appointmentID: found.id), agency: found.agencyID).say()
        }
    }
}

struct AppointmentsMissed: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "no-show", abstract: "Say that the lead did not come.", discussion: commandSettings)
    }

    @Argument(help: "The appointment's id, as `appointments show` prints it.")
    var id: String

    func perform() async throws {
        try await CommandDesk.open { desk in
            let found = try await desk.appointment(id)
            try await desk.send(MissAppointment(appointmentID: found.id), agency: found.agencyID).say()
        }
    }
}

struct AppointmentsRules: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "rules", abstract: "Show an agency's rules for appointments, or set them from a file.",
            discussion: """
                Rules are a JSON object; what is left out keeps its standard:
                  {"length_minutes": 30, "buffer_before_minutes": 0, "buffer_after_minutes": 0, "minimum_notice_minutes": 120,
                   "horizon_days": 60, "appointments_per_day": 8, "step_minutes": 30, "reminders_hours": [24],
                   "confirm_with": "book_without_calendar" | "require_calendar", "invite_lead": true, "add_conference": false}

                \(commandSettings)
                """)
    }

    @OptionGroup var options: RulesOptions

    func perform() async throws {
        try await options.perform(showing: LoadRules.self) { ConfigureBooking(rules: $0) }
    }

    private struct LoadRules: RulesStatement {
        static let sql = "SELECT jsonb_pretty(rules) FROM booking_settings WHERE agency_id = $1"
        let agencyID: AgencyID
    }
}

extension AppointmentReply {
    /// Prints what it came to.
    ///
    /// - Throws: ``Failure`` when it was not done.
    fileprivate func say() throws {
        guard let appointment, problem == nil else {
            let other = alternatives.map { Terminal.time($0.startsAt) }.joined(separator: ", ")
            throw Failure(
                "it cannot be then: \(problem ?? "not free")", advice: other.isEmpty ? nil : "free: \(other)")
        }
        let before = isRepeat ? " (as before)" : ""
        Terminal.say(
            "\(Terminal.time(appointment.scheduledAt))  \(appointment.status.rawValue)\(before)  "
                + "with \(agentName ?? "nobody")  \(appointment.appointmentID)")
    }
}
