internal import AMQP
internal import ArgumentParser
internal import Contracts
internal import Deadlines
internal import Foundation
internal import Messaging
internal import Postgres
internal import ServiceKit

/// Looks at the calls that are planned, and changes them.
struct Calls: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "calls",
            abstract: "Look at calls, place, cancel, move or hold planned ones, and give away those that are over.",
            subcommands: [
                CallsShow.self, CallsPlace.self, CallsCancel.self, CallsReschedule.self, CallsPause.self,
                CallsResume.self, CallsRules.self, CallsEnded.self, CallsOpen.self, CallsReassign.self,
                CallsFollowUpRules.self,
            ], defaultSubcommand: CallsShow.self)
    }
}

struct CallsPlace: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "place", abstract: "Call a lead as soon as the gate allows.", discussion: commandSettings)
    }

    @Argument(help: "The lead: its id, or its number.")
    var lead: String

    func perform() async throws {
        try await CommandDesk.open { desk in
            let found = try await desk.lead(lead)
            let planned = try await desk.send(PlaceCall(leadID: found.id), agency: found.agencyID)
            Terminal.say(planned.words)
        }
    }
}

struct CallsCancel: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "cancel", abstract: "Take a planned call back.", discussion: commandSettings)
    }

    @Argument(help: "The planned call's id, as `calls show` prints it.")
    var id: String

    func perform() async throws {
        try await CommandDesk.open { desk in
            let planned = try await desk.planned(id)
            Terminal.say(try await desk.send(CancelCall(retryID: planned.id), agency: planned.agencyID).words)
        }
    }
}

struct CallsReschedule: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "reschedule", abstract: "Give a planned call another time.", discussion: commandSettings)
    }

    @Argument(help: "The planned call's id, as `calls show` prints it.")
    var id: String

    @Argument(help: "A time like 2026-12-01T09:00:00+01:00.")
    var at: String

    func validate() throws {
        guard Date(rfc3339: at) != nil else { throw ValidationError("\"\(at)\" is no time like 2026-12-01T09:00:00Z") }
    }

    func perform() async throws {
        guard let at = Date(rfc3339: at) else { return }
        try await CommandDesk.open { desk in
            let planned = try await desk.planned(id)
            Terminal.say(
                try await desk.send(RescheduleCall(retryID: planned.id, at: at), agency: planned.agencyID).words)
        }
    }
}

struct CallsPause: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "pause", abstract: "Hold one planned call, or all of an agency's.", discussion: commandSettings
        )
    }

    @OptionGroup var target: PauseTarget
    func perform() async throws { try await target.pause(true) }
}

struct CallsResume: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "resume", abstract: "Let go what was held.", discussion: commandSettings)
    }

    @OptionGroup var target: PauseTarget
    func perform() async throws { try await target.pause(false) }
}

struct PauseTarget: ParsableArguments {
    @Option(help: "All calls of this agency.")
    var agency: String?

    @Argument(help: "One planned call's id.")
    var id: String?

    func validate() throws {
        guard (agency == nil) != (id == nil) else { throw ValidationError("name a planned call, or --agency") }
        if let agency, AgencyID(agency) == nil { throw ValidationError("\"\(agency)\" is no agency's id") }
    }

    fileprivate func pause(_ isPaused: Bool) async throws {
        try await CommandDesk.open { desk in
            if let agency = agency.flatMap({ AgencyID($0) }) {
                _ = try await desk.send(PauseCalls(retryID: nil, isPaused: isPaused), agency: agency)
                Terminal.say(isPaused ? "The agency's calls are held." : "The agency's calls go on.")
            } else if let id {
                let planned = try await desk.planned(id)
                _ = try await desk.send(PauseCalls(retryID: planned.id, isPaused: isPaused), agency: planned.agencyID)
                Terminal.say(isPaused ? "Held." : "It goes on.")
            }
        }
    }
}

struct CallsRules: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "rules", abstract: "Show an agency's calling rules, or set them from a file.",
            discussion: """
                Rules are a JSON object; what is left out keeps its standard:
                  {"hours": {"mon": ["09:00-20:00"], …}, "holidays": ["2026-12-25"], "calls_per_lead": 8, "calls_per_day": 3,
                   "consent": "where_required" | "always", "call_new_leads": true,
                   "retries": {"jitter_seconds": 300, "no_answer": {"delays_seconds": [7200, 86400], "max_retries": 3},
                               "busy": …, "voicemail": …, "failed": …}}

                \(commandSettings)
                """)
    }

    @OptionGroup var options: RulesOptions

    func perform() async throws {
        try await options.perform(showing: LoadRules.self) { ConfigureCalling(rules: $0) }
    }

    private struct LoadRules: RulesStatement {
        static let sql = "SELECT jsonb_pretty(rules) FROM calling_settings WHERE agency_id = $1"
        let agencyID: AgencyID
    }
}

extension PlannedCall {
    fileprivate var words: String {
        switch status {
        case "cancelled": return "Cancelled."
        default:
            let when = scheduledAt.timeIntervalSinceNow < 1 ? "now" : "at \(scheduledAt.rfc3339)"
            let why = reason.map { ", because \(DialReason(rawValue: $0)?.description ?? $0)" } ?? ""
            return "Planned \(when)\(why): \(retryID)"
        }
    }
}
