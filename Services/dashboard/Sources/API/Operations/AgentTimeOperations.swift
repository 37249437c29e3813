internal import CivilTime
internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LenientJSON
internal import RulesJSON

/// `/api/v1/agents/{id}/…`: when somebody works, and when not.
struct AgentTimeOperations: Sendable {
    let console: Console

    var all: [APIOperation] { [setHours, setException, removeException, addTimeOff, removeTimeOff] }

    private var desk: AgentDesk { AgentDesk(console: console) }

    /// By day of the week.
    static let hours = JSONSchema(
        "WeeklyHours", "By day of the week: windows like 09:00-17:00.",
        members: Weekday.allCases.map { .optional($0.name, windows) })

    private static let windows = JSONSchema(
        .array, length: 0...WeeklyHoursForm.most, items: JSONSchema(.string, length: 9...11))

    /// Hours in a body, read as the form reads them; nil when they cannot be.
    static func hours(_ node: JSONNode?) -> WeeklyHours? {
        guard let node, !node.isNull, let hours = try? UnusableRules.reading(WeeklyHours.self, node.rawBytes) else {
            return nil
        }
        return WeeklyHoursForm(hours).hours
    }

    private var setHours: APIOperation {
        APIOperation(
            "setAgentHours", .put, "/agents/{id}/hours", tag: "Agents", "Say when somebody works",
            content: .json(AgentResources.detail.schema)
        ) { call in
            let id = try call.agentID()
            let words = Words(language: .english)
            let node = call.body?["working_hours"]
            let hours = Self.hours(node)
            if node?.isNull == false {
                guard let hours else { throw APIProblem.invalid("working_hours", words(.hoursWrong)) }
                guard !hours.isEmpty else { throw APIProblem.invalid("working_hours", words(TeamWords.hoursEmpty)) }
            }
            try await desk.save(hours, of: id, by: call.principal)
            return .json(try await AgentOperations.read(id, call.viewer, console))
        }
        .body(
            JSONSchema(
                "AgentHours", "When somebody works.",
                members: [.required("working_hours", Self.hours.orNull)])
        )
        .details("By their clock; null: none are set, and only their switch counts.").forOwners()
    }

    private static let day = JSONSchema(.string, format: .date)

    private var setException: APIOperation {
        APIOperation(
            "setAgentDay", .put, "/agents/{id}/exceptions/{date}", tag: "Agents",
            "Give a day other hours than the week has", content: .json(AgentResources.detail.schema)
        ) { call in
            let words = Words(language: .english)
            let agent = try await AgentOperations.record(call.agentID(), call.viewer, console)
            var form = AgentExceptionForm()
            form.date = try call.word("date")
            form.windows = call.texts("windows").map { text in
                let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
                return ends.count == 2 ? .init(from: ends[0], to: ends[1]) : .init(from: text, to: "")
            }
            switch form.read(today: LocalClock(agent.zone).reading(at: Date()).date) {
            case .success(let day):
                guard try await desk.setException(day.windows, on: day.date, of: agent.id, by: call.principal) else {
                    throw APIProblem(.conflict, .refused, words(TeamWords.tooManyExceptions))
                }
            case .failure(.date):
                throw APIProblem(.unprocessableContent, .refused, words(TeamWords.exceptionDateWrong))
            case .failure(.times): throw APIProblem.invalid("windows", words(TeamWords.exceptionTimesWrong))
            }
            return .json(try await AgentOperations.read(agent.id, call.viewer, console))
        }
        .path("date", Self.day)
        .body(
            JSONSchema(
                "AgentDay", "The hours of one day.",
                members: [
                    .required(
                        "windows",
                        JSONSchema(
                            .array, "Such as 09:00-12:00, by their clock; none: the day is off.", length: 0...2,
                            items: JSONSchema(.string, length: 1...11)))
                ])
        )
        .problems(.conflict).forOwners()
    }

    private var removeException: APIOperation {
        APIOperation(
            "removeAgentDay", .delete, "/agents/{id}/exceptions/{date}", tag: "Agents", "Have a day as the week has it",
            content: .none
        ) { call in
            guard let date = CivilDate(try call.word("date")) else { throw NotFound() }
            try await desk.removeException(on: date, of: call.agentID(), by: call.principal)
            return Response(status: .noContent)
        }
        .path("date", Self.day).status(.noContent).forOwners()
    }

    private var addTimeOff: APIOperation {
        APIOperation(
            "addTimeOff", .post, "/agents/{id}/time-off", tag: "Agents", "Note that somebody will not work",
            content: .json(AgentResources.timeOff.schema)
        ) { call in
            let agent = try await AgentOperations.record(call.agentID(), call.viewer, console)
            var form = TimeOffForm()
            (form.fromDate, form.fromTime) = (call.text("from_date") ?? "", call.text("from_time") ?? "")
            (form.toDate, form.toTime) = (call.text("to_date") ?? "", call.text("to_time") ?? "")
            form.note = call.text("note") ?? ""
            switch form.read(zone: agent.zone) {
            case .success(let during):
                let added = try await desk.addTimeOff(
                    during, note: form.note.orNil, of: agent.id, by: call.principal)
                return .json(AgentResources.timeOff.json(added), status: .created)
            case .failure(let refusal):
                let (member, phrase) = Self.problem(refusal)
                throw APIProblem.invalid(member, Words(language: .english)(phrase))
            }
        }
        .details("An owner of anybody, an agent of themselves. Days and times are by the agent's clock.")
        .body(
            JSONSchema(
                "NewTimeOff", "From a day, or a time of it, to a day, or a time of it.",
                members: [
                    .required("from_date", JSONSchema(.string, "The first day.", format: .date)),
                    .optional(
                        "from_time", JSONSchema(.string, "Such as 13:00; null: all of it.", length: 0...5).orNull),
                    .optional("to_date", JSONSchema(.string, "The last day; null: the first.", format: .date).orNull),
                    .optional("to_time", JSONSchema(.string, "Such as 13:00; null: all of it.", length: 0...5).orNull),
                    .optional("note", JSONSchema(.string, "Why.", length: 0...200).orNull),
                ])
        )
        .status(.created)
    }

    private static func problem(_ refusal: TimeOffForm.Refusal) -> (member: String, phrase: Phrase) {
        switch refusal {
        case .from: ("from_date", TeamWords.timeOffFrom)
        case .to: ("to_date", TeamWords.timeOffTo)
        case .order: ("to_date", TeamWords.timeOffOrder)
        case .note: ("note", TeamWords.noteTooLong)
        }
    }

    private var removeTimeOff: APIOperation {
        APIOperation(
            "removeTimeOff", .delete, "/agents/{id}/time-off/{time_off_id}", tag: "Agents", "Take time off back",
            content: .none
        ) { call in
            try await desk.removeTimeOff(call.id("time_off_id"), of: call.agentID(), by: call.principal)
            return Response(status: .noContent)
        }
        .details("An owner of anybody, an agent of themselves.").status(.noContent)
    }
}
